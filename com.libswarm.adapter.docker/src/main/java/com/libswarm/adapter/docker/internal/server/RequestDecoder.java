package com.libswarm.adapter.docker.internal.server;

import com.libswarm.api.Failure;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpMessage;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpRequestDecoder;
import io.netty.handler.codec.http.LastHttpContent;
import java.util.List;

/**
 * Netty's decoder, one request at a time: after the end of a request it holds what follows, undecoded, until it is told to go
 * on. What follows may be the next request, or raw bytes of a stream. Some of it is read all the same, so that the end of the
 * connection is noticed while a request is worked on.
 */
final class RequestDecoder extends HttpRequestDecoder {

    static final int LINE_LIMIT = 64 * 1024;
    static final int HEAD_LIMIT = 64 * 1024;
    private static final int HELD_LIMIT = 64 * 1024;

    private boolean held;
    private boolean decoding;
    private boolean resumed;
    private boolean inBody;
    private boolean headBegun;

    RequestDecoder() {
        super(new HttpDecoderConfig().setMaxInitialLineLength(LINE_LIMIT).setMaxHeaderSize(HEAD_LIMIT));
    }

    /** Holds what follows the request that has just been decoded. */
    void hold() {
        held = true;
    }

    /** Goes on with the next request. */
    void resume(ChannelHandlerContext connection) throws Exception {
        held = false;
        connection.channel().config().setAutoRead(true);
        if (decoding) {
            resumed = true;
        } else if (actualReadableBytes() > 0) {
            channelRead(connection.pipeline().context(this), Unpooled.EMPTY_BUFFER);
        }
    }

    /** Whether some of a request's head has come, but not all. */
    boolean isInHead() {
        return headBegun;
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object bytes) throws Exception {
        decoding = true;
        try {
            super.channelRead(ctx, bytes);
            while (resumed && !held && actualReadableBytes() > 0) {
                resumed = false;
                super.channelRead(ctx, Unpooled.EMPTY_BUFFER);
            }
        } finally {
            decoding = false;
            resumed = false;
        }
    }

    @Override
    protected void decode(ChannelHandlerContext ctx, ByteBuf in, List<Object> out) throws Exception {
        if (held) {
            if (in.readableBytes() > HELD_LIMIT) {
                ctx.channel().config().setAutoRead(false);
            }
            return;
        }
        headBegun = !inBody;
        super.decode(ctx, in, out);
        for (Object decoded : out) {
            if (decoded instanceof HttpRequest) {
                inBody = true;
                headBegun = false;
            }
            inBody &= !(decoded instanceof LastHttpContent);
        }
    }

    @Override
    protected void handleTransferEncodingChunkedWithContentLength(HttpMessage message) {
        throw new Failure(400, "The request has both a Content-Length and a Transfer-Encoding: where it ends is in doubt.");
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) throws Exception {
        if (held && event instanceof ChannelInputShutdownEvent) {
            // the decoder would drop what it holds
            ctx.fireUserEventTriggered(event);
        } else {
            super.userEventTriggered(ctx, event);
        }
    }
}
