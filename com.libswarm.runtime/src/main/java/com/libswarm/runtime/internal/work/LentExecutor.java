package com.libswarm.runtime.internal.work;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.FutureTask;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;

/** The runtime's blocking threads as one link has them: when it stops, its tasks are interrupted and no more are taken. */
public final class LentExecutor implements Executor, AutoCloseable {

    private final Executor lender;
    private final Consumer<Throwable> onThrown;
    private final Set<Task> tasks = ConcurrentHashMap.newKeySet();
    private volatile boolean closed;

    /** @param onThrown gets what a task throws */
    public LentExecutor(Executor lender, Consumer<Throwable> onThrown) {
        this.lender = lender;
        this.onThrown = onThrown;
    }

    @Override
    public void execute(Runnable work) {
        Task task = new Task(work);
        tasks.add(task);
        try {
            if (closed) {
                throw new RejectedExecutionException("The link has stopped.");
            }
            lender.execute(task);
        } catch (RejectedExecutionException refused) {
            tasks.remove(task);
            throw refused;
        }
        if (closed) {
            task.cancel(true);
        }
    }

    @Override
    public void close() {
        closed = true;
        tasks.forEach(task -> task.cancel(true));
    }

    private final class Task extends FutureTask<Void> {

        Task(Runnable work) {
            super(work, null);
        }

        @Override
        protected void done() {
            tasks.remove(this);
        }

        @Override
        protected void setException(Throwable thrown) {
            super.setException(thrown);
            onThrown.accept(thrown);
        }
    }
}
