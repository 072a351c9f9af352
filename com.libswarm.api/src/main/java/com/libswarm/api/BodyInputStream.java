package com.libswarm.api;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.util.concurrent.Semaphore;

/** One thread reads; any thread closes. */
final class BodyInputStream extends InputStream {

    private final Body body;
    private final Semaphore ready = new Semaphore(0);
    private final byte[] one = new byte[1];
    private ByteBuffer current = Body.NOTHING_YET;

    // guarded by this
    private boolean reading;
    private boolean closed;

    BodyInputStream(Body body) {
        this.body = body;
    }

    @Override
    public int read() throws IOException {
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        while (begin()) {
            try {
                if (current != Body.END && !current.hasRemaining()) {
                    current = body.read();
                }
                if (current == Body.END) {
                    return -1;
                }
                if (current != Body.NOTHING_YET) {
                    int n = Math.min(length, current.remaining());
                    current.get(bytes, offset, n);
                    return n;
                }
            } finally {
                end();
            }
            await();
        }
        return -1;
    }

    private void await() throws InterruptedIOException {
        body.demand(ready::release);
        try {
            ready.acquire();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("Interrupted while the writer of the body was slow.");
        }
    }

    private synchronized boolean begin() {
        reading = !closed;
        return reading;
    }

    private void end() {
        boolean closedMeanwhile;
        synchronized (this) {
            reading = false;
            closedMeanwhile = closed;
        }
        if (closedMeanwhile) {
            body.cancel();
        }
    }

    @Override
    public int available() {
        return current.remaining();
    }

    @Override
    public void close() {
        synchronized (this) {
            closed = true;
            if (reading) {
                // bytes that are being copied must stay where they are, so the reader cancels when it has them
                return;
            }
        }
        body.cancel();
        ready.release();
    }
}
