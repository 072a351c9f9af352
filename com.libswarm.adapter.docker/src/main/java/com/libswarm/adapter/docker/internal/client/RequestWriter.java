package com.libswarm.adapter.docker.internal.client;

import com.libswarm.adapter.docker.internal.http.MessageWriter;
import com.libswarm.adapter.docker.internal.net.BodyPump;
import com.libswarm.adapter.docker.internal.net.Channels;
import com.libswarm.api.Body;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * Writes one request to the engine: its head, and its body at the engine's pace, perhaps only when the engine wants it. After the
 * answer that opens a stream it writes what goes up that. Everything happens on the channel's loop.
 */
final class RequestWriter implements BodyPump.Progress {

    /** Told how it went, at most once. */
    interface Owner {

        /** What goes up the stream has ended. */
        void streamEnded();

        /** The body broke off: the engine must not take what it has got for the whole. */
        void bodyBroken(IOException why);
    }

    /** How long an engine that is asked whether it wants a body may take to say so. */
    private static final int CONTINUE_MILLIS = 1000;

    private final Channel channel;
    private final EngineRequest request;
    private final Owner owner;
    private final Optional<BodyPump> body;

    private boolean headWritten;
    private boolean begun;
    private boolean unwanted;
    private boolean streaming;
    private boolean ended;

    RequestWriter(Channel channel, EngineRequest request, Body body, Owner owner) {
        this.channel = channel;
        this.request = request;
        this.owner = owner;
        this.body = body.isNone() ? Optional.empty() : Optional.of(new BodyPump(channel, body, request.length() < 0, this));
    }

    void start() {
        ByteBuf head = MessageWriter.head(channel.alloc(), request.first(), request.fields());
        if (request.isSafe()) {
            channel.write(head, channel.voidPromise());
        } else {
            channel.write(head).addListener(sent -> headWritten |= sent.isSuccess());
        }
        if (body.isEmpty()) {
            end();
        } else if (request.asksFirst()) {
            channel.flush();
            // not every server knows of the question
            channel.eventLoop().schedule(this::bodyWanted, CONTINUE_MILLIS, TimeUnit.MILLISECONDS);
        } else {
            bodyWanted();
        }
    }

    /** The engine is ready for the body. */
    void bodyWanted() {
        if (begun || unwanted || body.isEmpty()) {
            return;
        }
        begun = true;
        BodyPump pump = body.get();
        if (!request.opensStream()) {
            if (request.length() < 0) {
                pump.start();
            } else {
                pump.startExactly(request.length());
            }
        } else if (request.length() > 0) {
            // head and body together: what a client declares for an attach is dropped by engines only where they read both at once
            pump.startUpTo(request.length());
        } else {
            end();
        }
    }

    /** The engine answers: a body that it has not asked for is not wanted any more. */
    void answered() {
        unwanted = true;
    }

    /** The request is whole. */
    private void end() {
        ended = true;
        if (!request.ownBody().isEmpty()) {
            channel.write(Unpooled.copiedBuffer(request.ownBody(), StandardCharsets.UTF_8), channel.voidPromise());
        }
        channel.flush();
    }

    /** Goes on with what goes up the stream that the answer has opened. */
    void startStream() {
        streaming = true;
        ended = body.isEmpty();
        body.ifPresent(BodyPump::start);
    }

    @Override
    public void ended() {
        if (streaming) {
            ended = true;
            Channels.endOutput(channel);
            owner.streamEnded();
        } else if (request.opensStream()) {
            broken(new IOException("The body ended before its declared length."));
        } else {
            end();
        }
    }

    @Override
    public void allowedWritten() {
        end();
    }

    @Override
    public void broken(IOException why) {
        owner.bodyBroken(why);
    }

    /** The channel can be written to again. */
    void resume() {
        body.ifPresent(BodyPump::resume);
    }

    /** Writes no more, and wants no more of the body. */
    void stop() {
        unwanted = true;
        body.ifPresent(BodyPump::stop);
    }

    /** Whether all of it is written. */
    boolean hasEnded() {
        return ended;
    }

    /** Whether the head has left; not known of a request that is safe to repeat. */
    boolean isHeadWritten() {
        return headWritten;
    }
}
