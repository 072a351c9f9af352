package com.libswarm.adapter.docker.internal.server;

import com.libswarm.adapter.docker.internal.http.FieldNames;
import com.libswarm.adapter.docker.internal.http.HostCheck;
import com.libswarm.adapter.docker.internal.http.MessageDecoder;
import com.libswarm.adapter.docker.internal.http.MessageHead;
import com.libswarm.adapter.docker.internal.net.Channels;
import com.libswarm.adapter.docker.internal.net.GatheredWrites;
import com.libswarm.adapter.docker.internal.net.OnLoop;
import com.libswarm.adapter.docker.internal.tls.TlsFailure;
import com.libswarm.api.Failure;
import com.libswarm.api.Message;
import com.libswarm.api.Verb;
import com.libswarm.api.adapter.Context;
import com.libswarm.api.adapter.Listener;
import com.libswarm.docker.internal.http.Json;
import com.libswarm.docker.internal.http.RequestUrl;
import com.libswarm.docker.internal.table.DockerTable;
import com.libswarm.docker.internal.table.Operation;
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
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * One client's connection: requests one after the other, each an {@link Exchange}, and perhaps in the end a stream. Everything
 * happens on the channel's loop.
 */
final class ServerConnection extends ChannelInboundHandlerAdapter implements MessageDecoder.Sink {

    /** How much of the next requests is read while one is worked on, so that the end of the connection is noticed. */
    private static final int HELD_LIMIT = 64 * 1024;
    /** What stands for a request that says nothing which can be relied on. */
    private static final Operation REFUSED = new Operation(Verb.Get, "/", "", "");

    private final ServerLink link;
    private final Context context;
    private final SocketChannel socket;
    private final Channel channel;
    private final EventLoop loop;
    private final MessageDecoder decoder = MessageDecoder.ofRequests(this);
    private final HeadTimer headTimer;
    private final LingeringClose lingering;
    private final HandOver handOver;

