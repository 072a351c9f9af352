package com.libswarm.adapter.docker.internal.server;

import com.libswarm.adapter.docker.internal.net.Channels;
import com.libswarm.adapter.docker.internal.net.Loops;
import com.libswarm.adapter.docker.internal.net.OnLoop;
import com.libswarm.api.Message;
import com.libswarm.api.adapter.Context;
import com.libswarm.api.adapter.Link;
import com.libswarm.api.adapter.Listener;
import com.libswarm.docker.internal.http.Json;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.EventLoop;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/** One {@code dockerserver} of a chain: its listeners and their connections. */
final class ServerLink implements Link {

    private final Context context;
    private final Loops loops;
    private final ServerLimits limits;
    private final Set<ServerConnection> connections = ConcurrentHashMap.newKeySet();
    private final CompletableFuture<Void> drained = new CompletableFuture<>();

    private volatile Optional<Loops.Lease> lease = Optional.empty();
    private volatile boolean draining;
    private volatile boolean stopped;

    ServerLink(Context context, Loops loops, ServerLimits limits) {
        this.context = context;
        this.loops = loops;
        this.limits = limits;
    }

    /** Messages come from clients, not from a link before; what somebody sends here goes on to the next link. */
    @Override
    public void send(Message message) {
        context.next().send(message);
    }

    @Override
    public void start() throws IOException {
        lease = Optional.of(loops.lease());
        for (String url : context.args()) {
            var listener = new CompletableFuture<Listener>();
            listener.complete(context.listen(url, (socket, received) -> accept(listener, socket, received)));
        }
    }

    private void accept(CompletableFuture<Listener> listener, SocketChannel socket, ByteBuffer received) {
        try {
            if (stopped || lease.isEmpty()) {
                socket.close();
            } else if (connections.size() >= limits.connections()) {
                refuse(socket);
            } else {
                take(listener, socket, received);
            }
        } catch (IOException gone) {
            context.log().log(System.Logger.Level.DEBUG, "A connection was lost while it was accepted: " + gone.getMessage());
            close(socket);
        }
    }

    private void take(CompletableFuture<Listener> listener, SocketChannel socket, ByteBuffer received) throws IOException {
        Channel channel = Channels.wrap(socket);
        EventLoop loop = lease.orElseThrow().next();
        var connection = new ServerConnection(this, context, socket, channel, listener);
        connections.add(connection);
        OnLoop.run(loop, () -> {
            channel.pipeline().addLast(connection);
            loop.register(channel).addListener(registered -> {
                if (!registered.isSuccess()) {
                    left(connection);
                } else if (received.hasRemaining()) {
                    channel.pipeline().fireChannelRead(Unpooled.copiedBuffer(received)).fireChannelReadComplete();
                }
                if (draining) {
                    connection.drain();
                }
            });
        }, () -> {
            left(connection);
            close(socket);
        });
    }

    private void refuse(SocketChannel socket) throws IOException {
        String body = Json.error("Too many connections: " + limits.connections() + " are open here. Close some, or try again later.");
        socket.write(StandardCharsets.UTF_8.encode("HTTP/1.1 503 Service Unavailable\r\nContent-Type: application/json\r\n"
                + "Connection: close\r\nContent-Length: " + body.getBytes(StandardCharsets.UTF_8).length + "\r\n\r\n" + body));
        socket.close();
        context.log().log(System.Logger.Level.WARNING, limits.connections() + " connections are open; one more was refused.");
    }

    private static void close(SocketChannel socket) {
        try {
            socket.close();
        } catch (IOException gone) {
            // closed is what it is to be
        }
    }

    /** A connection has been closed or given back. */
    void left(ServerConnection connection) {
        connections.remove(connection);
        if (draining && connections.isEmpty()) {
            drained.complete(null);
        }
    }

    ServerLimits limits() {
        return limits;
    }

    boolean isDraining() {
        return draining && !stopped;
    }

    @Override
    public CompletionStage<?> drain() {
        draining = true;
        connections.forEach(ServerConnection::drain);
        if (connections.isEmpty()) {
            drained.complete(null);
        }
        return drained;
    }

    @Override
    public void stop() {
        stopped = true;
        CompletableFuture<?>[] closed = connections.stream().map(ServerConnection::close).toArray(CompletableFuture[]::new);
        CompletableFuture.allOf(closed).orTimeout(2, TimeUnit.SECONDS).exceptionally(late -> null).join();
        lease.ifPresent(Loops.Lease::close);
        lease = Optional.empty();
    }
}
