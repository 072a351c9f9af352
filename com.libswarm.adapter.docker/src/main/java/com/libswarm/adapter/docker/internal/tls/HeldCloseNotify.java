package com.libswarm.adapter.docker.internal.tls;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPromise;
import javax.net.ssl.SSLEngine;

/**
 * Stands between the socket and Netty's handler for TLS of a server. With TLS 1.2 the JDK answers a client's close_notify with its own
 * (RFC 5246, 7.2.1), though there may be more output, which it does not take any more. That answer does not leave: the client would take
 * what it has got for the whole.
 */
final class HeldCloseNotify extends ChannelOutboundHandlerAdapter {

    /** What a record begins with that holds an alert; with TLS 1.3 only before the handshake is over (RFC 5246, 6.2.1; RFC 8446, 5.2). */
    private static final int ALERT = 21;

    private final SSLEngine session;
    private boolean outputEnded;

    HeldCloseNotify(SSLEngine session) {
        this.session = session;
    }

    /** From now on it may leave: nothing more is to be written. */
    void outputEnded() {
        outputEnded = true;
    }

    @Override
    public void write(ChannelHandlerContext ctx, Object written, ChannelPromise promise) {
        ByteBuf record = (ByteBuf) written;
        if (outputEnded || !session.isInboundDone() || !TlsPipeline.isSession(session) || !record.isReadable()
                || record.getByte(record.readerIndex()) != ALERT) {
            ctx.write(record, promise);
        } else {
            record.release();
            promise.trySuccess();
        }
    }
}
