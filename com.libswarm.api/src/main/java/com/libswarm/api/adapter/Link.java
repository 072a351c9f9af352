package com.libswarm.api.adapter;

import com.libswarm.api.Sender;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * One instance of an adapter in a chain. It answers what it knows and passes on the rest to {@link Context#next()}.
 *
 * <p>Its life, each step called once, in this order, by the runtime on a thread that may block for a limited time:
 *
 * <pre>
 *   spawn    made; arguments checked
 *   start    gets ready; no effect outside yet: nothing run, built or written, no message sent on its own
 *            -- from here on messages arrive, on any thread, several at a time --
 *   active   may act on its own: accept connections, run a program, send messages
 *   drain    acts on its own no more (its successor does); carries what it carries to the end
 *            -- from here on no new messages arrive, once those on their way are through --
 *   stop     ends: threads, sockets, programs; what it still has to answer, it answers with an Error
 * </pre>
 *
 * <p>Stop may follow any step, a failed start included. When a link is replaced, the new one is started before messages are
 * switched to it, the old one drains, and only then is the new one active: never do two act.
 *
 * <p>An instance of {@link Sender} such as a router is made a link by its method: {@code return router::send}.
 */
@ConsumerType
@FunctionalInterface
public interface Link extends Sender {

    /** Gets ready. If it throws, the link is stopped and nothing has changed; the message is shown to the operator. */
    default void start() throws Exception {
    }

    /**
     * May act on its own from now on. If it throws, it acts no more (it drains) and the link before takes its place again, made anew;
     * the message is shown to the operator.
     */
    default void active() throws Exception {
    }

    /**
     * Acts on its own no more, and cancels what it has asked for its own use: a standing Watch would keep it here for ever.
     *
     * @return completed when it carries nothing any more that the runtime cannot see (requests and their bodies it can):
     *     idle connections, a program's last output
     */
    default CompletionStage<?> drain() {
        return CompletableFuture.completedFuture(this);
    }

    /**
     * What an operator is to see of it, by names: {@code region}, {@code hosts}; {@code swarm:show} prints it in this order. Any thread,
     * at any time between start and stop; from what is known, without asking anybody. No secrets.
     */
    default Map<String, String> details() {
        return Map.of();
    }

    /** Ends, with all that it started. */
    default void stop() throws Exception {
    }
}
