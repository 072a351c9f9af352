package com.libswarm.runtime.internal.deploy;

import com.libswarm.api.Failure;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** The one thread that changes what is deployed, one change after the other. It ends when it has been idle for a while. */
final class DeployThread implements AutoCloseable {

    private static final long IDLE_SECONDS = 10;

    private final ThreadPoolExecutor executor =
            new ThreadPoolExecutor(1, 1, IDLE_SECONDS, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), DeployThread::thread);

    DeployThread() {
        executor.allowCoreThreadTimeOut(true);
    }

    private static Thread thread(Runnable tasks) {
        Thread thread = new Thread(tasks, "libswarm-deploy");
        thread.setDaemon(true);
        return thread;
    }

    /** Waits for the result of {@code change}, and throws what it throws. */
    <T> T call(Supplier<T> change) {
        Future<T> running;
        try {
            running = executor.submit(change::get);
        } catch (RejectedExecutionException closed) {
            throw new Failure(503, "Nothing is deployed any more: the runtime is being stopped.", closed);
        }
        try {
            return running.get();
        } catch (ExecutionException thrown) {
            throw Failure.of(thrown.getCause());
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new Failure(499, "Nobody waits for it any more, but it goes on: swarm:deployments tells what came of it.");
        }
    }

    void run(Runnable change) {
        try {
            executor.execute(change);
        } catch (RejectedExecutionException closed) {
            // the framework stops, and all bundles with it
        }
    }

    @Override
    public void close() {
        executor.shutdownNow();
    }
}
