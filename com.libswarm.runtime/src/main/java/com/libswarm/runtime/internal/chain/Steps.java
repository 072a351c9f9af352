package com.libswarm.runtime.internal.chain;

import com.libswarm.api.Failure;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Calls the steps of the lives of one chain's links, each on a thread that may block, and waits for it, but not for ever. Thread-safe.
 */
final class Steps {

    private final ExecutorService threads;
    /** What is on its way up, and since when, by System.nanoTime(). */
    private final Map<Future<?>, Long> comingUp = new ConcurrentHashMap<>();
    private final AtomicInteger abandoned = new AtomicInteger();
    private final ThreadLocal<Boolean> inside = new ThreadLocal<>();

    Steps(ExecutorService threads) {
        this.threads = threads;
    }

    /**
     * @param what failed, for people: {@code "The link web/2 debug did not stop"}
     * @throws Failure if it throws, or takes longer: then its thread is interrupted
     */
    <T> T run(String what, Duration limit, Callable<T> step) {
        return await(what, limit, submit(what, step));
    }

    /**
     * Waits for a step, too, but lets one that takes longer go on: on a busy machine it may only be late.
     *
     * @throws Failure if it throws meanwhile
     */
    Future<?> begin(String what, Duration limit, Callable<?> step) {
        Future<?> running = submit(what, step);
        try {
            running.get(limit.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException late) {
            return running;
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException thrown) {
            throw meant(what, thrown.getCause());
        }
        return running;
    }

    /** Runs a step on a link's way up, which is given up when the chain goes down. */
    <T> T up(String what, Duration limit, Callable<T> step) {
        Future<T> running = submit(what, step);
        comingUp.put(running, System.nanoTime());
        try {
            if (isAbandoned()) {
                running.cancel(true);
            }
            return await(what, limit, running);
        } finally {
            comingUp.remove(running);
        }
    }

    /** Gives up what is on its way up, and all that tries to come up until {@link #resume}. */
    void abandon() {
        abandoned.incrementAndGet();
        comingUp.keySet().forEach(step -> step.cancel(true));
    }

    /** Gives up what has been on its way up for so long: somebody waits who cannot wait for its limit. */
    void giveUp(Duration age) {
        long now = System.nanoTime();
        comingUp.forEach((step, since) -> {
            if (now - since > age.toNanos()) {
                step.cancel(true);
            }
        });
    }

    void resume() {
        abandoned.decrementAndGet();
    }

    boolean isAbandoned() {
        return abandoned.get() > 0;
    }

    /** Whether the thread that asks is in a step. */
    boolean isInside() {
        return inside.get() != null;
    }

    private <T> Future<T> submit(String what, Callable<T> step) {
        try {
            return threads.submit(() -> {
                inside.set(true);
                try {
                    return step.call();
                } finally {
                    inside.remove();
                }
            });
        } catch (RejectedExecutionException full) {
            throw new Failure(503, what + ": too many threads are blocked already.", full);
        }
    }

    private <T> T await(String what, Duration limit, Future<T> running) {
        try {
            return running.get(limit.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException slow) {
            running.cancel(true);
            throw new Failure(504, what + " within " + limit.toMillis() / 1000.0 + " s, and was given up.");
        } catch (CancellationException down) {
            throw new Failure(503, what + (isAbandoned() ? ", because its chain goes down."
                    : " in time, and was given up because an adapter was taken away meanwhile."));
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
