package com.libswarm.adapter.docker.internal.client;

import com.libswarm.adapter.docker.internal.http.Address;
import com.libswarm.adapter.docker.internal.net.Channels;
import com.libswarm.adapter.docker.internal.net.Loops;
import com.libswarm.adapter.docker.internal.net.OnLoop;
import com.libswarm.adapter.docker.internal.tls.Tls;
import com.libswarm.adapter.docker.internal.tls.TlsPipeline;
import com.libswarm.api.Failure;
import com.libswarm.api.Message;
import com.libswarm.api.adapter.Context;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.EventLoop;
import io.netty.util.NetUtil;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A Docker engine, and the connections to it. Each event loop keeps idle ones of its own, so that a request that comes on a
 * loop is served there.
 */
final class Engine {

    private static final Duration CONNECT_TIME = Duration.ofSeconds(10);

    private final Address address;
    private final Optional<Tls> tls;
    private final Loops.Lease loops;
    private final Context context;
    private final Duration idleTime;
    private final Map<EventLoop, IdleConnections> idle = new ConcurrentHashMap<>();
    private final Set<Channel> open = ConcurrentHashMap.newKeySet();
    private final AtomicBoolean away = new AtomicBoolean();
    private volatile boolean draining;
    private volatile boolean stopped;

    /**
     * @param tls for an engine that speaks it
     * @param idleTime how long connections are kept that are not needed
     */
    Engine(Address address, Optional<Tls> tls, Loops.Lease loops, Context context, Duration idleTime) {
        this.address = address;
        this.tls = tls;
        this.loops = loops;
        this.context = context;
        this.idleTime = idleTime;
    }

    Address address() {
        return address;
    }

    /** Looks whether the engine is there, and tells the operator if it is not. */
    void probe() {
        EventLoop loop = loops.here();
        connect(loop).whenComplete((connection, why) -> {
            if (why == null) {
                idle(connection);
            }
        });
    }

    void send(Message message) {
        EngineExchange exchange;
        try {
            exchange = new EngineExchange(this, message);
        } catch (Failure | IllegalArgumentException unfit) {
            message.body().cancel();
            message.reply(Message.error(unfit));
            return;
        }
        EventLoop loop = loops.here();
        message.ret().onCancel(() -> OnLoop.run(loop, exchange::cancel, () -> { }));
        OnLoop.run(loop, () -> dispatch(loop, exchange), () -> exchange.fail(hasStopped()));
    }

    private void dispatch(EventLoop loop, EngineExchange exchange) {
        idle(loop).take().ifPresentOrElse(connection -> connection.run(exchange), () -> onFreshConnection(loop, exchange));
    }

    /** Sends it on a connection that has not been used before. */
    void onFreshConnection(EventLoop loop, EngineExchange exchange) {
        connect(loop).whenComplete((connection, why) -> {
            if (why != null) {
                exchange.fail(Failure.of(why));
            } else if (exchange.isOver()) {
                idle(connection);
            } else {
                connection.run(exchange);
            }
        });
    }

    private IdleConnections idle(EventLoop loop) {
        return idle.computeIfAbsent(loop, its -> new IdleConnections(its, idleTime));
    }

    /** Takes a connection that is ready for another request. On its loop. */
    void idle(EngineConnection connection) {
        if (draining) {
            connection.channel().close();
        } else {
            idle(connection.channel().eventLoop()).add(connection);
        }
    }

    /** An idle connection has been closed. On its loop. */
    void lost(EngineConnection connection) {
        idle(connection.channel().eventLoop()).lost(connection);
    }

    /** Completed on {@code loop}; fails with a {@link Failure} that says where the engine should be and why it is not. */
    private CompletableFuture<EngineConnection> connect(EventLoop loop) {
        var connected = new CompletableFuture<EngineConnection>();
        resolve().whenComplete((remote, unknown) -> OnLoop.run(loop, () -> {
            if (unknown == null) {
                connect(loop, remote, connected);
            } else {
                failed(unknown, connected);
            }
        }, () -> connected.completeExceptionally(hasStopped())));
        return connected;
    }

