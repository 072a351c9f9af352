package com.libswarm.adapter.simulator;

import com.libswarm.adapter.simulator.internal.program.Lane;
import com.libswarm.api.Body;
import com.libswarm.api.Feed;
import java.nio.ByteBuffer;
import java.util.Optional;

/** The writing end of one reply's body, used on the lane only: {@link Feed}'s callbacks come back to it. */
final class Outlet {

    private static final int CAPACITY = 64 * 1024;

    private final Lane lane;
    private final Feed feed = Feed.create(CAPACITY);
    private final Runnable onClosed;
    private Optional<ByteBuffer> pending = Optional.empty();
    private boolean ending;
    private boolean closed;

    Outlet(Lane lane, Runnable onClosed) {
        this.lane = lane;
        this.onClosed = onClosed;
    }

    Body body() {
        return feed.body();
    }

    /** Whether it took the bytes; if not, {@link #onRoom} tells when to try again. */
    boolean offer(byte[] bytes) {
        return feed.offer(ByteBuffer.wrap(bytes));
    }

    void onRoom(Runnable action) {
        feed.onRoom(() -> lane.run(action));
    }

    /** Writes {@code bytes} as soon as there is room, then runs {@code taken}. One write at a time. */
    void write(byte[] bytes, Runnable taken) {
        if (offer(bytes)) {
            taken.run();
            return;
        }
        pending = Optional.of(ByteBuffer.wrap(bytes));
        onRoom(() -> writePending(taken));
    }

    private void writePending(Runnable taken) {
        if (pending.isPresent() && !feed.offer(pending.get())) {
            onRoom(() -> writePending(taken));
            return;
        }
        pending = Optional.empty();
        if (ending) {
            feed.end();
        }
        taken.run();
    }

    /** The reader went away before the end. */
    void onGone(Runnable action) {
        feed.onCancel(() -> lane.run(() -> {
            close();
            action.run();
        }));
    }

    /** No more, after what is still to be written. */
    void end() {
        close();
        if (pending.isPresent()) {
            ending = true;
        } else {
            feed.end();
        }
    }

    void fail(int status, String sentence) {
        close();
        feed.fail(status, sentence);
    }

    private void close() {
        if (!closed) {
            closed = true;
            onClosed.run();
        }
    }
}
