package com.libswarm.adapter.docker.internal.server;

import io.netty.channel.Channel;
import io.netty.util.concurrent.ScheduledFuture;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** How long a client may take for what it has begun to send. On the channel's loop. */
final class HeadTimer {

    private final Channel channel;
    private final Duration time;
    private final Runnable late;
    private Optional<ScheduledFuture<?>> running = Optional.empty();

    /** @param late run when the time is over */
    HeadTimer(Channel channel, Duration time, Runnable late) {
        this.channel = channel;
        this.time = time;
        this.late = late;
    }

    /** Starts it anew. */
    void start() {
        stop();
        running = Optional.of(channel.eventLoop().schedule(late, time.toMillis(), TimeUnit.MILLISECONDS));
    }

    /** Starts it, unless it runs. */
    void startOnce() {
        if (running.isEmpty()) {
            start();
        }
    }

    void stop() {
        if (running.isPresent()) {
            running.get().cancel(false);
            running = Optional.empty();
        }
    }

    Duration time() {
        return time;
    }
}
