package com.libswarm.adapter.ssh.internal.stream;

import com.libswarm.adapter.ssh.internal.io.Loop;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import org.apache.sshd.common.io.IoWriteFuture;

/**
 * What comes from a local socket: its first bytes are kept until there is a channel, then all goes there, as fast as the channel's
 * window lets it. On the loop's thread, but for {@link #room}; nothing here blocks.
 */
final class Upstream {

    /** What is next. */
    enum Next {
        /** To read when the socket has more. */
        READ,
        /** To go on when it says so: until then the socket is not read. */
        WAIT,
        /** Nothing: the socket's direction has ended. */
        END
    }

    private static final int FIRST_LIMIT = 64 * 1024;
    /** How much is sent for one connection before the others have their turn. */
    private static final int TURNS = 8;

    private final Loop loop;
    private final SocketChannel local;
    private final Runnable goOn;
    private ByteBuffer first = ByteBuffer.allocate(0);
    private boolean ended;
    private volatile boolean waitsForRoom;

    /** @param goOn run on the loop's thread when there may be room again */
    Upstream(Loop loop, SocketChannel local, Runnable goOn) {
        this.loop = loop;
        this.local = local;
        this.goOn = goOn;
    }

    /** Whether there are first bytes, which ask for a channel: who connects and says nothing needs none. */
    boolean hasFirst() {
        return first.hasRemaining();
    }

    boolean hasEnded() {
        return ended;
    }

    /** Reads first bytes, while there is no channel. */
    Next collect() throws IOException {
        ByteBuffer bytes = loop.buffer();
        bytes.limit(FIRST_LIMIT - first.remaining());
        int n = local.read(bytes);
        if (n < 0) {
            return Next.END;
        }
        first = ByteBuffer.allocate(first.remaining() + n).put(first).put(bytes.flip()).flip();
        return first.remaining() < FIRST_LIMIT ? Next.READ : Next.WAIT;
    }

    /** Sends what has come, or some of it. */
    Next carry(StreamChannel carrier) throws IOException {
        boolean perhapsMore = true;
        for (int turn = 0; turn < TURNS && perhapsMore && !ended; turn++) {
            int room = carrier.sendable();
            if (room <= 0) {
                waitForRoom(carrier);
                return Next.WAIT;
            }
            ByteBuffer bytes = next(room);
            perhapsMore = first.hasRemaining() || bytes.remaining() >= Math.min(room, bytes.capacity());
            if (bytes.hasRemaining()) {
                IoWriteFuture sent = carrier.send(bytes);
                if (!sent.isDone()) {
                    sent.addListener(done -> loop.execute(goOn));
                    return Next.WAIT;
                }
            }
        }
        if (ended) {
            return Next.END;
        }
        if (first.hasRemaining()) {
            loop.execute(goOn);
            return Next.WAIT;
        }
        return Next.READ;
    }

    /** Bytes to be sent; empty if there are none now. Notes the end. */
    private ByteBuffer next(int room) throws IOException {
        if (first.hasRemaining()) {
            int n = Math.min(room, first.remaining());
            ByteBuffer part = first.slice(first.position(), n);
            first.position(first.position() + n);
            return part;
        }
        ByteBuffer bytes = loop.buffer();
        bytes.limit(Math.min(bytes.capacity(), room));
        ended = local.read(bytes) < 0;
        return bytes.flip();
    }

    private void waitForRoom(StreamChannel carrier) {
        waitsForRoom = true;
        // it may have come before that was said
        if (carrier.sendable() > 0) {
            room();
        }
    }

    /** The channel's window has opened. Any thread. */
    void room() {
        if (waitsForRoom) {
            waitsForRoom = false;
            loop.execute(goOn);
        }
    }
}
