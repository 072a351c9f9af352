package com.libswarm.cloud.internal;

import com.libswarm.api.Message;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** What the answer to a ping means for a host that is starting. */
final class Probe {

    /** An engine that does not answer within this time is asked anew; the link {@code ssh} says before that why it does not. */
    static final Duration LIMIT = Duration.ofSeconds(30);

    /** Parts of the sentences with which the link {@code ssh} says that trying again is no use. */
    private static final List<String> FINAL = List.of(" shows the key ", "There is no private key", "Cannot read the private key", "The private key ",
            " is not known, and its key ", "There is no key to log in ");
    /** The same for what is so on a new host for a moment, before its first start has put the key where it belongs. */
    private static final String DOUBTFUL = " lets nobody in with the keys ";

    private Probe() {
    }

    static Optional<Engines.Unreached> read(Message reply) {
        reply.body().cancel();
        if (reply.status() == 499) {
            return Optional.of(because("Nothing answers within " + LIMIT.toSeconds() + " s."));
        }
        return reply.isError() ? Optional.of(because(reply.text())) : Optional.empty();
    }

    static Engines.Unreached because(String sentence) {
        Engines.Hope hope = FINAL.stream().anyMatch(sentence::contains) ? Engines.Hope.NONE
                : sentence.contains(DOUBTFUL) ? Engines.Hope.ON_A_NEW_HOST : Engines.Hope.YES;
        return new Engines.Unreached(sentence, hope);
    }
}
