package com.libswarm.api;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.concurrent.Semaphore;

final class FeedOutputStream extends OutputStream {

    private static final int CHUNK = 16 * 1024;

    private final Feed feed;

    FeedOutputStream(Feed feed) {
        this.feed = feed;
    }

    @Override
    public void write(int b) throws IOException {
        write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        for (int from = offset; from < offset + length; from += CHUNK) {
            int to = Math.min(from + CHUNK, offset + length);
            put(ByteBuffer.wrap(Arrays.copyOfRange(bytes, from, to)));
        }
    }

    private void put(ByteBuffer chunk) throws IOException {
        while (!feed.offer(chunk)) {
            Semaphore room = new Semaphore(0);
            feed.onRoom(room::release);
            try {
                room.acquire();
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
                throw new InterruptedIOException("Interrupted while the reader of the body was slow.");
            }
        }
        if (feed.isCancelled()) {
            throw new IOException("The reader of the body wants no more.");
        }
    }

    @Override
    public void close() {
        feed.end();
    }
}
