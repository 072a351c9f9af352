package com.libswarm.runtime.internal.chain;

import com.libswarm.api.Failure;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Calls one step of a link's life on a thread that may block, and waits for it, but not for ever. */
final class Step {

    private final ExecutorService threads;

    Step(ExecutorService threads) {
        this.threads = threads;
    }

    /**
     * @param what the step, for people: {@code "The link web/2 debug did not start"}
     * @throws Failure if it throws, or takes longer: then its thread is interrupted
     */
    <T> T run(String what, Duration limit, Callable<T> step) {
        Future<T> running;
        try {
            running = threads.submit(step);
        } catch (RejectedExecutionException full) {
            throw new Failure(503, what + ": too many threads are blocked already.", full);
        }
        try {
            return running.get(limit.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException slow) {
            running.cancel(true);
            throw new Failure(504, what + " within " + limit.toMillis() / 1000.0 + " s, and was given up.");
        } catch (InterruptedException interrupted) {
            running.cancel(true);
            Thread.currentThread().interrupt();
            throw new Failure(503, what + ", because it was interrupted.");
        } catch (ExecutionException thrown) {
            throw meant(what, thrown.getCause());
        }
    }

    // what an adapter says to the operator stands alone; what it did not foresee is named
    private static Failure meant(String what, Throwable thrown) {
        boolean foreseen = thrown instanceof Failure || thrown instanceof IOException || thrown instanceof IllegalArgumentException;
        Failure failure = Failure.of(thrown);
        return foreseen && thrown.getMessage() != null ? failure : new Failure(failure.status(), what + ": " + thrown, thrown);
    }
}
