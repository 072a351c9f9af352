package com.libswarm.adapter.docker.internal.client;

import io.netty.channel.EventLoop;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/**
 * The connections to an engine that wait for another request on one event loop, where everything happens. The one that was used last is
 * taken first. Those that were not needed for a while are closed: an engine keeps them for ever, so that a burst of requests would cost it
 * their number for ever.
 */
final class IdleConnections {

    /** With fewer than there are requests at a time, each burst would close some and connect anew. */
    private static final int LIMIT = 512;

    private final EventLoop loop;
    private final Duration spell;
    private final Deque<EngineConnection> waiting = new ArrayDeque<>();
    private Optional<Future<?>> look = Optional.empty();
    /** As many as have waited at any time since the last look. */
    private int unneeded;

    /** @param spell how long one may wait at least; the longest is twice that */
    IdleConnections(EventLoop loop, Duration spell) {
        this.loop = loop;
        this.spell = spell;
    }

    Optional<EngineConnection> take() {
        EngineConnection taken = waiting.poll();
        while (taken != null && !taken.isUsable()) {
            taken = waiting.poll();
        }
        unneeded = Math.min(unneeded, waiting.size());
        return Optional.ofNullable(taken);
    }

    void add(EngineConnection connection) {
        if (waiting.size() >= LIMIT) {
            connection.channel().close();
            return;
        }
        waiting.push(connection);
        if (look.isEmpty()) {
            lookLater();
        }
    }

    private void lookLater() {
        unneeded = waiting.size();
        look = Optional.of(loop.schedule(this::look, spell.toMillis(), TimeUnit.MILLISECONDS));
    }

    private void look() {
        look = Optional.empty();
        for (int i = unneeded; i > 0; i--) {
            waiting.pollLast().channel().close();
        }
        if (!waiting.isEmpty()) {
            lookLater();
        }
    }

    /** It has been closed. */
    void lost(EngineConnection connection) {
        waiting.remove(connection);
        unneeded = Math.min(unneeded, waiting.size());
    }

    void closeAll() {
        look.ifPresent(task -> task.cancel(false));
        look = Optional.empty();
        while (!waiting.isEmpty()) {
            waiting.poll().channel().close();
        }
    }
}
