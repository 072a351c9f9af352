package com.libswarm.runtime.internal.work;

import java.util.List;
import java.util.Set;
import java.util.concurrent.AbstractExecutorService;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** The runtime's timer as one link has it: what is left of it when the link stops does not run. */
public final class LentTimer extends AbstractExecutorService implements ScheduledExecutorService, AutoCloseable {

    // finished ones are swept out when there are so many more
    private static final int SWEEP = 256;

    private final ScheduledExecutorService lender;
    private final Consumer<Throwable> onThrown;
    private final Set<Future<?>> left = ConcurrentHashMap.newKeySet();
    private volatile boolean closed;

    /** @param onThrown gets what a task throws; a task that is repeated ends then */
    public LentTimer(ScheduledExecutorService lender, Consumer<Throwable> onThrown) {
        this.lender = lender;
        this.onThrown = onThrown;
    }

    @Override
    public ScheduledFuture<?> schedule(Runnable task, long delay, TimeUnit unit) {
        return keep(() -> lender.schedule(guarded(task), delay, unit));
    }

    @Override
    public <V> ScheduledFuture<V> schedule(Callable<V> task, long delay, TimeUnit unit) {
        return keep(() -> lender.schedule(task, delay, unit));
    }

    @Override
    public ScheduledFuture<?> scheduleAtFixedRate(Runnable task, long first, long period, TimeUnit unit) {
        return keep(() -> lender.scheduleAtFixedRate(guarded(task), first, period, unit));
    }

    @Override
    public ScheduledFuture<?> scheduleWithFixedDelay(Runnable task, long first, long delay, TimeUnit unit) {
        return keep(() -> lender.scheduleWithFixedDelay(guarded(task), first, delay, unit));
    }

    @Override
    public void execute(Runnable task) {
        schedule(task, 0, TimeUnit.NANOSECONDS);
    }

    private Runnable guarded(Runnable task) {
        return () -> {
            try {
                if (!closed) {
                    task.run();
                }
            } catch (Throwable thrown) {
                onThrown.accept(thrown);
                throw thrown;
            }
        };
    }

    private <F extends Future<?>> F keep(Supplier<F> scheduled) {
        if (closed) {
            throw new RejectedExecutionException("The link has stopped.");
        }
        F future = scheduled.get();
        left.add(future);
        if (left.size() > SWEEP) {
            left.removeIf(Future::isDone);
        }
        if (closed) {
            future.cancel(false);
        }
        return future;
    }

    /** The runtime's: a link that shuts it down ends only its own tasks. */
    @Override
    public void shutdown() {
        closed = true;
        left.forEach(future -> future.cancel(false));
        left.clear();
    }

    @Override
    public List<Runnable> shutdownNow() {
        shutdown();
        return List.of();
    }

    @Override
    public void close() {
        shutdown();
    }

    @Override
    public boolean isShutdown() {
        return closed;
    }

    @Override
    public boolean isTerminated() {
        return closed;
    }

    @Override
    public boolean awaitTermination(long limit, TimeUnit unit) {
        return closed;
    }
}
