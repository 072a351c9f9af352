package com.libswarm.cloud.internal;

import com.libswarm.api.Message;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/** What the answer to a ping means for a host that is starting. */
final class Probe {

    /** An engine that does not answer within this time is asked anew. */
    static final Duration LIMIT = Duration.ofSeconds(10);

    /** Of the one in front of the engine: it knows that it will not do. */
    private static final Set<Integer> FINAL = Set.of(400, 401, 403, 404, 409);

    private Probe() {
    }

    static Optional<Engines.Unreached> read(Message reply) {
        reply.body().cancel();
        if (reply.status() == 499) {
            return Optional.of(new Engines.Unreached("Nothing answers within " + LIMIT.toSeconds() + " s.", false));
        }
        return reply.isError() ? Optional.of(new Engines.Unreached(reply.text(), FINAL.contains(reply.status()))) : Optional.empty();
    }
}
