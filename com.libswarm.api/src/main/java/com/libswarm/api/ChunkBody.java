package com.libswarm.api;

import java.nio.ByteBuffer;

/** A body that is all there from the start. */
final class ChunkBody implements Body {

    private final ByteBuffer[] chunks;
    private final Demand demand = new Demand();
    private final long length;
    private int next;
    private volatile boolean cancelled;

    ChunkBody(ByteBuffer[] chunks) {
        this.chunks = new ByteBuffer[chunks.length];
        long sum = 0;
        for (int i = 0; i < chunks.length; i++) {
            this.chunks[i] = chunks[i].slice();
            sum += chunks[i].remaining();
        }
        length = sum;
    }

    @Override
    public ByteBuffer read() {
        while (next < chunks.length && !cancelled) {
            ByteBuffer chunk = chunks[next++];
            if (chunk.hasRemaining()) {
                return chunk;
            }
        }
        return END;
    }

    @Override
    public void demand(Runnable ready) {
        demand.await(ready, () -> true);
    }

    @Override
    public void cancel() {
        cancelled = true;
    }

    @Override
    public long length() {
        return length;
    }
}
