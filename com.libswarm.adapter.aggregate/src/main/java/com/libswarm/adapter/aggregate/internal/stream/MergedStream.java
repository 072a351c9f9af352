package com.libswarm.adapter.aggregate.internal.stream;

import com.libswarm.api.Body;
import com.libswarm.api.Feed;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Several streams of JSON objects as one: events, progress. Whole objects go out in the order in which they come; while the reader
 * does not keep up, none is read from any of them. Thread-safe; what it calls back, it calls one at a time.
 */
public final class MergedStream {

    private static final int CAPACITY = 64 * 1024;
    private static final int MOST_WAITING = 1_000;

    private final Lane lane = new Lane();
    private final Feed feed = Feed.create(CAPACITY);
    private final Runnable onClosed;

    // used on the lane
    private final Set<Source> sources = new LinkedHashSet<>();
    private final Queue<ByteBuffer> waiting = new ArrayDeque<>();
    private boolean ending;
    private boolean closed;

    /** @param onClosed called once, when the stream has been ended or its reader wants no more */
    public MergedStream(Runnable onClosed) {
        this.onClosed = onClosed;
        feed.onCancel(() -> lane.run(this::close));
    }

    /** What comes out. */
    public Body body() {
        return feed.body();
    }

    /**
     * Adds a stream.
     *
     * @param each what becomes of each of its objects, or nothing
     * @param onEnd told when it has ended: empty, or why it broke off. Not when it is cancelled.
     * @return cancels it
     */
    public Runnable add(Body body, Function<String, Optional<String>> each, Consumer<Optional<Throwable>> onEnd) {
        var source = new Source(body, each, onEnd);
        lane.run(() -> {
            if (closed || ending) {
                body.cancel();
                return;
            }
            sources.add(source);
            source.read();
        });
        return () -> lane.run(source::cancel);
    }

    /** Adds one object of its own. */
    public void put(String json) {
        lane.run(() -> {
            write(json);
            flush();
        });
    }

    /** The same, unless the reader is a thousand objects behind. */
    public void offer(String json) {
        lane.run(() -> {
            if (waiting.size() < MOST_WAITING) {
                write(json);
                flush();
            }
        });
    }

    /** Ends it, once all that has been read is out. */
    public void end() {
        lane.run(() -> {
            ending = true;
            List.copyOf(sources).forEach(Source::cancel);
            flush();
        });
    }

    private void write(String json) {
        waiting.add(ByteBuffer.wrap((json + "\n").getBytes(StandardCharsets.UTF_8)));
    }

    private void flush() {
        while (!closed && !waiting.isEmpty()) {
            if (!feed.offer(waiting.peek())) {
                feed.onRoom(() -> lane.run(this::goOn));
                return;
            }
            waiting.remove();
        }
        if (ending && !closed) {
            feed.end();
            close();
        }
    }

    private void goOn() {
        flush();
        if (waiting.isEmpty()) {
            List.copyOf(sources).forEach(Source::read);
        }
    }

    private void close() {
        if (!closed) {
            closed = true;
            List.copyOf(sources).forEach(Source::cancel);
            onClosed.run();
        }
    }

    private final class Source {

        private final Body body;
        private final JsonValues values;
        private final Consumer<Optional<Throwable>> onEnd;
        private boolean asked;

        Source(Body body, Function<String, Optional<String>> each, Consumer<Optional<Throwable>> onEnd) {
            this.body = body;
            this.values = new JsonValues(json -> each.apply(json).ifPresent(MergedStream.this::write));
            this.onEnd = onEnd;
        }

        void read() {
            try {
                while (waiting.isEmpty() && sources.contains(this) && !asked) {
                    ByteBuffer bytes = body.read();
                    if (bytes == Body.END) {
                        ended(Optional.empty());
                    } else if (bytes == Body.NOTHING_YET) {
                        asked = true;
                        body.demand(() -> lane.run(() -> {
                            asked = false;
                            read();
                        }));
                    } else {
                        values.feed(bytes);
                        // next time the others come first
                        sources.remove(this);
                        sources.add(this);
                        flush();
                    }
                }
            } catch (IOException | RuntimeException broken) {
                body.cancel();
                ended(Optional.of(broken));
            }
        }

        private void ended(Optional<Throwable> why) {
            if (sources.remove(this)) {
                onEnd.accept(why);
            }
        }

        void cancel() {
            if (sources.remove(this)) {
                body.cancel();
            }
        }
    }
}
