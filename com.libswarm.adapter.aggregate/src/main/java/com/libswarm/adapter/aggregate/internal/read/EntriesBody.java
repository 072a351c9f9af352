package com.libswarm.adapter.aggregate.internal.read;

import com.libswarm.adapter.aggregate.internal.node.Entry;
import com.libswarm.adapter.aggregate.internal.node.Pieces;
import com.libswarm.api.Body;
import com.libswarm.api.Demand;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;

/** A list of containers as a JSON array, written while it is read: it may have many megabytes, of which no more than a piece is held. */
final class EntriesBody implements Body {

    private static final int PIECE = 64 * 1024;

    private final List<Entry> entries;
    private final long now;
    private final Demand demand = new Demand();
    private final Piece piece = new Piece();
    private int next;
    private boolean ended;
    private volatile boolean cancelled;

    /** @param now the moment of which it tells */
    EntriesBody(List<Entry> entries, long now) {
        this.entries = entries;
        this.now = now;
    }

    @Override
    public ByteBuffer read() {
        if (ended || cancelled) {
            return END;
        }
        piece.clear();
        if (next == 0) {
            piece.put('[');
        }
        while (next < entries.size() && piece.size < PIECE) {
            if (next > 0) {
                piece.put(',');
            }
            entries.get(next++).write(now, piece);
        }
        if (next == entries.size()) {
            piece.put(']');
            piece.put('\n');
            ended = true;
        }
        return ByteBuffer.wrap(piece.bytes, 0, piece.size);
    }

    @Override
    public void demand(Runnable ready) {
        demand.await(ready, () -> true);
    }

    @Override
    public void cancel() {
        cancelled = true;
    }

    /** What is read at once; its memory is used again. */
    private static final class Piece implements Pieces {

        private byte[] bytes = new byte[0];
        private int size;

        void clear() {
            size = 0;
        }

        void put(char ascii) {
            room(1);
            bytes[size++] = (byte) ascii;
        }

        @Override
        public void put(byte[] from, int start, int length) {
            room(length);
            System.arraycopy(from, start, bytes, size, length);
            size += length;
        }

        private void room(int more) {
            if (size + more > bytes.length) {
                int wanted = Math.max(size + more, bytes.length == 0 ? PIECE / 4 : 2 * bytes.length);
                bytes = Arrays.copyOf(bytes, wanted);
            }
        }
    }
}
