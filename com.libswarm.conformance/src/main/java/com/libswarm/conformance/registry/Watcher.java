package com.libswarm.conformance.registry;

import com.libswarm.api.Body;
import com.libswarm.api.Feed;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/**
 * One Watch: changes as JSON values, a line each. For a reader that is slow, the changes of one instance become one: what waits
 * is bounded by the number of instances.
 */
final class Watcher {

    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

    private final String prefix;
    private final Consumer<Watcher> ended;
    private final Feed feed = Feed.create(4 * 1024);
    private final AtomicInteger flushes = new AtomicInteger();

    // only touched inside a flush: what there was no room for
    private ByteBuffer refused = NOTHING;

    // guarded by this
    private final Map<String, String> changes = new LinkedHashMap<>();

    /**
     * @param prefix what the keys of the instances that are watched begin with
     * @param ended is told when the reader wants no more
     */
    Watcher(String prefix, Consumer<Watcher> ended) {
        this.prefix = prefix;
        this.ended = ended;
    }

    Body body() {
        return feed.body();
    }

    /** An instance is now so; {@link #flush} sends it. */
    synchronized void note(String key, String json) {
        if (prefix.endsWith("/") || prefix.isEmpty() ? key.startsWith(prefix) : key.equals(prefix)) {
            // what changes again moves to the end: it is as new as that
            changes.remove(key);
            changes.put(key, json);
        }
    }

    void begin() {
        feed.onCancel(() -> ended.accept(this));
        flush();
    }

    /** Gives the reader what he has room for. One thread does it for all that come meanwhile. */
    void flush() {
        if (flushes.getAndIncrement() > 0) {
            return;
        }
        int seen;
        do {
            seen = flushes.get();
            give();
        } while (flushes.addAndGet(-seen) > 0);
    }

    private void give() {
        for (ByteBuffer next = refused.hasRemaining() ? refused : next(); next.hasRemaining(); next = next()) {
            refused = NOTHING;
            if (!feed.offer(next)) {
                refused = next;
                feed.onRoom(this::flush);
                return;
            }
        }
    }

    private synchronized ByteBuffer next() {
        Iterator<String> first = changes.values().iterator();
        if (!first.hasNext()) {
            return NOTHING;
        }
        String json = first.next();
        first.remove();
        return ByteBuffer.wrap((json + "\n").getBytes(StandardCharsets.UTF_8));
    }

    void stop() {
        feed.fail(503, "The registry was stopped or replaced: watch again.");
    }
}
