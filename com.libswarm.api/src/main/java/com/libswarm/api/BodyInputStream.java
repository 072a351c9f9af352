package com.libswarm.api;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.util.concurrent.Semaphore;

final class BodyInputStream extends InputStream {

    private final Body body;
    private ByteBuffer current = Body.NOTHING_YET;

    BodyInputStream(Body body) {
        this.body = body;
    }

    @Override
    public int read() throws IOException {
        return fill() ? current.get() & 0xff : -1;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        if (!fill()) {
            return -1;
        }
        int n = Math.min(length, current.remaining());
        current.get(bytes, offset, n);
        return n;
    }

    private boolean fill() throws IOException {
        while (current != Body.END && !current.hasRemaining()) {
            current = body.read();
            if (current == Body.NOTHING_YET) {
                Semaphore ready = new Semaphore(0);
                body.demand(ready::release);
                try {
                    ready.acquire();
                } catch (InterruptedException interrupted) {
                    Thread.currentThread().interrupt();
                    throw new InterruptedIOException("Interrupted while the writer of the body was slow.");
                }
            }
        }
        return current != Body.END;
    }

    @Override
    public int available() {
        return current.remaining();
    }

    @Override
    public void close() {
        current = Body.END;
        body.cancel();
    }
}
