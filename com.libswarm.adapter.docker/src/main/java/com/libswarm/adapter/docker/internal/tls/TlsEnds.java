package com.libswarm.adapter.docker.internal.tls;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.handler.ssl.SslCloseCompletionEvent;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import javax.net.ssl.SSLException;

/**
 * Stands behind Netty's handler for TLS, so that those who follow see the ends of a TLS connection as they would see those of a
 * plain one: a close_notify (RFC 8446, 6.1) is the end of the peer's side, and of the connection where it may not end one side alone. The
 * socket's end without it is no regular end: somebody on the way may have cut off what was to follow. That is an {@link SSLException} to
 * those who follow, who close the connection.
 */
final class TlsEnds extends ChannelInboundHandlerAdapter {

    private final SslHandler tls;
    private final boolean resumed;
    private final Runnable ownEnd;
    private boolean inputEnded;
    private boolean outputEnded;
    private boolean cut;

    /**
     * @param resumed whether the handshake is over already, which Netty's handler does not know
     * @param ownEnd run before our side ends
     */
    TlsEnds(SslHandler tls, boolean resumed, Runnable ownEnd) {
        this.tls = tls;
        this.resumed = resumed;
        this.ownEnd = ownEnd;
    }

    void endOutput() {
        outputEnded = true;
        ownEnd.run();
        tls.closeOutbound();
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
        if (event == SslCloseCompletionEvent.SUCCESS) {
            inputEnded(ctx);
        } else if (!(event instanceof ChannelInputShutdownEvent)) {
            if (!resumed || !(event instanceof SslHandshakeCompletionEvent)) {
                ctx.fireUserEventTriggered(event);
            }
        } else if (!inputEnded) {
            cut(ctx, "it ended without TLS's own end");
        }
    }

    private void inputEnded(ChannelHandlerContext ctx) {
        if (!Boolean.TRUE.equals(ctx.channel().config().getOption(ChannelOption.ALLOW_HALF_CLOSURE))) {
            inputEnded = true;
            ctx.close();
        } else if (isSilenced()) {
            // the client waits for an answer: it must not take the end of TLS for the end of that
            cut(ctx, "TLS 1.2 ends both directions at once, so its client gets no more output; TLS 1.3 does better");
        } else {
            inputEnded = true;
            ctx.fireUserEventTriggered(ChannelInputShutdownEvent.INSTANCE);
        }
    }

    /** Whether a client's end has ended our side, too: the JDK does so with TLS 1.2 (RFC 5246, 7.2.1). */
    private boolean isSilenced() {
        return !outputEnded && !tls.engine().getUseClientMode() && tls.engine().isOutboundDone();
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        if (!inputEnded) {
            cut(ctx, "it ended without TLS's own end");
        }
        ctx.fireChannelInactive();
    }

    private void cut(ChannelHandlerContext ctx, String why) {
        if (!cut) {
            cut = true;
            ctx.fireExceptionCaught(new SSLException("The connection was cut off: " + why + "."));
        }
    }
}
