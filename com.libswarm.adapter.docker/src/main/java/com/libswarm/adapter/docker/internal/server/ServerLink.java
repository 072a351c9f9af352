package com.libswarm.adapter.docker.internal.server;

import com.libswarm.adapter.docker.internal.http.Address;
import com.libswarm.adapter.docker.internal.http.HeadBudget;
import com.libswarm.adapter.docker.internal.net.Channels;
import com.libswarm.adapter.docker.internal.net.Loops;
import com.libswarm.adapter.docker.internal.net.OnLoop;
import com.libswarm.adapter.docker.internal.tls.Tls;
import com.libswarm.adapter.docker.internal.tls.TlsFailure;
import com.libswarm.adapter.docker.internal.tls.TlsPipeline;
import com.libswarm.api.Failure;
import com.libswarm.api.Message;
import com.libswarm.api.adapter.Context;
import com.libswarm.api.adapter.Link;
import com.libswarm.api.adapter.Listener;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.EventLoop;
import io.netty.util.NetUtil;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import javax.net.ssl.SSLEngine;

/** One {@code dockerserver} of a chain: its listeners and their connections. */
final class ServerLink implements Link {

    private static final int REFUSALS_LIMIT = 64;
    private static final long QUIET_NANOS = TimeUnit.SECONDS.toNanos(10);

    private final Context context;
    private final Loops loops;
    private final ServerLimits limits;
    private final HeadBudget heads;
    private final List<Address> addresses;
    private final SocketAccess access;
    private final Optional<Tls> tls;
    private final Set<ServerConnection> connections = ConcurrentHashMap.newKeySet();
    // of connections too many, which only get an answer
    private final Set<ServerConnection> refusals = ConcurrentHashMap.newKeySet();
    private final CompletableFuture<Void> drained = new CompletableFuture<>();

    private final AtomicLong refusedAt = new AtomicLong(System.nanoTime() - QUIET_NANOS - 1);

    private volatile Optional<Loops.Lease> lease = Optional.empty();
    private volatile Optional<ScheduledFuture<?>> look = Optional.empty();
    private volatile boolean draining;
    private volatile boolean stopped;

    /**
     * Made, not started.
     *
     * @param heads what the large heads of all its requests, and of others that share it, may take
     * @param addresses where it listens
     * @param access to its unix listeners
     * @param tls for its TCP listeners
     */
    ServerLink(Context context, Loops loops, ServerLimits limits, HeadBudget heads, List<Address> addresses, SocketAccess access,
            Optional<Tls> tls) {
        this.context = context;
        this.loops = loops;
        this.limits = limits;
        this.heads = heads;
        this.addresses = addresses;
        this.access = access;
        this.tls = tls;
    }

    /** Messages come from clients, not from a link before; what somebody sends here goes on to the next link. */
    @Override
    public void send(Message message) {
        context.next().send(message);
    }

    @Override
    public void start() throws IOException {
        Loops.Lease taken = loops.lease();
        lease = Optional.of(taken);
        long every = limits.lookEvery().toMillis();
        look = Optional.of(taken.next().scheduleWithFixedDelay(this::closeDead, every, every, TimeUnit.MILLISECONDS));
        for (Address address : addresses) {
            var listener = new CompletableFuture<Listener>();
            listener.complete(context.listen(address.toString(), (socket, received, session) -> accept(listener, socket, received, session)));
        }
        // last: nothing can fail any more, so that a predecessor would keep sockets that have changed
        for (Address address : addresses) {
            if (address.isUnix()) {
                access.apply(address.socket().orElseThrow());
            }
        }
    }

    private void closeDead() {
        try {
            DeadClients.close(connections);
        } catch (IOException noSelector) {
            context.log().log(System.Logger.Level.DEBUG, "It is not known whether clients have died: " + noSelector.getMessage());
        }
    }

    private void accept(CompletableFuture<Listener> listener, SocketChannel socket, ByteBuffer received, Optional<SSLEngine> session) {
        try {
            if (!admits(session)) {
                socket.close();
            } else if (connections.size() < limits.connections()) {
                take(listener, socket, received, session, connections);
            } else {
                context.log().log(System.Logger.Level.WARNING, limits.connections() + " connections are open; one more was refused.");
                refuse(listener, socket, session);
            }
        } catch (IOException gone) {
            context.log().log(System.Logger.Level.DEBUG, "A connection was lost while it was accepted: " + gone.getMessage());
            close(socket);
        }
    }

