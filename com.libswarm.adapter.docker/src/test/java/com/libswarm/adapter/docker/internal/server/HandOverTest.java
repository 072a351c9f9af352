package com.libswarm.adapter.docker.internal.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.libswarm.adapter.docker.internal.net.Channels;
import com.libswarm.adapter.docker.internal.net.GatheredWrites;
import com.libswarm.adapter.docker.internal.net.Loops;
import com.libswarm.api.adapter.Listener;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.EventLoop;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import javax.net.ssl.SSLEngine;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A connection that is given back is nobody's here any more. */
@Timeout(60)
final class HandOverTest {

    private final Queue<Throwable> thrown = new ConcurrentLinkedQueue<>();
    private final CompletableFuture<SocketChannel> given = new CompletableFuture<>();

    /** What an acceptor's listener is for those who give connections back. */
    private final class Taking implements Listener {

        @Override
        public String url() {
            return "tcp://localhost:0";
        }

        @Override
        public void release(SocketChannel connection, ByteBuffer received, Optional<SSLEngine> session) {
            given.complete(connection);
        }
    }

    @Test
    void isLeftAloneWhenItIsAskedForOnceMoreOnItsWayOut() throws Exception {
        try (ServerSocketChannel server = ServerSocketChannel.open().bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
                SocketChannel client = SocketChannel.open(server.getLocalAddress());
                SocketChannel socket = accepted(server);
                Loops.Lease lease = new Loops().lease()) {
            Channel channel = Channels.wrap(socket);
            channel.pipeline().addLast(new GatheredWrites(), new ChannelInboundHandlerAdapter() {
                @Override
                public void exceptionCaught(ChannelHandlerContext ctx, Throwable why) {
                    thrown.add(why);
                }
            });
            EventLoop loop = lease.next();
            loop.register(channel).sync();
            HandOver handOver = new HandOver(socket, channel, CompletableFuture.completedFuture(new Taking()), () -> true);
            Supplier<ByteBuf> again = () -> {
                // comes when the connection is about to leave its loop
                loop.execute(() -> handOver.attempt(() -> Unpooled.EMPTY_BUFFER, () -> { }));
                return Unpooled.EMPTY_BUFFER;
            };

            loop.execute(() -> handOver.attempt(again, () -> { }));

            assertThat(given.get(30, TimeUnit.SECONDS)).isSameAs(socket);
            // what was to be done on the loop has been done
            loop.submit(() -> { }).sync();
            loop.submit(() -> { }).sync();
            assertThat(thrown).isEmpty();
            assertThat(socket.isOpen()).isTrue();
        }
    }

    private static SocketChannel accepted(ServerSocketChannel server) throws IOException {
        SocketChannel socket = server.accept();
        socket.configureBlocking(false);
        return socket;
    }
}
