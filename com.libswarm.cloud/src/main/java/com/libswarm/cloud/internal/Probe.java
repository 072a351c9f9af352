package com.libswarm.cloud.internal;

import com.libswarm.api.Call;
import com.libswarm.api.Message;
import com.libswarm.api.Sender;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** What the answer to a ping means for a host that is starting. */
final class Probe {

    /** An engine that does not answer within this time is asked anew; the link {@code ssh} says before that why it does not. */
    private static final Duration LIMIT = Duration.ofSeconds(30);

    /** In the head of an Error of the link {@code ssh} for which trying again is no use; other Errors do not have it. */
    private static final String REFUSAL = "Ssh-Refusal";
    /** The one that is so on a new host for a moment, before its first start has put the key where it belongs. */
    private static final String KEY = "key";

    private Probe() {
    }

    /** Why the engine that {@code ping} reaches does not answer, or nothing if it does. */
    static CompletableFuture<Optional<Engines.Unreached>> ask(Sender engine, Message ping, Work work) {
        Call call = Call.ask(engine, ping);
        work.later(LIMIT, call::cancel);
        return call.result().thenApply(Probe::read);
    }

    private static Optional<Engines.Unreached> read(Message reply) {
        reply.body().cancel();
        if (reply.status() == 499) {
            return Optional.of(new Engines.Unreached("Nothing answers within " + LIMIT.toSeconds() + " s.", Engines.Hope.YES));
        }
        return reply.isError() ? Optional.of(new Engines.Unreached(reply.text(), hope(reply.head().get(REFUSAL)))) : Optional.empty();
    }

    private static Engines.Hope hope(String refusal) {
        return refusal.isEmpty() ? Engines.Hope.YES : refusal.equals(KEY) ? Engines.Hope.ON_A_NEW_HOST : Engines.Hope.NONE;
    }
}
