package com.libswarm.adapter.docker.internal.server;

import com.libswarm.adapter.docker.internal.net.Channels;
import com.libswarm.adapter.docker.internal.net.GatheredWrites;
import com.libswarm.adapter.docker.internal.net.OnLoop;
import com.libswarm.adapter.docker.internal.tls.TlsFailure;
import com.libswarm.api.Failure;
import com.libswarm.api.adapter.Context;
import com.libswarm.api.adapter.Listener;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.EventLoop;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.channel.socket.DuplexChannel;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import java.io.IOException;
import java.nio.channels.SocketChannel;
import java.util.concurrent.CompletableFuture;

/**
 * One client's connection, from its coming until it is closed or handed over; what the client says on it is a {@link RequestSequence}.
 * Everything happens on the channel's loop.
 */
final class ServerConnection extends ChannelInboundHandlerAdapter {

    private final ServerLink link;
    private final Context context;
    private final SocketChannel socket;
    private final Channel channel;
    private final EventLoop loop;
    private final RequestSequence requests;
    private final HandOver handOver;

    /**
     * Made, not registered.
     *
     * @param loop on which the channel will be
     */
    ServerConnection(ServerLink link, Context context, SocketChannel socket, Channel channel, EventLoop loop,
            CompletableFuture<Listener> listener) {
        this.link = link;
        this.context = context;
        this.socket = socket;
        this.channel = channel;
        this.loop = loop;
        this.requests = new RequestSequence(context, channel, link.limits().headTime(), link.heads(), this::releaseIfDraining);
        this.handOver = new HandOver(socket, channel, listener, requests::isQuiet);
    }

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) {
        Channels.allowHalfClose(channel);
        ctx.pipeline().addBefore(ctx.name(), "gather", new GatheredWrites());
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object received) {
        if (handOver.isDone()) {
            handOver.keep((ByteBuf) received);
        } else {
            requests.read((ByteBuf) received);
        }
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext ctx) {
        requests.readComplete();
        ctx.flush();
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext ctx) {
        requests.writable();
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
        if (event instanceof ChannelInputShutdownEvent) {
            requests.inputEnded();
        } else if (event instanceof SslHandshakeCompletionEvent && !handOver.isDone()) {
            handshakeOver((SslHandshakeCompletionEvent) event);
        }
    }

    private void handshakeOver(SslHandshakeCompletionEvent event) {
        if (event.isSuccess()) {
            releaseIfDraining();
        } else {
            link.refused(channel.remoteAddress(), event.cause());
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        if (!handOver.isDone()) {
            link.left(this);
            requests.gone();
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable why) {
        if (!(why instanceof IOException)) {
            context.log().log(System.Logger.Level.DEBUG, "A connection failed.", why);
        }
        if (handOver.isDone()) {
            // the socket is somebody else's
            return;
        }
        if (TlsFailure.is(why)) {
            // without TLS's own end, which would make a broken stream look whole
            Channels.breakOff(channel);
        } else {
            channel.close();
        }
    }

    /** Answers with an Error whatever the client wants, and closes. On its loop. */
    void refuse(Failure why) {
        requests.refuse(why);
    }

    SocketChannel socket() {
        return socket;
    }

    /** Whether nothing is read from the client, who may still get an answer. Any thread. */
    boolean isPaused() {
        return channel.isRegistered() && !channel.config().isAutoRead() && !((DuplexChannel) channel).isOutputShutdown();
    }

    /** The client has died. Any thread. */
    void closeIfPaused() {
        OnLoop.run(channel.eventLoop(), () -> {
            if (isPaused() && !handOver.isDone()) {
                channel.close();
            }
        }, () -> { });
    }

    /** Gives the connection back when it is quiet, now or after the answer that is being written. Any thread. */
    void drain() {
        OnLoop.run(loop, this::release, () -> { });
    }

    private void releaseIfDraining() {
        if (link.isDraining()) {
            release();
        }
    }

    private void release() {
        handOver.attempt(requests::stop, () -> link.left(this));
    }

    /** Closes it, whatever it does, unless it is handed over. Any thread. */
    CompletableFuture<Void> close() {
        var closed = new CompletableFuture<Void>();
        channel.closeFuture().addListener(done -> closed.complete(null));
        OnLoop.run(loop, () -> {
            if (handOver.isDone()) {
                closed.complete(null);
                return;
            }
            if (!channel.isRegistered()) {
                channel.unsafe().closeForcibly();
                closed.complete(null);
                return;
            }
            channel.writeAndFlush(Unpooled.EMPTY_BUFFER);
            if (requests.isInExchange()) {
                Channels.breakOff(channel);
            } else {
                channel.close();
            }
        }, () -> closed.complete(null));
        return closed;
    }
}
