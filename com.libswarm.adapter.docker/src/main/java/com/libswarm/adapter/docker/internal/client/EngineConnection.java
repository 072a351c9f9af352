package com.libswarm.adapter.docker.internal.client;

import com.libswarm.adapter.docker.internal.net.GatheredWrites;
import com.libswarm.adapter.docker.internal.tls.TlsFailure;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpRequestEncoder;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpStatusClass;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import java.io.IOException;
import java.util.Optional;

/** One connection to the engine: one exchange at a time, and none after one that became a stream. On the channel's loop. */
final class EngineConnection extends ChannelInboundHandlerAdapter {

    private static final int INTERIMS_LIMIT = 16;

    private final Engine engine;
    private final Channel channel;
    private final ResponseDecoder decoder = new ResponseDecoder();
    private final HttpRequestEncoder encoder = new HttpRequestEncoder();

    private Optional<EngineExchange> exchange = Optional.empty();
    private boolean used;
    private boolean interim;
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
        if (decoder.expectNothing()) {
            engine.idle(this);
        } else {
            channel.close();
        }
    }

    /** From now on bytes pass as they are. */
    void becomeStream() {
        channel.pipeline().remove(encoder);
        channel.pipeline().remove(decoder);
    }

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) {
        ctx.pipeline().addBefore(ctx.name(), "gather", new GatheredWrites()).addBefore(ctx.name(), "decoder", decoder)
                .addBefore(ctx.name(), "encoder", encoder);
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object received) {
        if (exchange.isEmpty()) {
            // the engine speaks unasked
            ReferenceCountUtil.release(received);
            ctx.close();
        } else if (received instanceof ByteBuf) {
            exchange.get().streamed((ByteBuf) received);
        } else if (received instanceof HttpResponse) {
            HttpResponse response = (HttpResponse) received;
            interim = response.decoderResult().isSuccess() && response.status().codeClass() == HttpStatusClass.INFORMATIONAL
                    && response.status().code() != 101 && interims++ < INTERIMS_LIMIT;
            if (!interim) {
                exchange.get().head(response);
            } else if (response.status().code() == 100) {
                exchange.get().bodyWanted();
            }
        } else if (interim) {
            ReferenceCountUtil.release(received);
            interim = !(received instanceof LastHttpContent);
        } else {
            exchange.get().content((HttpContent) received);
        }
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
        Optional<EngineExchange> cut = exchange;
        exchange = Optional.empty();
        cut.ifPresentOrElse(lost -> lost.lost("closed the connection"), () -> engine.lost(this));
    }
}
