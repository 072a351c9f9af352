package com.libswarm.adapter.simulator.internal.program;

import java.util.ArrayDeque;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Runs tasks one at a time, in order, on whichever thread brings the first of them. State that only tasks touch needs no lock;
 * a task given from within another runs after it, so nothing recurses. Tasks do not block.
 */
public final class Lane {

    private final ScheduledExecutorService timer;
    private final Consumer<Throwable> onFailure;

    // guarded by itself
    private final Queue<Runnable> tasks = new ArrayDeque<>();
    // guarded by tasks
    private boolean running;

    /** @param onFailure is told what a task throws; the tasks after it run all the same */
    public Lane(ScheduledExecutorService timer, Consumer<Throwable> onFailure) {
        this.timer = timer;
        this.onFailure = onFailure;
    }

    public void run(Runnable task) {
        synchronized (tasks) {
            tasks.add(task);
            if (running) {
                return;
            }
            running = true;
        }
        for (var next = take(); next.isPresent(); next = take()) {
            try {
                next.get().run();
            } catch (Throwable thrown) {
                onFailure.accept(thrown);
            }
        }
    }

    private Optional<Runnable> take() {
        synchronized (tasks) {
            var next = Optional.ofNullable(tasks.poll());
            running = next.isPresent();
            return next;
        }
    }

    /** Runs {@code task} that much later. When the timer has ended, it never runs. */
    public Optional<Future<?>> after(long millis, Runnable task) {
        try {
            return Optional.of(timer.schedule(() -> run(task), millis, TimeUnit.MILLISECONDS));
        } catch (RejectedExecutionException ended) {
            return Optional.empty();
        }
    }
}
