package com.libswarm.api;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.Queue;

final class BoundedFeed implements Feed, Body {

    private final int capacity;
    private final long length;
    private final Demand reader = new Demand();
    private final Demand writer = new Demand();

    // guarded by this
    private final Queue<ByteBuffer> queue = new ArrayDeque<>(4);
    private int queued;
    private int refused;
    private boolean ended;
    private boolean endRead;
    private boolean cancelled;
    private Optional<BrokenBodyException> broken = Optional.empty();
    private Head trailer = Head.EMPTY;
    private Optional<Runnable> onCancel = Optional.empty();

    BoundedFeed(int capacity, long length) {
        this.capacity = capacity;
        this.length = length;
    }

    @Override
    public Body body() {
        return this;
    }

    @Override
    public boolean offer(ByteBuffer bytes) {
        synchronized (this) {
            if (ended || cancelled || !bytes.hasRemaining()) {
                return true;
            }
            if (queued > 0 && bytes.remaining() > capacity - queued) {
                refused = bytes.remaining();
                return false;
            }
            refused = 0;
            queue.add(bytes);
            queued += bytes.remaining();
        }
        reader.signal();
        return true;
    }

    @Override
    public void onRoom(Runnable action) {
        writer.await(action, this::hasRoom);
    }

    // room for what was refused, and for half of the feed at least, so that the writer is not woken for each byte
    private synchronized boolean hasRoom() {
        return queued == 0 || Math.max(refused, capacity / 2) <= capacity - queued || ended || cancelled;
    }

    @Override
    public ByteBuffer read() throws IOException {
        ByteBuffer bytes;
        synchronized (this) {
            if (queue.isEmpty()) {
                if (broken.isPresent()) {
                    endRead = true;
                    throw broken.get();
                }
                endRead = ended;
                return ended || cancelled ? END : NOTHING_YET;
            }
            bytes = queue.remove();
            queued -= bytes.remaining();
        }
        if (hasRoom()) {
            writer.signal();
        }
        return bytes;
    }

    @Override
    public void demand(Runnable ready) {
        reader.await(ready, this::isReadable);
    }

    private synchronized boolean isReadable() {
        return !queue.isEmpty() || ended || cancelled;
    }

    @Override
    public void cancel() {
        Optional<Runnable> told;
        synchronized (this) {
            if (cancelled || endRead) {
                return;
            }
            cancelled = true;
            queue.clear();
            queued = 0;
            // a writer that has ended is past caring
            told = ended ? Optional.empty() : onCancel;
            onCancel = Optional.empty();
        }
        told.ifPresent(Runnable::run);
        writer.signal();
        reader.signal();
    }

    @Override
    public void onCancel(Runnable action) {
        synchronized (this) {
            if (!cancelled) {
                if (!ended) {
                    onCancel = Optional.of(action);
                }
                return;
            }
            if (ended) {
                return;
            }
        }
        action.run();
    }

    @Override
    public synchronized boolean isCancelled() {
        return cancelled;
    }

    @Override
    public void end() {
        end(Head.EMPTY);
    }

    @Override
    public void end(Head fields) {
        finish(Optional.empty(), fields);
    }

    @Override
    public void fail(int status, String sentence) {
        finish(Optional.of(new BrokenBodyException(status, sentence)), Head.EMPTY);
    }

    private void finish(Optional<BrokenBodyException> why, Head fields) {
        synchronized (this) {
            if (ended) {
                return;
            }
            ended = true;
            broken = cancelled ? Optional.empty() : why;
            trailer = fields;
            onCancel = Optional.empty();
        }
        reader.signal();
    }

    @Override
    public long length() {
        return length;
    }

    @Override
    public synchronized Head trailer() {
        return endRead && broken.isEmpty() ? trailer : Head.EMPTY;
    }

    @Override
    public OutputStream out() {
        return new FeedOutputStream(this);
    }
}