    /** Whether a session that was given back may go on: its client may have shown no certificate, because none was asked for then. */
    private boolean admits(Optional<SSLEngine> session) {
        return session.isEmpty() || tls.isEmpty() || tls.get().admits(session.get());
    }

    private void take(CompletableFuture<Listener> listener, SocketChannel socket, ByteBuffer received, Optional<SSLEngine> session,
            Set<ServerConnection> among) throws IOException {
        Channel channel = Channels.wrap(socket);
        Optional<EventLoop> running = lease.map(Loops.Lease::next);
        Optional<ServerConnection> added = running.map(loop -> new ServerConnection(this, context, socket, channel, loop, listener))
                .filter(connection -> add(connection, among));
        if (added.isEmpty()) {
            // it comes when this link has begun to drain: it is for the successor
            listener.thenAccept(owner -> owner.release(socket, received, session));
            return;
        }
        EventLoop loop = running.get();
        ServerConnection connection = added.get();
        OnLoop.run(loop, () -> {
            secure(channel, session);
            channel.pipeline().addLast(connection);
            loop.register(channel).addListener(registered -> {
                if (!registered.isSuccess()) {
                    left(connection);
                } else if (among == refusals) {
                    connection.refuse(new Failure(503, "Too many connections: " + limits.connections()
                            + " are open here. Close some, or try again later."));
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

    /** Whether it is one of this link's now, so that draining waits for it. */
    private boolean add(ServerConnection connection, Set<ServerConnection> among) {
        synchronized (connections) {
            return !draining && !stopped && among.add(connection);
        }
    }

    private void secure(Channel channel, Optional<SSLEngine> session) {
        if (!(channel.localAddress() instanceof InetSocketAddress)) {
            return;
        }
        if (session.isPresent()) {
            TlsPipeline.resume(channel.pipeline(), session.get());
        } else if (tls.isPresent()) {
            channel.pipeline().addLast(new FirstByte());
            TlsPipeline.begin(channel.pipeline(), tls.get().accepting(), limits.headTime());
        }
    }

    private void refuse(CompletableFuture<Listener> listener, SocketChannel socket, Optional<SSLEngine> session) throws IOException {
        if (refusals.size() < REFUSALS_LIMIT) {
            take(listener, socket, ByteBuffer.allocate(0), session, refusals);
        } else {
            socket.close();
        }
    }

    private static void close(SocketChannel socket) {
        try {
            socket.close();
        } catch (IOException gone) {
            // closed is what it is to be
        }
    }

    /** The TLS handshake with a client failed. Whoever comes can cause it, so the operator is not told of each one. */
    void refused(SocketAddress client, Throwable why) {
        long now = System.nanoTime();
        long last = refusedAt.get();
        boolean tell = now - last > QUIET_NANOS && refusedAt.compareAndSet(last, now);
        context.log().log(tell ? System.Logger.Level.WARNING : System.Logger.Level.DEBUG,
                "The TLS handshake with " + name(client) + " failed: " + TlsFailure.reason(why));
    }

    private static String name(SocketAddress client) {
        return client instanceof InetSocketAddress ? NetUtil.toSocketAddressString((InetSocketAddress) client) : "a client";
    }

    /** A connection has been closed or given back. */
    void left(ServerConnection connection) {
        connections.remove(connection);
        refusals.remove(connection);
        if (draining && connections.isEmpty()) {
            drained.complete(null);
        }
    }

    ServerLimits limits() {
        return limits;
    }

    HeadBudget heads() {
        return heads;
    }

    boolean isDraining() {
        return draining && !stopped;
    }

    @Override
    public CompletionStage<?> drain() {
        synchronized (connections) {
            draining = true;
        }
        connections.forEach(ServerConnection::drain);
        if (connections.isEmpty()) {
            drained.complete(null);
        }
        return drained;
    }

    @Override
    public void stop() {
        synchronized (connections) {
            stopped = true;
        }
        look.ifPresent(task -> task.cancel(false));
        CompletableFuture<?>[] closed = Stream.concat(connections.stream(), refusals.stream()).map(ServerConnection::close)
                .toArray(CompletableFuture[]::new);
        CompletableFuture.allOf(closed).orTimeout(2, TimeUnit.SECONDS).exceptionally(late -> null).join();
        lease.ifPresent(Loops.Lease::close);
        lease = Optional.empty();
    }
}
