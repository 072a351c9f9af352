package com.libswarm.adapter.docker.internal.net;

import com.libswarm.adapter.docker.internal.tls.TlsPipeline;
import io.netty.buffer.Unpooled;
import io.netty.channel.AdaptiveRecvByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelOption;
import io.netty.channel.socket.DuplexChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import java.io.IOException;
import java.net.SocketOption;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.util.Map;
import java.util.Optional;

/** JDK sockets as Netty channels, and what both ends do with them. */
public final class Channels {

    /** Seconds, and how often, as Docker's own programs have them; by the names of the JDK's extended options, where the system has any. */
    private static final Map<String, Integer> KEEP_ALIVE = Map.of("TCP_KEEPIDLE", 15, "TCP_KEEPINTERVAL", 15, "TCP_KEEPCOUNT", 9);

    /** How much is read at once: as much as comes at a time, up to what makes a stream's system calls cheap. */
    private static final int READ_LEAST = 512;
    private static final int READ_FIRST = 2048;
    private static final int READ_MOST = 256 * 1024;

    private Channels() {
    }

    /** Wraps a connected socket. */
    public static Channel wrap(SocketChannel socket) throws IOException {
        return socket.getLocalAddress() instanceof UnixDomainSocketAddress ? reading(new UnixSocketChannel(socket)) : tcp(socket);
    }

    /** A channel that is not connected yet. */
    public static Channel open(boolean unix) throws IOException {
        if (unix) {
            SocketChannel socket = SocketChannel.open(StandardProtocolFamily.UNIX);
            socket.configureBlocking(false);
            return reading(new UnixSocketChannel(socket));
        }
        return tcp(SocketChannel.open());
    }

    private static Channel tcp(SocketChannel socket) throws IOException {
        socket.setOption(StandardSocketOptions.TCP_NODELAY, true);
        socket.setOption(StandardSocketOptions.SO_KEEPALIVE, true);
        for (SocketOption<?> option : socket.supportedOptions()) {
            if (KEEP_ALIVE.containsKey(option.name())) {
                @SuppressWarnings("unchecked")
                var number = (SocketOption<Integer>) option;
                socket.setOption(number, KEEP_ALIVE.get(option.name()));
            }
        }
        return reading(new NioSocketChannel(null, socket));
    }

    private static Channel reading(Channel channel) {
        channel.config().setRecvByteBufAllocator(new AdaptiveRecvByteBufAllocator(READ_LEAST, READ_FIRST, READ_MOST));
        return channel;
    }

    /** From now on the peer may end its side alone: an event, not the end of the channel. */
    public static void allowHalfClose(Channel channel) {
        channel.config().setOption(ChannelOption.ALLOW_HALF_CLOSURE, true);
    }

    /** Ends our side, once what has been written is out. */
    public static void endOutput(Channel channel) {
        channel.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(written -> {
            if (!TlsPipeline.endOutput(channel.pipeline())) {
                ((DuplexChannel) channel).shutdownOutput();
            }
        });
    }

    /** Closes so that the peer cannot take it for a regular end: with a reset, where the transport has one, and without TLS's own end. */
    public static void breakOff(Channel channel) {
        if (channel instanceof NioSocketChannel && channel.isOpen()) {
            channel.config().setOption(ChannelOption.SO_LINGER, 0);
        }
        Optional.ofNullable(channel.pipeline().get(GatheredWrites.class)).ifPresent(GatheredWrites::flushScheduled);
        TlsPipeline.cut(channel);
    }
}
