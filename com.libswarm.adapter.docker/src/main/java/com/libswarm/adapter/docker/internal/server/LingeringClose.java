package com.libswarm.adapter.docker.internal.server;

import com.libswarm.adapter.docker.internal.net.Channels;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import java.util.concurrent.TimeUnit;

/**
 * Closes a connection once its client had the time to read what was written (RFC 9112, 9.6): closing on input that nobody has read
 * would destroy it. On the channel's loop.
 */
final class LingeringClose {

    private static final int LINGER_MILLIS = 1000;
    private static final int DISCARD_LIMIT = 1024 * 1024;

    private final Channel channel;
    private int discarded;

    LingeringClose(Channel channel) {
        this.channel = channel;
    }

    /** @param rest of what was received, which nobody reads any more */
    void begin(ByteBuf rest) {
        discard(rest);
        channel.config().setAutoRead(true);
        Channels.endOutput(channel);
        channel.eventLoop().schedule(() -> channel.close(), LINGER_MILLIS, TimeUnit.MILLISECONDS);
    }

    /** Drops what still comes; from who sends too much of it the connection is taken at once. */
    void discard(ByteBuf received) {
        discarded += received.readableBytes();
        received.release();
        if (discarded > DISCARD_LIMIT) {
            channel.close();
        }
    }
}
