package com.libswarm.adapter.docker.internal.client;

import com.libswarm.adapter.docker.internal.http.Framing;
import com.libswarm.adapter.docker.internal.http.MessageHead;
import com.libswarm.adapter.docker.internal.net.ChannelBody;
import com.libswarm.adapter.docker.internal.net.Channels;
import com.libswarm.api.Body;
import com.libswarm.api.Failure;
import com.libswarm.api.Head;
import com.libswarm.api.Message;
import com.libswarm.api.Verb;
import com.libswarm.docker.internal.http.Json;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * One message and the engine's answer to it:
 *
 * <pre>
 *   message -> head of the request; its body, at the engine's pace ({@link RequestWriter})
 *   reply &lt;- head of the answer, at once; its body, at the reader's pace
 * </pre>
 *
 * <p>After the answer that opens a stream, both bodies are what passes on the socket. Everything happens on the channel's loop.
 */
final class EngineExchange implements RequestWriter.Owner {

    /** An error's text is read from its body if that is not larger. */
    private static final int ERROR_TEXT_LIMIT = 16 * 1024;

    private final Engine engine;
    private final Message message;
    private final EngineRequest request;

    private Optional<EngineConnection> connection = Optional.empty();
    private Optional<RequestWriter> up = Optional.empty();
    private Optional<ChannelBody> down = Optional.empty();
    /** The head of an answer that is not passed on yet: perhaps its body comes with it, and is passed on with it. */
    private Optional<MessageHead> held = Optional.empty();
    private boolean answering;
    private boolean replied;
    private boolean over;
    private boolean keepAlive;

    /** @throws com.libswarm.api.Failure 400 if the message stands for no request */
    EngineExchange(Engine engine, Message message) {
        this.engine = engine;
        this.message = message;
        this.request = EngineRequest.of(message);
    }

    boolean isHeadOnly() {
        return request.isHeadOnly();
    }

    /** Whether there is nothing left to do: it was cancelled, or is answered whole. */
    boolean isOver() {
        return over;
    }

    void start(EngineConnection taken) {
        connection = Optional.of(taken);
        var writer = new RequestWriter(taken.channel(), request, message.body(), this);
        up = Optional.of(writer);
        writer.start();
    }

    /** The engine is ready for the request's body. */
    void bodyWanted() {
        up.ifPresent(RequestWriter::bodyWanted);
    }

    private Channel channel() {
        return connection.orElseThrow().channel();
    }

    void head(MessageHead response) {
        if (over) {
            // it was refused, and the connection is about to end
            return;
        }
        answering = true;
        up.ifPresent(RequestWriter::answered);
        int status = response.status();
        if (status != 101 && (status < 200 || status > 599)) {
            refuse("It ends with the status " + status + ".");
            return;
        }
        Framing framing = response.framing();
        boolean bare = status == 200 && !framing.hasLength() && !framing.chunked();
        if (request.opensStream() && (status == 101 || bare && message.verb() == Verb.Attach)) {
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
        Channels.allowHalfClose(channel());
        connection.orElseThrow().becomeStream();
        replied = true;
        message.reply(EngineReply.stream(response, body));
        up.ifPresent(RequestWriter::startStream);
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
    void answerEnded(Head trailer) {
        down.ifPresent(body -> body.end(trailer));
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
        boolean clean = keepAlive && hasUpEnded() && channel().isActive();
        up.ifPresent(RequestWriter::stop);
        if (clean) {
            connection.orElseThrow().finished();
        } else {
            channel().close();
        }
    }

    private boolean hasUpEnded() {
        return up.isPresent() && up.get().hasEnded();
    }

    @Override
    public void streamEnded() {
        if (over) {
            channel().close();
        }
    }

    @Override
    public void bodyBroken(IOException why) {
        // without the last chunk, so that the engine does not take it for the whole
        fail(400, "The body of " + message + " broke off: " + why.getMessage());
        Channels.breakOff(channel());
    }

    /** The engine has ended its side of a stream. */
    void inputEnded() {
        down.ifPresent(ChannelBody::end);
        over = true;
        if (message.verb() == Verb.Attach) {
            // the process is gone, and nobody reads what still comes for it
            closeNow();
        } else if (hasUpEnded()) {
            channel().close();
        }
    }

    void writable() {
        up.ifPresent(RequestWriter::resume);
    }

    /** Nothing more can be written; what the engine said before may still come. */
    void unwritable() {
        up.ifPresent(RequestWriter::stop);
    }

    /** The asker wants no answer any more. */
    void cancel() {
        fail(499, "The request was cancelled.");
        connection.ifPresent(taken -> taken.channel().close());
    }

    private void closeNow() {
        up.ifPresent(RequestWriter::stop);
        channel().close();
    }

    /**
     * The connection is closed.
     *
     * @param how in the sentence: the engine "closed the connection"
     */
    void lost(String how) {
        received();
        boolean repeatable = message.body().isNone() && (request.isSafe() || up.isEmpty() || !up.get().isHeadWritten());
        if (!answering && !over && repeatable && connection.orElseThrow().isUsed()) {
            // it was given up by the engine before this request came
            engine.onFreshConnection(channel().eventLoop(), this);
            return;
        }
        if (replied) {
            down.ifPresent(body -> body.fail(502, "The engine at " + engine.address() + " " + how + " in the middle of its answer."));
            up.ifPresent(RequestWriter::stop);
        } else {
            fail(502, "The engine at " + engine.address() + " " + how + " " + (answering ? "in the middle of its answer."
                    : "without an answer."));
        }
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
        up.ifPresent(RequestWriter::stop);
        message.body().cancel();
        down.ifPresent(body -> body.fail(status, sentence));
        if (!replied) {
            replied = true;
            down.ifPresent(Body::cancel);
            message.reply(Message.error(status, sentence));
        }
    }
}
