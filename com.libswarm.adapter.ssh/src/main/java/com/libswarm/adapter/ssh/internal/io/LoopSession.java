package com.libswarm.adapter.ssh.internal.io;

import java.io.IOException;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.sshd.common.future.CloseFuture;
import org.apache.sshd.common.io.AbstractIoWriteFuture;
import org.apache.sshd.common.io.IoHandler;
import org.apache.sshd.common.io.IoService;
import org.apache.sshd.common.io.IoSession;
import org.apache.sshd.common.io.IoWriteFuture;
import org.apache.sshd.common.util.Readable;
import org.apache.sshd.common.util.buffer.Buffer;
import org.apache.sshd.common.util.closeable.AbstractCloseable;

/**
 * A connection of MINA's on a loop. What comes is handled on the loop's thread; what is written goes to the socket in the call, on any
 * thread, and only what the socket does not take at once waits for the loop.
 */
public final class LoopSession extends AbstractCloseable implements IoSession {

    private static final AtomicLong IDS = new AtomicLong();
    private static final int READ_SIZE = 64 * 1024;
    /** How often is read for one connection before the others have their turn. */
    private static final int TURNS = 4;

    private final long id = IDS.incrementAndGet();
    private final LoopConnector service;
    private final IoHandler handler;
    private final SocketChannel socket;
    private final SocketAddress local;
    private final SocketAddress remote;
    private final Map<Object, Object> attributes = new ConcurrentHashMap<>();
    private final Queue<Write> writes = new ConcurrentLinkedQueue<>();
    private final Object writing = new Object();
    private volatile Loop loop;
    private volatile boolean suspended;

    // on the loop's thread
    private final ByteBuffer received = ByteBuffer.allocate(READ_SIZE);
    private SelectionKey key;

    /** Bytes that wait for the socket. */
    private static final class Write extends AbstractIoWriteFuture {

        private final ByteBuffer bytes;

        Write(Object id, ByteBuffer bytes) {
            super(id, null);
            this.bytes = bytes;
        }
    }

    LoopSession(LoopConnector service, Loop loop, IoHandler handler, SocketChannel socket) throws IOException {
        this.service = service;
        this.loop = loop;
        this.handler = handler;
        this.socket = socket;
        this.local = socket.getLocalAddress();
        this.remote = socket.getRemoteAddress();
    }

    /** On the loop's thread. */
    void startReading() throws IOException {
        if (socket.isOpen()) {
            key = loop.register(socket, operations(), this::ready);
        }
    }

    /** Another loop serves it from now on. */
    public void moveTo(Loop other) {
        Loop before = loop;
        before.execute(() -> {
            key.cancel();
            loop = other;
            other.execute(() -> {
                try {
                    startReading();
                } catch (IOException gone) {
                    failed(gone);
                }
            });
        });
    }

    private int operations() {
        return (suspended ? 0 : SelectionKey.OP_READ) | (writes.isEmpty() ? 0 : SelectionKey.OP_WRITE);
    }

    private void update() {
        Loop now = loop;
        if (!now.isHere()) {
            now.execute(this::update);
        } else if (key != null && key.isValid()) {
            key.interestOps(operations());
        }
    }

    private void ready() {
        try {
            if (key.isValid() && key.isWritable()) {
                flush();
            }
            for (int turn = 0; turn < TURNS && key.isValid() && key.isReadable() && !suspended && isOpen(); turn++) {
                int n = socket.read(received.clear());
                if (n < 0) {
                    close(true);
                    return;
                }
                if (n > 0) {
                    handler.messageReceived(this, Readable.readable(received.flip()));
                }
                if (n < READ_SIZE) {
                    // there was no more
                    return;
                }
            }
        } catch (Exception failed) {
            failed(failed);
        }
    }

    private void failed(Exception why) {
        try {
            if (isOpen()) {
                handler.exceptionCaught(this, why);
            }
        } catch (Exception worse) {
            // it is closed anyway
        }
        close(true);
    }

    @Override
    public IoWriteFuture writeBuffer(Buffer buffer) {
        var write = new Write(this, ByteBuffer.wrap(buffer.array(), buffer.rpos(), buffer.available()));
        if (isClosing()) {
            write.setValue(new ClosedChannelException());
            return write;
        }
        boolean whole;
        synchronized (writing) {
            try {
                if (writes.isEmpty()) {
                    socket.write(write.bytes);
                }
                whole = !write.bytes.hasRemaining();
                if (!whole) {
                    writes.add(write);
                }
            } catch (IOException gone) {
                write.setValue(gone);
                loop.execute(() -> failed(gone));
                return write;
            }
        }
        if (whole) {
            write.setValue(Boolean.TRUE);
        } else {
            update();
        }
        return write;
    }

    private void flush() throws IOException {
        List<Write> written = new ArrayList<>();
        synchronized (writing) {
            for (Write next = writes.peek(); next != null; next = writes.peek()) {
                socket.write(next.bytes);
                if (next.bytes.hasRemaining()) {
                    break;
                }
                written.add(writes.remove());
            }
        }
        written.forEach(write -> write.setValue(Boolean.TRUE));
        update();
    }

    @Override
    protected CloseFuture doCloseGracefully() {
        return builder().when(toString(), writes).build().close(false);
    }

    @Override
    protected void doCloseImmediately() {
        for (Write write = writes.poll(); write != null; write = writes.poll()) {
            write.setValue(new ClosedChannelException());
        }
        try {
            socket.close();
        } catch (IOException alreadyGone) {
            // there is nothing left to end
        }
        // a socket ends when the selector lets go of it
        loop.execute(() -> { });
        service.closed(this);
        super.doCloseImmediately();
        try {
            handler.sessionClosed(this);
        } catch (Exception ended) {
            // nobody is left whom it concerns
        }
        attributes.clear();
    }

    @Override
    public void shutdownOutputStream() throws IOException {
        socket.shutdownOutput();
    }

    @Override
    public void suspendRead() {
        suspended = true;
        update();
    }

    @Override
    public void resumeRead() {
        suspended = false;
        update();
    }

    @Override
    public long getId() {
        return id;
    }

    @Override
    public IoService getService() {
        return service;
    }

    @Override
    public SocketAddress getLocalAddress() {
        return local;
    }

    @Override
    public SocketAddress getRemoteAddress() {
        return remote;
    }

    @Override
    public SocketAddress getAcceptanceAddress() {
        return null;
    }

    @Override
    public Object getAttribute(Object name) {
        return attributes.get(name);
    }

    @Override
    public Object setAttribute(Object name, Object value) {
        return attributes.put(name, value);
    }

    @Override
    public Object setAttributeIfAbsent(Object name, Object value) {
        return attributes.putIfAbsent(name, value);
    }

    @Override
    public Object removeAttribute(Object name) {
        return attributes.remove(name);
    }

    @Override
    public String toString() {
        return "connection " + id + " to " + remote;
    }
}
