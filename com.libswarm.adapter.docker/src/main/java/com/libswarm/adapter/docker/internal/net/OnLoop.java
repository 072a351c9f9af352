package com.libswarm.adapter.docker.internal.net;

import io.netty.channel.EventLoop;
import java.util.concurrent.RejectedExecutionException;

/** Brings work to the loop that it belongs to. */
public final class OnLoop {

    private OnLoop() {
    }

    /**
     * Runs {@code task} on {@code loop}: now, if this is it.
     *
     * @param ended run here instead, if the loop has ended
     */
    public static void run(EventLoop loop, Runnable task, Runnable ended) {
        if (loop.inEventLoop()) {
            task.run();
            return;
        }
        try {
            loop.execute(task);
        } catch (RejectedExecutionException shutDown) {
            ended.run();
        }
    }
}
