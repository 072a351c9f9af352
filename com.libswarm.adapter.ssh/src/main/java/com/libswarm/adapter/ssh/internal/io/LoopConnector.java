package com.libswarm.adapter.ssh.internal.io;

import java.io.IOException;
import java.net.SocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.SocketChannel;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.sshd.common.AttributeRepository;
import org.apache.sshd.common.io.DefaultIoConnectFuture;
import org.apache.sshd.common.io.IoConnectFuture;
import org.apache.sshd.common.io.IoConnector;
import org.apache.sshd.common.io.IoHandler;
import org.apache.sshd.common.io.IoServiceEventListener;
import org.apache.sshd.common.io.IoSession;
import org.apache.sshd.common.util.closeable.AbstractCloseable;

/** Connects in the call, which therefore blocks: those who make connections here may. */
final class LoopConnector extends AbstractCloseable implements IoConnector {

    private static final int CONNECT_MILLIS = 10_000;

    private final Loop loop;
    private final IoHandler handler;
    private final Map<Long, IoSession> sessions = new ConcurrentHashMap<>();
    private volatile IoServiceEventListener listener;

    LoopConnector(Loop loop, IoHandler handler) {
        this.loop = loop;
        this.handler = handler;
    }

    @Override
    public IoConnectFuture connect(SocketAddress target, AttributeRepository context, SocketAddress local) {
        var future = new DefaultIoConnectFuture(target, null);
        try {
            SocketChannel socket = open(target);
            var session = new LoopSession(this, loop, handler, socket);
            if (context != null) {
                session.setAttribute(AttributeRepository.class, context);
            }
            sessions.put(session.getId(), session);
            loop.execute(() -> begin(session, future));
        } catch (IOException | RuntimeException failed) {
            future.setException(failed);
        }
        return future;
    }

    private static SocketChannel open(SocketAddress target) throws IOException {
        SocketChannel socket = SocketChannel.open();
        try {
            socket.socket().connect(target, CONNECT_MILLIS);
            socket.setOption(StandardSocketOptions.TCP_NODELAY, true);
            socket.configureBlocking(false);
            return socket;
        } catch (IOException | RuntimeException failed) {
            socket.close();
            throw failed;
        }
    }

    private void begin(LoopSession session, DefaultIoConnectFuture future) {
        try {
            handler.sessionCreated(session);
            future.setSession(session);
            session.startReading();
        } catch (Exception failed) {
            session.close(true);
            future.setException(failed);
        }
    }

    void closed(LoopSession session) {
        sessions.remove(session.getId());
    }

    @Override
    public Map<Long, IoSession> getManagedSessions() {
        return Map.copyOf(sessions);
    }

    @Override
    public IoServiceEventListener getIoServiceEventListener() {
        return listener;
    }

    @Override
    public void setIoServiceEventListener(IoServiceEventListener other) {
        listener = other;
    }

    @Override
    protected void doCloseImmediately() {
        List.copyOf(sessions.values()).forEach(session -> session.close(true));
        super.doCloseImmediately();
    }
}
