package com.libswarm.adapter.docker.internal.server;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.DuplexChannel;
import io.netty.util.ReferenceCountUtil;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;

/** Looks at the first byte of a connection before TLS does: who speaks HTTP without TLS gets the answer that an engine gives. */
final class FirstByte extends ChannelInboundHandlerAdapter {

    private static final int LINGER_MILLIS = 1000;

    private boolean refused;

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object bytes) {
        if (refused) {
            ReferenceCountUtil.release(bytes);
            return;
        }
        ByteBuf received = (ByteBuf) bytes;
        int first = received.getUnsignedByte(received.readerIndex());
        if (first >= 'A' && first <= 'Z') {
            received.release();
            refuse(ctx);
        } else {
            ctx.fireChannelRead(bytes);
            ctx.pipeline().remove(this);
        }
    }

    private void refuse(ChannelHandlerContext ctx) {
        refused = true;
        ctx.channel().config().setAutoRead(true);
        ctx.writeAndFlush(Unpooled.copiedBuffer("HTTP/1.0 400 Bad Request\r\nContent-Type: text/plain\r\nConnection: close\r\n\r\n"
                + "Client sent an HTTP request to an HTTPS server.\n", StandardCharsets.US_ASCII)).addListener(written -> ((DuplexChannel) ctx.channel()).shutdownOutput());
        // closing on input that nobody has read would destroy the answer
        ctx.executor().schedule(() -> ctx.close(), LINGER_MILLIS, TimeUnit.MILLISECONDS);
    }
}
