package com.libswarm.adapter.docker.internal.net;

import com.libswarm.adapter.docker.internal.http.MessageWriter;
import com.libswarm.api.Body;
import com.libswarm.api.BrokenBodyException;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * Writes a body into a channel at the channel's pace, with the one copy that it takes. Everything but the body's callback
 * happens on the channel's loop.
 */
public final class BodyPump {

    /** Told on the channel's loop how it went; one of the three, once for each time the pump was started. */
    public interface Progress {

        /** The body has ended; all of it is written, perhaps not yet flushed. */
        void ended();

        /** As many bytes are written as {@link #startUpTo} allowed, and there may be more. */
        default void allowedWritten() {
        }

        /** The body broke off, or is not as long as was said. */
        void broken(IOException why);
    }

    private final Channel channel;
    private final Body body;
    private final boolean chunked;
    private final Progress progress;

    private ByteBuffer rest = Body.NOTHING_YET;
    private long allowed;
    private long written;
    private boolean exact;
    private boolean partial;
    private boolean active;
    private boolean asked;
    private boolean running;
    private boolean stopped;

    /** @param chunked whether it is written in chunks, with the last one and the trailer */
    public BodyPump(Channel channel, Body body, boolean chunked, Progress progress) {
        this.channel = channel;
        this.body = body;
        this.chunked = chunked;
        this.progress = progress;
    }

    /** Writes the body to its end. */
    public void start() {
        start(Long.MAX_VALUE, false);
    }

    /** Writes the body to its end, which comes after {@code length} bytes: with more or less it is broken. */
    public void startExactly(long length) {
        start(length, true);
    }

    /** Writes {@code bytes} bytes of the body, which has more of them, and leaves flushing to the caller. */
    public void startUpTo(long bytes) {
        start(bytes, false);
    }

    private void start(long bytes, boolean toTheEnd) {
        allowed = bytes;
        exact = toTheEnd;
        partial = bytes < Long.MAX_VALUE && !toTheEnd;
        active = true;
        run();
    }

    /** The channel can be written to again. */
    public void resume() {
        if (active && !asked) {
            run();
        }
    }

    /** How many bytes were written. On the channel's loop. */
    public long written() {
        return written;
    }

    /** Writes no more, and wants no more of the body. */
    public void stop() {
        if (!stopped) {
            stopped = true;
            active = false;
            body.cancel();
        }
    }

    private void run() {
        // a write or flush may tell of a change of writability before it returns
        if (running) {
            return;
        }
        running = true;
        try {
            pump();
        } finally {
            running = false;
        }
    }

    private void pump() {
        try {
            while (active && !asked) {
                if (!channel.isWritable()) {
                    channel.flush();
                    if (!channel.isWritable()) {
                        return;
                    }
                }
                ByteBuffer bytes = rest.hasRemaining() ? rest : body.read();
                if (bytes == Body.NOTHING_YET) {
                    if (!partial) {
                        channel.flush();
                    }
                    asked = true;
                    body.demand(this::ready);
                    continue;
                }
                if (bytes == Body.END) {
                    if (exact && allowed > 0) {
                        throw new BrokenBodyException(500, "The body ended " + allowed + " bytes before its declared length.");
                    }
                    if (chunked) {
                        channel.write(MessageWriter.lastChunk(body.trailer()), channel.voidPromise());
                    }
                    finish();
                    progress.ended();
                    return;
                }
                write(bytes);
            }
        } catch (IOException why) {
            active = false;
            stopped = true;
            progress.broken(why);
        } catch (RuntimeException why) {
            active = false;
            stop();
            progress.broken(new BrokenBodyException(500, "The body could not be read: " + why));
        }
    }

    private void write(ByteBuffer bytes) throws IOException {
        int n = (int) Math.min(bytes.remaining(), allowed);
        if (n == 0) {
            body.cancel();
            throw new BrokenBodyException(500, "The body goes on after its declared length.");
        }
        ByteBuf copy = channel.alloc().buffer(chunked ? n + MessageWriter.CHUNK_FRAME : n);
        if (chunked) {
            MessageWriter.beginChunk(copy, n);
        }
        if (n == bytes.remaining()) {
            copy.writeBytes(bytes);
        } else {
            copy.writeBytes(bytes.slice(bytes.position(), n));
            bytes.position(bytes.position() + n);
        }
        if (chunked) {
            MessageWriter.endChunk(copy);
        }
        rest = bytes;
        allowed -= n;
        written += n;
        channel.write(copy, channel.voidPromise());
        if (allowed == 0 && partial) {
            active = false;
            progress.allowedWritten();
        }
    }

    private void finish() {
        active = false;
        stopped = true;
    }

    private void ready() {
        if (channel.eventLoop().inEventLoop()) {
            asked = false;
            run();
        } else {
            OnLoop.run(channel.eventLoop(), () -> {
                asked = false;
                run();
            }, body::cancel);
        }
    }
}
