package com.libswarm.adapter.docker.internal.tls;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.handler.ssl.SslCloseCompletionEvent;
import javax.net.ssl.SSLException;

/**
 * Stands behind Netty's handler for TLS, so that those who follow see the ends of a TLS connection as they would see those of a
 * plain one: a close_notify (RFC 8446, 6.1) is the end of the peer's side, and of the connection where it may not end one side alone. The
 * socket's end without it is no regular end: somebody on the way may have cut off what was to follow.
 */
final class TlsEnds extends ChannelInboundHandlerAdapter {

    private boolean ended;
    private boolean cut;

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
        if (event == SslCloseCompletionEvent.SUCCESS) {
            ended = true;
            if (Boolean.TRUE.equals(ctx.channel().config().getOption(ChannelOption.ALLOW_HALF_CLOSURE))) {
                ctx.fireUserEventTriggered(ChannelInputShutdownEvent.INSTANCE);
            } else {
                ctx.close();
            }
        } else if (!(event instanceof ChannelInputShutdownEvent)) {
            ctx.fireUserEventTriggered(event);
        } else if (!ended) {
            cut(ctx);
            ctx.close();
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        cut(ctx);
        ctx.fireChannelInactive();
    }

    private void cut(ChannelHandlerContext ctx) {
        if (!ended && !cut) {
            cut = true;
            ctx.fireExceptionCaught(new SSLException("The connection was cut off: it ended without TLS's own end."));
        }
    }
}
