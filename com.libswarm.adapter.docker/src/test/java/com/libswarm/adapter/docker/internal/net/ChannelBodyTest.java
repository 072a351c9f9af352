package com.libswarm.adapter.docker.internal.net;

import com.libswarm.api.Body;
import com.libswarm.conformance.BodyContract;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.channels.SocketChannel;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.ExtendWith;

/** What comes over a socket, as a body. */
@ExtendWith(NoLeaks.class)
final class ChannelBodyTest extends BodyContract {

    private final Loops.Lease loops = new Loops().lease();
    private ServerSocket listener;

    @BeforeEach
    void listen() throws IOException {
        listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
    }

    @AfterEach
    void end() throws IOException {
        listener.close();
        loops.close();
    }

    @Override
    protected Body body(byte[] content) {
        try {
            Channel channel = Channels.wrap(SocketChannel.open(new InetSocketAddress(listener.getInetAddress(), listener.getLocalPort())));
            var body = new ChannelBody(channel, content.length, channel::close);
            channel.pipeline().addLast(new Writer(body));
            loops.next().register(channel).sync();
            Socket peer = listener.accept();
            new Thread(() -> send(peer, content), "peer").start();
            return body;
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        } catch (InterruptedException stopped) {
            throw new IllegalStateException(stopped);
        }
    }

    private static void send(Socket peer, byte[] content) {
        try (peer) {
            peer.getOutputStream().write(content);
        } catch (IOException cancelled) {
            // the reader wants no more
        }
    }

    private static final class Writer extends ChannelInboundHandlerAdapter {

        private final ChannelBody body;

        Writer(ChannelBody body) {
            this.body = body;
        }

        @Override
        public void channelRead(ChannelHandlerContext ctx, Object received) {
            body.offer((ByteBuf) received);
        }

        @Override
        public void channelInactive(ChannelHandlerContext ctx) {
            body.end();
        }
    }
}