    private CompletableFuture<SocketAddress> resolve() {
        if (address.socket().isPresent()) {
            return CompletableFuture.completedFuture(UnixDomainSocketAddress.of(address.socket().get()));
        }
        byte[] literal = NetUtil.createByteArrayFromIpAddressString(address.host());
        if (literal != null) {
            return CompletableFuture.completedFuture(inet(literal));
        }
        return CompletableFuture.supplyAsync(() -> {
            try {
                return new InetSocketAddress(InetAddress.getByName(address.host()), address.port());
            } catch (UnknownHostException unknown) {
                throw new CompletionException(unknown);
            }
        }, context.blocking());
    }

    private SocketAddress inet(byte[] literal) {
        try {
            return new InetSocketAddress(InetAddress.getByAddress(address.host(), literal), address.port());
        } catch (UnknownHostException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private void connect(EventLoop loop, SocketAddress remote, CompletableFuture<EngineConnection> connected) {
        Channel channel;
        try {
            channel = Channels.open(address.socket().isPresent());
        } catch (IOException noSocket) {
            failed(noSocket, connected);
            return;
        }
        channel.config().setConnectTimeoutMillis((int) CONNECT_TIME.toMillis());
        // an answer may have been sent before the engine stopped reading
        channel.config().setAutoClose(false);
        var connection = new EngineConnection(this, channel);
        tls.ifPresent(sessions -> TlsPipeline.begin(channel.pipeline(), sessions.connecting(address.host(), address.port()), CONNECT_TIME));
        channel.pipeline().addLast(connection);
        ChannelFuture registration = loop.register(channel);
        // only a channel that has its loop can be closed by stop()
        open.add(channel);
        channel.closeFuture().addListener(closed -> open.remove(channel));
        registration.addListener(registered -> {
            if (stopped || !registered.isSuccess()) {
                if (channel.isOpen()) {
                    channel.close();
                }
                connected.completeExceptionally(hasStopped());
            } else {
                connect(channel, remote, connection, connected);
            }
        });
    }

    private void connect(Channel channel, SocketAddress remote, EngineConnection connection,
            CompletableFuture<EngineConnection> connected) {
        channel.connect(remote).addListener(done -> {
            if (done.isSuccess() && tls.isPresent()) {
                TlsPipeline.handshake(channel.pipeline()).addListener(shaken -> connected(connection, shaken.cause(), connected));
            } else {
                connected(connection, done.cause(), connected);
            }
        });
    }

    /** @param why it is not connected; null if it is */
    private void connected(EngineConnection connection, Throwable why, CompletableFuture<EngineConnection> connected) {
        if (why == null) {
            if (away.getAndSet(false)) {
                context.log().log(System.Logger.Level.INFO, "The Docker engine at " + address + " is back.");
            }
            connected.complete(connection);
            return;
        }
        connection.channel().close();
        if (stopped) {
            connected.completeExceptionally(hasStopped());
        } else {
            failed(why, connected);
        }
    }

    private Failure hasStopped() {
        return new Failure(503, "The link to the Docker engine at " + address + " has stopped.");
    }

    private void failed(Throwable why, CompletableFuture<EngineConnection> connected) {
        String sentence = ConnectFailure.sentence(address, why);
        warnOnce(sentence);
        connected.completeExceptionally(new Failure(502, sentence, why));
    }

    private void warnOnce(String sentence) {
        if (!away.getAndSet(true)) {
            context.log().log(System.Logger.Level.WARNING, sentence);
        }
    }

    /** The engine has refused an idle connection: with TLS 1.3 it looks at a certificate when the handshake is over for its client. */
    void refused(Throwable why) {
        warnOnce(ConnectFailure.sentence(address, why));
    }

    /** Keeps no idle connection from now on. Any thread. */
    void closeIdle() {
        draining = true;
        idle.forEach((loop, quiet) -> OnLoop.run(loop, quiet::closeAll, () -> { }));
    }

    /** Closes all connections; what they carried gets an Error. Not on a loop. */
    void stop() {
        stopped = true;
        closeIdle();
        CompletableFuture<?>[] closed = open.stream().map(channel -> {
            var done = new CompletableFuture<Void>();
            channel.close().addListener(f -> done.complete(null));
            return done;
        }).toArray(CompletableFuture[]::new);
        CompletableFuture.allOf(closed).completeOnTimeout(null, 2, TimeUnit.SECONDS).join();
    }
}
