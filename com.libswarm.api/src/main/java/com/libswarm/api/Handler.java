package com.libswarm.api;

import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.osgi.annotation.versioning.ConsumerType;

/** Answers the messages of one {@link Router} entry. */
@ConsumerType
@FunctionalInterface
public interface Handler {

    /**
     * Answers {@code message}, now or later; never blocks ({@link #on} is for work that does). What it throws becomes an Error,
     * by the rules of {@link Failure#of(Throwable)}.
     *
     * @param name what the path has in place of the pattern's wildcards, from the first of them on: {@code web} for
     *     {@code /containers/web} under {@code /containers/*}; empty if there are none
     */
    void handle(Message message, String name) throws Exception;

    /** The same handler, run on {@code executor}, for work that blocks. A full or ended executor makes it an Error 503. */
    default Handler on(Executor executor) {
        return (message, name) -> {
            try {
                executor.execute(() -> {
                    try {
                        handle(message, name);
                    } catch (Throwable thrown) {
                        message.body().cancel();
                        message.reply(Message.error(thrown));
                    }
                });
            } catch (RejectedExecutionException full) {
                throw new Failure(503, "The work on " + message + " was refused, because there is too much of it: try again later.", full);
            }
        };
    }
}
