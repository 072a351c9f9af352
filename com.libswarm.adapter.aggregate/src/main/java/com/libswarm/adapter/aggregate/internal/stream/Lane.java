package com.libswarm.adapter.aggregate.internal.stream;

import java.util.ArrayDeque;
import java.util.Queue;

/** Runs tasks one after the other, without a lock held and without a thread of its own: whoever comes first runs those of all. */
final class Lane {

    // guarded by this
    private final Queue<Runnable> tasks = new ArrayDeque<>();
    private boolean running;

    void run(Runnable task) {
        synchronized (this) {
            tasks.add(task);
            if (running) {
                return;
            }
            running = true;
        }
        for (Runnable next = take(); next != null; next = take()) {
            try {
                next.run();
            } catch (Throwable thrown) {
                synchronized (this) {
                    running = false;
                }
                throw thrown;
            }
        }
    }

    private synchronized Runnable take() {
        Runnable next = tasks.poll();
        running = next != null;
        return next;
    }
}
