package com.libswarm.adapter.docker.internal.server;

import com.libswarm.adapter.docker.internal.http.FieldNames;
import com.libswarm.adapter.docker.internal.http.HostCheck;
import com.libswarm.adapter.docker.internal.http.MessageDecoder;
import com.libswarm.adapter.docker.internal.http.MessageHead;
import com.libswarm.adapter.docker.internal.net.Channels;
import com.libswarm.adapter.docker.internal.net.GatheredWrites;
import com.libswarm.adapter.docker.internal.net.OnLoop;
import com.libswarm.adapter.docker.internal.tls.TlsFailure;
import com.libswarm.adapter.docker.internal.tls.TlsPipeline;
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
import io.netty.util.concurrent.ScheduledFuture;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLEngine;

/**
 * One client's connection: requests one after the other, each an {@link Exchange}, and perhaps in the end a stream. Everything
 * happens on the channel's loop.
 */
final class ServerConnection extends ChannelInboundHandlerAdapter implements MessageDecoder.Sink {

    private static final int LINGER_MILLIS = 1000;
    private static final int DISCARD_LIMIT = 1024 * 1024;
    /** How much of the next requests is read while one is worked on, so that the end of the connection is noticed. */
    private static final int HELD_LIMIT = 64 * 1024;
    /** What stands for a request that says nothing which can be relied on. */
    private static final Operation REFUSED = new Operation(Verb.Get, "/", "", "");

    private final ServerLink link;
    private final Context context;
    private final SocketChannel socket;
    private final Channel channel;
    private final EventLoop loop;
    private final CompletableFuture<Listener> listener;
    private final MessageDecoder decoder = MessageDecoder.ofRequests(this);

    private ChannelHandlerContext pipeline;
    private Optional<Exchange> exchange = Optional.empty();
    private Optional<ScheduledFuture<?>> headTimer = Optional.empty();
    private Optional<ByteBuf> stray = Optional.empty();
    private int discarded;
    private int releases;
    private boolean inputEnded;
    private boolean closing;
    private boolean streaming;
    private boolean released;

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
        this.listener = listener;
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
        if (released) {
            stray = Optional.of(bytes);
        } else if (streaming && exchange.isPresent()) {
            exchange.get().content(bytes);
        } else if (closing || streaming) {
            discard(bytes);
        } else {
            decoder.read(bytes);
            if (decoder.held() > HELD_LIMIT) {
                channel.config().setAutoRead(false);
            }
        }
    }

    @Override
    public void head(MessageHead request) {
        stopHeadTimer();
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
        stopHeadTimer();
        Answer answer = Answer.of(Message.error(why.status(), why.getMessage()), REFUSED, false, true, false);
        pipeline.write(answer.head(pipeline.alloc()));
        pipeline.write(Unpooled.wrappedBuffer(Json.error(why.getMessage()).getBytes(StandardCharsets.UTF_8)));
        lingerAndClose();
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
            if (isPaused() && !released) {
                channel.close();
            }
        }, () -> { });
    }

    /** Closes once the client had the time to read what was written: closing on unread input would destroy it. */
    private void lingerAndClose() {
        closing = true;
        discard(decoder.stop());
        channel.config().setAutoRead(true);
        Channels.endOutput(channel);
        channel.eventLoop().schedule(() -> channel.close(), LINGER_MILLIS, TimeUnit.MILLISECONDS);
    }

    private void discard(ByteBuf received) {
        discarded += received.readableBytes();
        received.release();
        if (discarded > DISCARD_LIMIT) {
            channel.close();
        }
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
        stopHeadTimer();
        if (!keepAlive) {
            lingerAndClose();
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
        startHeadTimer();
    }

    /** From now on bytes pass as they are. */
    void becomeStream() {
        channel.config().setAutoRead(true);
        streaming = true;
        content(decoder.stop());
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext ctx) {
        if (decoder.isInHead() && headTimer.isEmpty() && exchange.isEmpty() && !closing) {
            startHeadTimer();
        }
        ctx.flush();
    }

    private void startHeadTimer() {
        stopHeadTimer();
        Duration time = link.limits().headTime();
        headTimer = Optional.of(channel.eventLoop().schedule(() -> {
            if (exchange.isPresent()) {
                channel.close();
            } else {
                refuse(new Failure(408, "The request did not come within " + time.toSeconds() + " seconds."));
            }
        }, time.toMillis(), TimeUnit.MILLISECONDS));
    }

    private void stopHeadTimer() {
        headTimer.ifPresent(timer -> timer.cancel(false));
        headTimer = Optional.empty();
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
        } else if (event instanceof SslHandshakeCompletionEvent && !released) {
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
        if (!released) {
            gone();
        }
    }

    private void gone() {
        stopHeadTimer();
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
        if (!channel.isRegistered()) {
            // just coming: it is drained when it is here
            return;
        }
        // what is on its way out goes first, and the handlers that are at work now come to their end; if an answer was written
        // meanwhile, it is not out yet, and this was asked for once more after it
        int number = ++releases;
        channel.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(written -> channel.eventLoop().execute(() -> {
            if (number == releases && isQuiet()) {
                giveBack();
            }
        }));
    }

    private boolean isQuiet() {
        return !released && !closing && exchange.isEmpty() && !decoder.isInHead() && channel.isActive()
                && (channel.pipeline().get(FirstByte.class) != null || !TlsPipeline.isHandshaking(channel.pipeline()));
    }

    private void giveBack() {
        released = true;
        stopHeadTimer();
        channel.config().setAutoRead(false);
        // each hands over what it holds, the decoder and TLS
        ByteBuf held = decoder.stop();
        stray = held.isReadable() ? Optional.of(held) : Optional.empty();
        Optional<SSLEngine> session = TlsPipeline.remove(channel.pipeline());
        channel.deregister().addListener(done -> {
            ByteBuffer received = stray.map(bytes -> ByteBuffer.allocate(bytes.readableBytes()).put(bytes.nioBuffer()).flip())
                    .orElseGet(() -> ByteBuffer.allocate(0));
            stray.ifPresent(ByteBuf::release);
            link.left(this);
            listener.thenAccept(owner -> owner.release(socket, received, session));
        });
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
