package com.libswarm.adapter.ssh.internal.stream;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;

/**
 * What goes to a local socket: at once if it takes it, otherwise kept, in order. As much as the channel's window is kept at most.
 * Thread-safe; nothing here blocks.
 */
final class Downstream {

    private final SocketChannel local;

    // guarded by this
    private final Deque<ByteBuffer> kept = new ArrayDeque<>();
    private boolean ended;
    private boolean endPassed;
    private boolean closing;
    private boolean gone;
    private boolean touched;
    private Optional<StreamChannel> carrier = Optional.empty();

    Downstream(SocketChannel local) {
        this.local = local;
    }

    synchronized void expects(StreamChannel channel) {
        carrier = Optional.of(channel);
    }

    synchronized Optional<StreamChannel> carrier() {
        return carrier;
    }

    /** @return how many bytes are gone from memory; of the rest a copy is kept */
    synchronized int write(byte[] data, int offset, int length) {
        touched = true;
        ByteBuffer bytes = ByteBuffer.wrap(data, offset, length);
        if (kept.isEmpty()) {
            pass(bytes);
        }
        if (gone) {
            return length;
        }
        int written = length - bytes.remaining();
        if (bytes.hasRemaining()) {
            kept.add(ByteBuffer.allocate(bytes.remaining()).put(bytes).flip());
        }
        return written;
    }

    private void pass(ByteBuffer bytes) {
        try {
            if (!gone) {
                local.write(bytes);
            }
        } catch (IOException closed) {
            gone = true;
            kept.clear();
        }
    }

    /** Writes what is kept. @return how many bytes are gone from memory */
    synchronized int flush() {
        int written = 0;
        while (!kept.isEmpty()) {
            ByteBuffer bytes = kept.peek();
            int before = bytes.remaining();
            pass(bytes);
            if (gone) {
                return 0;
            }
            written += before - bytes.remaining();
            if (bytes.hasRemaining()) {
                return written;
            }
            kept.remove();
        }
        passEnd();
        return written;
    }

    private void passEnd() {
        if (ended && !endPassed && kept.isEmpty()) {
            endPassed = true;
            try {
                local.shutdownOutput();
            } catch (IOException closed) {
                gone = true;
            }
        }
    }

    /** There will be no more bytes: the socket's direction ends behind the last. */
    synchronized void end() {
        ended = true;
        passEnd();
    }

    /** Writes an answer, the last bytes of all. @return whether it is written whole */
    synchronized boolean answer(ByteBuffer bytes) {
        kept.add(bytes);
        ended = true;
        flush();
        return kept.isEmpty();
    }

    /** The channel is closed: when all is written, it is over. @return whether it is so now */
    synchronized boolean close() {
        closing = true;
        return isOver();
    }

    synchronized boolean isOver() {
        return gone || closing && kept.isEmpty();
    }

    /** Whether nothing is kept. */
    synchronized boolean isFlushed() {
        return kept.isEmpty();
    }

    /** Whether the socket's direction has ended. */
    synchronized boolean hasEnded() {
        return gone || endPassed;
    }

    /** Whether not one byte has come. */
    synchronized boolean isUntouched() {
        return !touched;
    }

    synchronized void discard() {
        gone = true;
        kept.clear();
    }
}
