package com.libswarm.adapter.docker.internal.net;

import com.libswarm.api.Body;
import com.libswarm.api.BrokenBodyException;
import com.libswarm.api.Demand;
import com.libswarm.api.Head;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.Charset;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.Queue;

/**
 * What a channel receives, as a body: no copy is made, a buffer is released at the next read. When the reader is slow, the
 * channel stops reading from its socket.
 *
 * <p>The writing side ({@link #offer}, {@link #end}, {@link #fail}) belongs to the channel's loop.
 */
public final class ChannelBody implements Body {

    private static final int PAUSE_ABOVE = 64 * 1024;
    private static final int RESUME_BELOW = 16 * 1024;

    private final Channel channel;
    private final long length;
    private final Runnable onCancel;
    private final Demand reader = new Demand();

    // guarded by this
    private final Queue<ByteBuf> queue = new ArrayDeque<>(4);
    private ByteBuf lent = Unpooled.EMPTY_BUFFER;
    private int queued;
    private boolean paused;
    private boolean ended;
    private boolean endRead;
    private boolean cancelled;
    private Optional<BrokenBodyException> broken = Optional.empty();
    private Head trailer = Head.EMPTY;

    /**
     * @param length how many bytes it will be, or -1
     * @param onCancel run on the channel's loop when the reader cancels before the end
     */
    public ChannelBody(Channel channel, long length, Runnable onCancel) {
        this.channel = channel;
        this.length = length;
        this.onCancel = onCancel;
    }

    /** Takes over {@code bytes}. */
    public void offer(ByteBuf bytes) {
        boolean pause = false;
        synchronized (this) {
            if (ended || cancelled || !bytes.isReadable()) {
                bytes.release();
                return;
            }
            queue.add(bytes);
            queued += bytes.readableBytes();
            if (queued > PAUSE_ABOVE && !paused) {
                paused = true;
                pause = true;
            }
        }
        if (pause) {
            channel.config().setAutoRead(false);
        }
        reader.signal();
    }

    /** No more bytes. Only the first ending counts. */
    public void end() {
        end(Head.EMPTY);
    }

    /** No more bytes, but these fields. Only the first ending counts. */
    public void end(Head fields) {
        finish(Optional.empty(), fields);
    }

    /** The bytes that came are not the whole. */
    public void fail(int status, String sentence) {
        finish(Optional.of(new BrokenBodyException(status, sentence)), Head.EMPTY);
    }

    private void finish(Optional<BrokenBodyException> why, Head fields) {
        boolean resume;
        synchronized (this) {
            if (ended || cancelled) {
                return;
            }
            ended = true;
            broken = why;
            trailer = fields;
            // from now on the channel serves somebody else
            resume = paused;
            paused = false;
        }
        if (resume) {
            channel.config().setAutoRead(true);
        }
        reader.signal();
    }

    @Override
    public ByteBuffer read() throws IOException {
        boolean resume = false;
        ByteBuffer bytes;
        synchronized (this) {
            giveUpLent();
            if (queue.isEmpty()) {
                endRead = ended;
                if (broken.isPresent() && !cancelled) {
                    throw broken.get();
                }
                return ended || cancelled ? END : NOTHING_YET;
            }
            lent = queue.remove();
            bytes = lent.nioBuffer();
            queued -= bytes.remaining();
            if (paused && queued < RESUME_BELOW) {
                paused = false;
                resume = true;
            }
        }
        if (resume) {
            resume();
        }
        return bytes;
    }

    /** On the loop, as pausing is, or a pause that is just being made would come after it and last for ever. */
    private void resume() {
        OnLoop.run(channel.eventLoop(), () -> {
            if (isOpenForMore()) {
                channel.config().setAutoRead(true);
            }
        }, () -> { });
    }

    private synchronized boolean isOpenForMore() {
        return !paused && !ended;
    }

    private void giveUpLent() {
        lent.release();
        lent = Unpooled.EMPTY_BUFFER;
    }

    @Override
    public void demand(Runnable ready) {
        reader.await(ready, this::isReadable);
    }

    private synchronized boolean isReadable() {
        return !queue.isEmpty() || ended || cancelled;
    }

    @Override
    public void cancel() {
        boolean early;
        boolean resume;
        synchronized (this) {
            giveUpLent();
            queue.forEach(ByteBuf::release);
            queue.clear();
            queued = 0;
            early = !cancelled && !ended;
            resume = paused;
            cancelled |= !endRead;
            paused = false;
        }
        if (resume) {
            resume();
        }
        if (early) {
            OnLoop.run(channel.eventLoop(), onCancel, () -> { });
        }
        reader.signal();
    }

    /** How many bytes wait to be read. */
    public synchronized int queued() {
        return queued;
    }

    /** What waits to be read, as text; it goes on waiting. */
    public synchronized String peek(Charset charset) {
        var text = new StringBuilder();
        queue.forEach(bytes -> text.append(bytes.toString(charset)));
        return text.toString();
    }

    @Override
    public long length() {
        return length;
    }

    @Override
    public synchronized Head trailer() {
        return endRead && broken.isEmpty() ? trailer : Head.EMPTY;
    }
}
