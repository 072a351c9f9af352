package com.libswarm.swarmd.internal;

import com.libswarm.swarmd.internal.wire.Request;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.IntConsumer;

/**
 * A client's standard input as a stream for a command. What is read is given back to the client as credit, so a command that does not read
 * fills no memory, and signals are not stuck behind input. Reading can be interrupted. Closing it does nothing: in a
 * session one command's end is not the end of its input.
 */
final class InputWindow extends InputStream {

    private final IntConsumer credit;

    // guarded by this
    private final Deque<byte[]> chunks = new ArrayDeque<>();
    private int offset;
    private int waiting;
    private boolean ended;

    /** @param credit takes the number of bytes that have been read */
    InputWindow(IntConsumer credit) {
        this.credit = credit;
    }

    /** Bytes from the client. */
    synchronized void add(byte[] bytes) throws IOException {
        waiting += bytes.length;
        if (waiting > Request.INPUT_WINDOW) {
            throw new IOException("The client sent more input than it had credit for.");
        }
        if (bytes.length > 0) {
            chunks.add(bytes);
            notifyAll();
        }
    }

    /** No more bytes will come. */
    synchronized void end() {
        ended = true;
        notifyAll();
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] bytes, int start, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        int n = take(bytes, start, length);
        if (n > 0) {
            credit.accept(n);
        }
        return n;
    }

    private synchronized int take(byte[] bytes, int start, int length) throws IOException {
        try {
            while (chunks.isEmpty() && !ended) {
                wait();
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("Interrupted while waiting for input.");
        }
        if (chunks.isEmpty()) {
            return -1;
        }
        byte[] chunk = chunks.peek();
        int n = Math.min(length, chunk.length - offset);
        System.arraycopy(chunk, offset, bytes, start, n);
        offset += n;
        waiting -= n;
        if (offset == chunk.length) {
            chunks.remove();
            offset = 0;
        }
        return n;
    }

    @Override
    public synchronized int available() {
        return waiting;
    }
}
