package com.libswarm.runtime.internal.work;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** The threads of one runtime: one for timers, and those that may block, virtual where the JVM has them. */
public final class Threads implements AutoCloseable {

    // with platform threads; a program run by exec needs two
    private static final int MOST_BLOCKING = 512;

    private final ScheduledThreadPoolExecutor timer;
    private final ExecutorService blocking;

    public Threads() {
        timer = new ScheduledThreadPoolExecutor(1, named("libswarm-timer"));
        timer.setRemoveOnCancelPolicy(true);
        timer.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
        blocking = virtualOrPooled();
    }

    private static ExecutorService virtualOrPooled() {
        try {
            return (ExecutorService) Executors.class.getMethod("newVirtualThreadPerTaskExecutor").invoke(null);
        } catch (ReflectiveOperationException before21) {
            return new ThreadPoolExecutor(0, MOST_BLOCKING, 10, TimeUnit.SECONDS, new SynchronousQueue<>(), named("libswarm-blocking"));
        }
    }

    private static ThreadFactory named(String name) {
        AtomicInteger count = new AtomicInteger();
        return task -> {
            Thread thread = new Thread(task, name + "-" + count.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        };
    }

    public ScheduledThreadPoolExecutor timer() {
        return timer;
    }

    public ExecutorService blocking() {
        return blocking;
    }

    @Override
    public void close() {
        timer.shutdownNow();
        blocking.shutdownNow();
    }
}
