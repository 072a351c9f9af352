package com.libswarm.swarmd.internal;

import com.libswarm.swarmd.internal.wire.Frame;
import com.libswarm.swarmd.internal.wire.FrameChannel;
import com.libswarm.swarmd.internal.wire.FrameType;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;

/**
 * Frames that wait to be written to a client, by one thread: those who have frames may be interrupted, and an interrupt while
 * writing would close the socket. A slow client makes them wait.
 */
final class Outbox implements Runnable {

    private static final int CAPACITY = 16;
    private static final int CHUNK = 16 * 1024;

    private final FrameChannel channel;
    private final BlockingQueue<Frame> queue = new ArrayBlockingQueue<>(CAPACITY);
    private volatile boolean broken;

    Outbox(FrameChannel channel) {
        this.channel = channel;
    }

    /** Writes until the EXIT frame is written or the client is gone. */
    @Override
    public void run() {
        try {
            Frame frame;
            do {
                frame = queue.take();
                channel.write(frame);
            } while (frame.type() != FrameType.EXIT);
        } catch (IOException | InterruptedException gone) {
            broken = true;
            queue.clear();
        }
    }

    /** @throws IOException if the client is gone, or the thread was interrupted while it waited */
    void put(Frame frame) throws IOException {
        if (broken) {
            throw new IOException("The client is gone.");
        }
        try {
            queue.put(frame);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("Interrupted while the client was slow.");
        }
    }

    /** Bytes written to it go to the client in frames of this type, at once. Closing it does nothing. */
    OutputStream stream(FrameType type) {
        return new OutputStream() {
            @Override
            public void write(int b) throws IOException {
                write(new byte[] {(byte) b}, 0, 1);
            }

            @Override
            public void write(byte[] bytes, int offset, int length) throws IOException {
                for (int from = offset; from < offset + length; from += CHUNK) {
                    put(Frame.of(type, bytes, from, Math.min(CHUNK, offset + length - from)));
                }
            }
        };
    }
}
