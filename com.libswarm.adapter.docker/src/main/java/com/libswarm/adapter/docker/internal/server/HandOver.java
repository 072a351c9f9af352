package com.libswarm.adapter.docker.internal.server;

import com.libswarm.adapter.docker.internal.tls.TlsPipeline;
import com.libswarm.api.adapter.Listener;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import javax.net.ssl.SSLEngine;

/**
 * Gives a connection back to its listener, for the instance that comes next: the socket, what was received of it and not read, and
 * its TLS session. Nothing may be on its way then, in or out. On the channel's loop.
 */
final class HandOver {

    private final SocketChannel socket;
    private final Channel channel;
    private final CompletableFuture<Listener> listener;
    private final BooleanSupplier quiet;

    private Optional<ByteBuf> stray = Optional.empty();
    private int attempts;
    private boolean done;

    /** @param quiet whether nothing happens on the connection now */
    HandOver(SocketChannel socket, Channel channel, CompletableFuture<Listener> listener, BooleanSupplier quiet) {
        this.socket = socket;
        this.channel = channel;
        this.listener = listener;
        this.quiet = quiet;
    }

    /** Whether the connection is somebody else's now. */
    boolean isDone() {
        return done;
    }

    /** Takes what the channel's handlers still held. */
    void keep(ByteBuf bytes) {
        stray = Optional.of(stray.map(before -> Unpooled.wrappedBuffer(before, bytes)).orElse(bytes));
    }

    /**
     * Gives it back if it is quiet.
     *
     * @param undecoded stops the decoder, and gives what that holds
     * @param left run once the channel is off its loop
     */
    void attempt(Supplier<ByteBuf> undecoded, Runnable left) {
        if (done || !channel.isRegistered()) {
            // just coming, and drained when it is here; or just going, when a write would find no loop any more
            return;
        }
        // what is on its way out goes first, and the handlers that are at work now come to their end; if an answer was written
        // meanwhile, it is not out yet, and this was asked for once more after it
        int number = ++attempts;
        channel.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(written -> channel.eventLoop().execute(() -> {
            if (number == attempts && !done && channel.isActive() && isOutOfHandshake() && quiet.getAsBoolean()) {
                giveBack(undecoded.get(), left);
            }
        }));
    }

    private boolean isOutOfHandshake() {
        return channel.pipeline().get(FirstByte.class) != null || !TlsPipeline.isHandshaking(channel.pipeline());
    }

    private void giveBack(ByteBuf undecoded, Runnable left) {
        done = true;
        channel.config().setAutoRead(false);
        keep(undecoded);
        // TLS passes on what it holds
        Optional<SSLEngine> session = TlsPipeline.remove(channel.pipeline());
        channel.deregister().addListener(off -> {
            ByteBuffer received = stray.map(bytes -> ByteBuffer.allocate(bytes.readableBytes()).put(bytes.nioBuffer()).flip())
                    .orElseGet(() -> ByteBuffer.allocate(0));
            stray.ifPresent(ByteBuf::release);
            left.run();
            listener.thenAccept(owner -> owner.release(socket, received, session));
        });
    }
}
