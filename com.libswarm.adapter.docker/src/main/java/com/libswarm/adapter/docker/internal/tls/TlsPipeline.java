package com.libswarm.adapter.docker.internal.tls;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.concurrent.Future;
import java.time.Duration;
import java.util.Optional;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;

/** TLS in a channel's pipeline: handlers behind it see plain bytes, and the ends of the connection as without TLS. */
public final class TlsPipeline {

    /** What a session has before its handshake. */
    private static final String NO_CIPHER = "SSL_NULL_WITH_NULL_NULL";

    private TlsPipeline() {
    }

    /**
     * Adds TLS at the end of a pipeline, with a handshake.
     *
     * @param limit how long the handshake may take; the connection is closed when it takes longer
     */
    public static void begin(ChannelPipeline pipeline, SSLEngine session, Duration limit) {
        add(pipeline, session, limit, false);
    }

    private static void add(ChannelPipeline pipeline, SSLEngine session, Duration limit, boolean resumed) {
        SslHandler handler = new SslHandler(session);
        handler.setHandshakeTimeoutMillis(limit.toMillis());
        var held = new HeldCloseNotify(session);
        if (!session.getUseClientMode()) {
            pipeline.addLast(held);
        }
        pipeline.addLast(handler).addLast(new TlsEnds(handler, resumed, held::outputEnded));
    }

    /** Adds TLS at the end of a pipeline, for a session past its handshake, which another channel of the same socket carried. */
    public static void resume(ChannelPipeline pipeline, SSLEngine session) {
        add(pipeline, session, Duration.ZERO, true);
    }

    /** Completed when the handshake is over. There has to be TLS. */
    public static Future<Channel> handshake(ChannelPipeline pipeline) {
        return pipeline.get(SslHandler.class).handshakeFuture();
    }

    /** Whether there is TLS, and its handshake is not over. */
    public static boolean isHandshaking(ChannelPipeline pipeline) {
        SslHandler handler = pipeline.get(SslHandler.class);
        // the handler itself does not know that a session which it resumes had its handshake
        return handler != null && (handler.engine().getHandshakeStatus() != HandshakeStatus.NOT_HANDSHAKING
                || !isSession(handler.engine()));
    }

    /** Whether there has been a handshake. */
    static boolean isSession(SSLEngine engine) {
        return !engine.getSession().getCipherSuite().equals(NO_CIPHER);
    }

    /** Ends our side by a close_notify, if there is TLS. The peer does not wait for the socket's own end, too. */
    public static boolean endOutput(ChannelPipeline pipeline) {
        TlsEnds ends = pipeline.get(TlsEnds.class);
        if (ends != null) {
            ends.endOutput();
        }
        return ends != null;
    }

    /** Closes a channel without a close_notify. */
    public static void cut(Channel channel) {
        ChannelHandlerContext tls = channel.pipeline().context(SslHandler.class);
        if (tls != null) {
            // from there the way leads past it
            tls.close();
        } else {
            channel.close();
        }
    }

    /**
     * Takes TLS out of a pipeline. Encrypted bytes that have been read and are no whole record yet go to the handlers behind.
     *
     * @return the session, if there was one and it had begun
     */
    public static Optional<SSLEngine> remove(ChannelPipeline pipeline) {
        SslHandler handler = pipeline.get(SslHandler.class);
        if (handler == null) {
            return Optional.empty();
        }
        Optional<SSLEngine> session = isHandshaking(pipeline) ? Optional.empty() : Optional.of(handler.engine());
        pipeline.remove(TlsEnds.class);
        pipeline.remove(handler);
        if (pipeline.get(HeldCloseNotify.class) != null) {
            pipeline.remove(HeldCloseNotify.class);
        }
        return session;
    }
}
