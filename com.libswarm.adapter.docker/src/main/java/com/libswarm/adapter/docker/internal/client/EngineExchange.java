package com.libswarm.adapter.docker.internal.client;

import com.libswarm.adapter.docker.internal.http.Framing;
import com.libswarm.adapter.docker.internal.http.MessageHead;
import com.libswarm.adapter.docker.internal.http.MessageWriter;
import com.libswarm.adapter.docker.internal.net.BodyPump;
import com.libswarm.adapter.docker.internal.net.ChannelBody;
import com.libswarm.adapter.docker.internal.net.Channels;
import com.libswarm.api.Body;
import com.libswarm.api.Failure;
import com.libswarm.api.Message;
import com.libswarm.api.Verb;
import com.libswarm.docker.internal.http.Json;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * One message and the engine's answer to it:
 *
 * <pre>
 *   message -> head of the request; its body, at the engine's pace
 *   reply &lt;- head of the answer, at once; its body, at the reader's pace
 * </pre>
 *
 * <p>After the answer that opens a stream, both bodies are what passes on the socket. Everything happens on the channel's loop.
 */
final class EngineExchange implements BodyPump.Progress {

    /** An error's text is read from its body if that is not larger. */
    private static final int ERROR_TEXT_LIMIT = 16 * 1024;
    /** How long an engine that is asked whether it wants a body may take to say so. */
    private static final int CONTINUE_MILLIS = 1000;

    private final Engine engine;
    private final Message message;
    private final EngineRequest request;
    private final boolean opensStream;

    private Optional<EngineConnection> connection = Optional.empty();
    private Optional<BodyPump> up = Optional.empty();
    private Optional<ChannelBody> down = Optional.empty();
    /** The head of an answer that is not passed on yet: perhaps its body comes with it, and is passed on with it. */
    private Optional<MessageHead> held = Optional.empty();
    private boolean written;
    private boolean sending;
    private boolean upEnded;
    private boolean answering;
    private boolean replied;
    private boolean over;
    private boolean streaming;
    private boolean keepAlive;

    /** @throws com.libswarm.api.Failure 400 if the message stands for no request */
    EngineExchange(Engine engine, Message message) {
        this.engine = engine;
        this.message = message;
        this.request = EngineRequest.of(message);
        this.opensStream = message.verb() == Verb.Attach || message.verb() == Verb.Connect;
    }

    boolean isHeadOnly() {
        return request.method().equals("HEAD");
    }

    /** Whether there is nothing left to do: it was cancelled, or is answered whole. */
    boolean isOver() {
        return over;
    }

    void start(EngineConnection taken) {
        connection = Optional.of(taken);
        Channel channel = taken.channel();
        ByteBuf head = MessageWriter.head(channel.alloc(), request.first(), request.fields());
        channel.write(head).addListener(sent -> written |= sent.isSuccess());
        if (message.body().isNone()) {
            endRequest();
            return;
        }
        up = Optional.of(new BodyPump(channel, message.body(), request.length() < 0, this));
        if (request.asksFirst()) {
            channel.flush();
            // not every server knows of the question
            channel.eventLoop().schedule(this::bodyWanted, CONTINUE_MILLIS, TimeUnit.MILLISECONDS);
        } else {
            bodyWanted();
        }
    }

    /** The engine is ready for the request's body. */
    void bodyWanted() {
        if (sending || answering || over || up.isEmpty()) {
            return;
        }
        sending = true;
        BodyPump pump = up.orElseThrow();
        if (!opensStream) {
            if (request.length() < 0) {
                pump.start();
            } else {
                pump.startExactly(request.length());
            }
        } else if (request.length() > 0) {
            // head and body together: what a client declares for an attach is dropped by engines only where they read both at once
            pump.startUpTo(request.length());
        } else {
            endRequest();
        }
    }

    private void endRequest() {
        upEnded = true;
        Channel channel = channel();
        if (EngineRequest.isExecStart(message)) {
            channel.write(Unpooled.copiedBuffer(EngineRequest.EXEC_START, StandardCharsets.UTF_8), channel.voidPromise());
        } else if (request.length() < 0) {
            channel.write(MessageWriter.lastChunk(), channel.voidPromise());
        }
        channel.flush();
    }

    private Channel channel() {
        return connection.orElseThrow().channel();
    }

    @Override
    public void ended() {
        if (streaming) {
            upEnded = true;
            Channels.endOutput(channel());
            closeStreamIfDone();
        } else if (opensStream) {
            broken(new IOException("The body ended before its declared length."));
        } else {
            endRequest();
        }
    }

    @Override
    public void allowedWritten() {
        endRequest();
    }

    @Override
    public void broken(IOException why) {
        // without the last chunk, so that the engine does not take it for the whole
        fail(400, "The body of " + message + " broke off: " + why.getMessage());
        Channels.breakOff(channel());
    }

    void head(MessageHead response) {
        if (over) {
            // it was refused, and the connection is about to end
            return;
        }
        answering = true;
        int status = response.status();
        if (status != 101 && (status < 200 || status > 599)) {
            refuse("It ends with the status " + status + ".");
            return;
        }
        Framing framing = response.framing();
        boolean bare = status == 200 && !framing.hasLength() && !framing.chunked();
        if (opensStream && (status == 101 || bare && message.verb() == Verb.Attach)) {
            openStream(response);
        } else if (status == 101) {
            fail(502, "The engine at " + engine.address() + " wants to upgrade where nobody asked for it.");
            channel().close();
        } else {
            answer(response, status);
        }
    }

