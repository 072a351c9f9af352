package com.libswarm.swarmd.internal.wire;

import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ByteChannel;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Frames over a blocking channel. One thread reads; any thread writes. An interrupt of a thread that reads or writes closes a
 * socket's channel, so keep interrupts away from it.
 */
public final class FrameChannel implements Closeable {

    private static final int HEADER = 5;

    private final ByteChannel channel;
    private final ReentrantLock writing = new ReentrantLock();
    private final ByteBuffer header = ByteBuffer.allocate(HEADER);

    public FrameChannel(ByteChannel channel) {
        this.channel = channel;
    }

    /**
     * The next frame, waiting for it; empty when the other side has closed the channel between two frames.
     *
     * @throws IOException if the channel broke, or what came is no frame
     */
    public Optional<Frame> read() throws IOException {
        header.clear();
        if (!fill(header)) {
            return Optional.empty();
        }
        int type = header.get(0) & 0xff;
        int length = header.getInt(1);
        if (type >= FrameType.values().length || length < 0 || length > Frame.LIMIT) {
            throw new IOException("What came is no frame: type " + type + ", length " + length + ".");
        }
        byte[] payload = new byte[length];
        if (!fill(ByteBuffer.wrap(payload)) && length > 0) {
            throw new EOFException("The channel ended in the middle of a frame.");
        }
        return Optional.of(new Frame(FrameType.values()[type], payload));
    }

    /** False if the channel ended before the first byte. */
    private boolean fill(ByteBuffer buffer) throws IOException {
        while (buffer.hasRemaining()) {
            if (channel.read(buffer) < 0) {
                if (buffer.position() == 0) {
                    return false;
                }
                throw new EOFException("The channel ended in the middle of a frame.");
            }
        }
        return true;
    }

    /** Returns when the frame has been handed to the operating system. */
    public void write(Frame frame) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(HEADER + frame.payload().length);
        bytes.put((byte) frame.type().ordinal()).putInt(frame.payload().length).put(frame.payload()).flip();
        writing.lock();
        try {
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
        } finally {
            writing.unlock();
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
