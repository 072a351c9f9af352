package com.libswarm.adapter.docker.internal.client;

import com.libswarm.adapter.docker.internal.http.MessageDecoder;
import com.libswarm.adapter.docker.internal.http.MessageHead;
import com.libswarm.adapter.docker.internal.net.GatheredWrites;
import com.libswarm.adapter.docker.internal.tls.TlsFailure;
import com.libswarm.api.Failure;
import com.libswarm.api.Head;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import java.io.IOException;
import java.util.Optional;

/** One connection to the engine: one exchange at a time, and none after one that became a stream. On the channel's loop. */
final class EngineConnection extends ChannelInboundHandlerAdapter implements MessageDecoder.Sink {

    private static final int INTERIMS_LIMIT = 16;

    private final Engine engine;
    private final Channel channel;
    private final MessageDecoder decoder = MessageDecoder.ofAnswers(this);

    private Optional<EngineExchange> exchange = Optional.empty();
    private boolean used;
    private boolean streaming;
    private int interims;

    EngineConnection(Engine engine, Channel channel) {
        this.engine = engine;
        this.channel = channel;
    }

    Channel channel() {
        return channel;
    }

    boolean isUsable() {
        return channel.isActive();
    }

    /** Whether an exchange was carried before the one of now, so that the engine may have given the connection up meanwhile. */
    boolean isUsed() {
        return used;
    }

    void run(EngineExchange begun) {
        exchange = Optional.of(begun);
        interims = 0;
        decoder.expect(begun.isHeadOnly());
        begun.start(this);
    }

    /** The exchange is over, and the connection ready for another, unless the engine has said more than it was asked for. */
    void finished() {
        exchange = Optional.empty();
        used = true;
        if (decoder.held() == 0) {
            engine.idle(this);
        } else {
            channel.close();
        }
    }

    /** From now on bytes pass as they are. */
    void becomeStream() {
        streaming = true;
        content(decoder.stop());
    }

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) {
        ctx.pipeline().addBefore(ctx.name(), "gather", new GatheredWrites());
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object received) {
        ByteBuf bytes = (ByteBuf) received;
        if (exchange.isEmpty()) {
            // the engine speaks unasked: that must not become the answer to the next request
            bytes.release();
            ctx.close();
        } else if (streaming) {
            content(bytes);
        } else {
            decoder.read(bytes);
        }
    }

    @Override
    public void head(MessageHead answer) {
        if (!answer.isInterim() || interims++ >= INTERIMS_LIMIT) {
            exchange.ifPresent(begun -> begun.head(answer));
        } else if (answer.status() == 100) {
            exchange.ifPresent(EngineExchange::bodyWanted);
        }
    }

    @Override
    public void content(ByteBuf bytes) {
        exchange.ifPresentOrElse(begun -> begun.content(bytes), bytes::release);
    }

    @Override
    public void end(Head trailer) {
        exchange.ifPresent(ended -> ended.answerEnded(trailer));
    }

    @Override
    public void unreadable(Failure why) {
        exchange.ifPresent(begun -> begun.refuse(why.getMessage()));
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext ctx) {
        exchange.ifPresent(EngineExchange::received);
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext ctx) {
        exchange.ifPresent(EngineExchange::writable);
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
        if (event instanceof ChannelInputShutdownEvent) {
            exchange.ifPresent(EngineExchange::inputEnded);
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable why) {
        if (TlsFailure.is(why)) {
            brokenOff(why);
            return;
        }
        // what was sent before may still be read, unless reading is what failed
        exchange.ifPresent(EngineExchange::unwritable);
        if (!(why instanceof IOException) || exchange.isEmpty()) {
            channel.close();
        }
    }

    /** TLS has failed: what looks like the end of an answer may not be it. */
    private void brokenOff(Throwable why) {
        Optional<EngineExchange> cut = exchange;
        exchange = Optional.empty();
        cut.ifPresent(lost -> lost.lost("broke TLS off (" + TlsFailure.reason(why) + ")"));
        if (cut.isEmpty() && TlsFailure.isAlert(why)) {
            engine.refused(why);
        }
        channel.close();
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        decoder.inputEnded();
        decoder.stop().release();
        Optional<EngineExchange> cut = exchange;
        exchange = Optional.empty();
        cut.ifPresentOrElse(lost -> lost.lost("closed the connection"), () -> engine.lost(this));
    }
}