    private void openStream(MessageHead response) {
        ChannelBody body = new ChannelBody(channel(), -1, this::closeNow);
        down = Optional.of(body);
        streaming = true;
        upEnded = up.isEmpty();
        Channels.allowHalfClose(channel());
        connection.orElseThrow().becomeStream();
        replied = true;
        message.reply(EngineReply.stream(response, body));
        up.ifPresent(BodyPump::start);
    }

    private void answer(MessageHead response, int status) {
        keepAlive = response.framing().keepAlive();
        boolean bodyless = isHeadOnly() || status == 204 || status == 304;
        if (!bodyless) {
            down = Optional.of(new ChannelBody(channel(), response.framing().length(), this::closeNow));
        }
        held = Optional.of(response);
    }

    /** More of the answer's body, or raw bytes of a stream. */
    void content(ByteBuf bytes) {
        down.ifPresentOrElse(body -> body.offer(bytes), bytes::release);
        if (held.isPresent() && down.isPresent() && down.get().queued() > ERROR_TEXT_LIMIT) {
            reply(held.get(), false);
        }
    }

    /** The answer is whole. */
    void answerEnded() {
        down.ifPresent(ChannelBody::end);
        held.ifPresent(response -> reply(response, true));
        finish();
    }

    /** What has come is read, and more may take its time. */
    void received() {
        held.filter(response -> !isError(response)).ifPresent(response -> reply(response, false));
    }

    private static boolean isError(MessageHead response) {
        return response.status() >= 400;
    }

    /** What the engine says cannot be read, or not be trusted. */
    void refuse(String why) {
        fail(502, "The engine at " + engine.address() + " answered with something that is not HTTP: is it a Docker engine? " + why);
        channel().close();
    }

    /** @param whole whether all of the body is there */
    private void reply(MessageHead response, boolean whole) {
        held = Optional.empty();
        replied = true;
        Body body = down.<Body>map(b -> b).orElse(Body.NONE);
        if (isError(response)) {
            String text = whole ? down.map(b -> Json.errorText(b.peek(StandardCharsets.UTF_8))).orElse("") : "";
            message.reply(EngineReply.error(response, text, body));
        } else {
            message.reply(EngineReply.of(message, response, body));
        }
    }

    /** The answer has come whole. */
    private void finish() {
        over = true;
        boolean clean = upEnded && keepAlive && channel().isActive();
        up.ifPresent(BodyPump::stop);
        if (clean) {
            connection.orElseThrow().finished();
        } else {
            channel().close();
        }
    }

    /** The engine has ended its side of a stream. */
    void inputEnded() {
        down.ifPresent(ChannelBody::end);
        over = true;
        if (message.verb() == Verb.Attach) {
            // the process is gone, and nobody reads what still comes for it
            up.ifPresent(BodyPump::stop);
            upEnded = true;
        }
        closeStreamIfDone();
    }

    private void closeStreamIfDone() {
        if (over && upEnded) {
            channel().close();
        }
    }

    void writable() {
        up.ifPresent(BodyPump::resume);
    }

    /** Nothing more can be written; what the engine said before may still come. */
    void unwritable() {
        up.ifPresent(BodyPump::stop);
    }

    /** The asker wants no answer any more. */
    void cancel() {
        fail(499, "The request was cancelled.");
        connection.ifPresent(taken -> taken.channel().close());
    }

    private void closeNow() {
        up.ifPresent(BodyPump::stop);
        channel().close();
    }

    /**
     * The connection is closed.
     *
     * @param how in the sentence: the engine "closed the connection"
     */
    void lost(String how) {
        received();
        boolean safe = message.body().isNone() && (isSafe() || !written);
        if (!answering && !over && safe && connection.orElseThrow().isUsed()) {
            // it was given up by the engine before this request came
            engine.onFreshConnection(channel().eventLoop(), this);
            return;
        }
        if (replied) {
            down.ifPresent(body -> body.fail(502, "The engine at " + engine.address() + " " + how + " in the middle of its answer."));
            up.ifPresent(BodyPump::stop);
        } else {
            fail(502, "The engine at " + engine.address() + " " + how + " " + (answering ? "in the middle of its answer."
                    : "without an answer."));
        }
    }

    private boolean isSafe() {
        String method = request.method();
        return method.equals("GET") || method.equals("HEAD");
    }

    void fail(Failure why) {
        fail(why.status(), why.getMessage());
    }

    /** Answers with an Error, or breaks the answer off that is on its way. */
    void fail(int status, String sentence) {
        over = true;
        // what has been answered stays answered
        received();
        held = Optional.empty();
        if (up.isPresent()) {
            up.get().stop();
        } else {
            message.body().cancel();
        }
        down.ifPresent(body -> body.fail(status, sentence));
        if (!replied) {
            replied = true;
            down.ifPresent(Body::cancel);
            message.reply(Message.error(status, sentence));
        }
    }
}