    private ChannelHandlerContext pipeline;
    private Optional<Exchange> exchange = Optional.empty();
    private boolean inputEnded;
    private boolean closing;
    private boolean streaming;

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
        this.headTimer = new HeadTimer(channel, link.limits().headTime(), this::late);
        this.lingering = new LingeringClose(channel);
        this.handOver = new HandOver(socket, channel, listener, () -> !closing && exchange.isEmpty() && !decoder.isInHead());
    }

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) {
        Channels.allowHalfClose(channel);
        pipeline = ctx;
        ctx.pipeline().addBefore(ctx.name(), "gather", new GatheredWrites());
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object received) {
        ByteBuf bytes = (ByteBuf) received;
        if (handOver.isDone()) {
            handOver.keep(bytes);
        } else if (streaming && exchange.isPresent()) {
            exchange.get().content(bytes);
        } else if (closing || streaming) {
            lingering.discard(bytes);
        } else {
            decoder.read(bytes);
            if (decoder.held() > HELD_LIMIT) {
                channel.config().setAutoRead(false);
            }
        }
    }

    @Override
    public void head(MessageHead request) {
        headTimer.stop();
        try {
            HostCheck.check(request);
            RequestUrl url = RequestUrl.parse(request.target());
            Operation operation = DockerTable.operation(request.method(), url.path(), request.fields().has(FieldNames.UPGRADE));
            Exchange begun = new Exchange(this, pipeline, request, url, operation);
            exchange = Optional.of(begun);
            begun.send(context.next());
        } catch (Failure refused) {
            refuse(refused);
        }
    }

    @Override
    public void content(ByteBuf bytes) {
        exchange.ifPresentOrElse(begun -> begun.content(bytes), bytes::release);
    }

    @Override
    public void end() {
        exchange.ifPresent(Exchange::requestEnded);
    }

    @Override
    public void unreadable(Failure why) {
        exchange.ifPresentOrElse(begun -> begun.unreadable(why), () -> refuse(why));
    }

    /** Answers a request that goes nowhere, and closes: what follows it cannot be trusted. On its loop. */
    void refuse(Failure why) {
        headTimer.stop();
        Answer answer = Answer.of(Message.error(why.status(), why.getMessage()), REFUSED, false, true, false);
        pipeline.write(answer.head(pipeline.alloc()));
        pipeline.write(Unpooled.wrappedBuffer(Json.error(why.getMessage()).getBytes(StandardCharsets.UTF_8)));
        closeLingering();
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

    private void closeLingering() {
        closing = true;
        lingering.begin(decoder.stop());
    }

    /** The rest of a request cannot be read: what the next link says of it comes too late. */
    void refuseRest(Failure why) {
        Optional<Exchange> cut = exchange;
        exchange = Optional.empty();
        refuse(why);
        cut.ifPresent(Exchange::gone);
    }

    /** The exchange is over, and its answer is written. */
    void over(boolean keepAlive) {
        exchange = Optional.empty();
        channel.flush();
        headTimer.stop();
        if (!keepAlive) {
            closeLingering();
            return;
        }
        boolean moreIsDecoded = decoder.isDecoding();
        channel.config().setAutoRead(true);
        decoder.resume();
        if (inputEnded && !moreIsDecoded) {
            inputEnded();
        }
        if (link.isDraining()) {
            release();
        }
    }

    /**
     * The answer is written, but the client still sends its request: it gets some time for that. Who stopped reading would lose the
     * answer to him.
     */
    void awaitRestOfRequest(boolean keepAlive) {
        channel.flush();
        if (!keepAlive) {
            Channels.endOutput(channel);
        }
        headTimer.start();
    }

    /** From now on bytes pass as they are. */
    void becomeStream() {
        channel.config().setAutoRead(true);
        streaming = true;
        content(decoder.stop());
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext ctx) {
        if (decoder.isInHead() && exchange.isEmpty() && !closing) {
            headTimer.startOnce();
        }
        ctx.flush();
    }

    private void late() {
        if (exchange.isPresent()) {
            channel.close();
        } else {
            refuse(new Failure(408, "The request did not come within " + headTimer.time().toSeconds() + " seconds."));
        }
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext ctx) {
        exchange.ifPresent(Exchange::writable);
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
        if (event instanceof ChannelInputShutdownEvent) {
            inputEnded = true;
            inputEnded();
        } else if (event instanceof SslHandshakeCompletionEvent && !handOver.isDone()) {
            handshakeOver((SslHandshakeCompletionEvent) event);
        }
    }

    /** Who ends his side may still want the answers to what he has sent. */
    private void inputEnded() {
        if (exchange.isPresent()) {
            exchange.get().inputEnded();
        } else if (decoder.isInHead() && !closing) {
            refuse(new Failure(400, "The request's head is not whole: the client ended its side in the middle of it."));
        } else {
            channel.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(written -> channel.close());
        }
    }

    private void handshakeOver(SslHandshakeCompletionEvent event) {
        if (!event.isSuccess()) {
            link.refused(channel.remoteAddress(), event.cause());
        } else if (link.isDraining()) {
            release();
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        if (!handOver.isDone()) {
            gone();
        }
    }

    private void gone() {
        headTimer.stop();
        decoder.stop().release();
        link.left(this);
        Optional<Exchange> cut = exchange;
        exchange = Optional.empty();
        cut.ifPresent(Exchange::gone);
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable why) {
        if (!(why instanceof IOException)) {
            context.log().log(System.Logger.Level.DEBUG, "A connection failed.", why);
        }
        if (TlsFailure.is(why)) {
            // without TLS's own end, which would make a broken stream look whole
            Channels.breakOff(channel);
        } else {
            channel.close();
        }
    }

    /** Closes so that the client cannot take the answer for a whole one. */
    void breakOff() {
        closing = true;
        Channels.breakOff(channel);
    }

    Context context() {
        return context;
    }

    /** Gives the connection back when it is quiet, now or after the answer that is being written. Any thread. */
    void drain() {
        OnLoop.run(loop, this::release, () -> { });
    }

    private void release() {
        handOver.attempt(this::undecoded, () -> link.left(this));
    }

    private ByteBuf undecoded() {
        headTimer.stop();
        return decoder.stop();
    }

    /** Closes it, whatever it does. Any thread. */
    CompletableFuture<Void> close() {
        var closed = new CompletableFuture<Void>();
        channel.closeFuture().addListener(done -> closed.complete(null));
        OnLoop.run(loop, () -> {
            if (!channel.isRegistered()) {
                channel.unsafe().closeForcibly();
                closed.complete(null);
                return;
            }
            channel.writeAndFlush(Unpooled.EMPTY_BUFFER);
            if (exchange.isPresent()) {
                Channels.breakOff(channel);
            } else {
                channel.close();
            }
        }, () -> closed.complete(null));
        return closed;
    }
}
