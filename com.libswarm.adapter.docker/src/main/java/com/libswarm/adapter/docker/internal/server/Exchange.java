package com.libswarm.adapter.docker.internal.server;

import com.libswarm.adapter.docker.internal.http.FieldNames;
import com.libswarm.adapter.docker.internal.http.MessageHead;
import com.libswarm.adapter.docker.internal.http.MessageWriter;
import com.libswarm.adapter.docker.internal.net.BodyPump;
import com.libswarm.adapter.docker.internal.net.ChannelBody;
import com.libswarm.adapter.docker.internal.net.OnLoop;
import com.libswarm.api.Body;
import com.libswarm.api.Call;
import com.libswarm.api.Failure;
import com.libswarm.api.Head;
import com.libswarm.api.Message;
import com.libswarm.api.Sender;
import com.libswarm.api.Verb;
import com.libswarm.docker.internal.http.RequestUrl;
import com.libswarm.docker.internal.http.Requests;
import com.libswarm.docker.internal.table.Operation;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * One request of a client and its answer:
 *
 * <pre>
 *   head of the request -> message -> next link ... reply -> head of the answer -> its body, at the client's pace
 *   content, as it comes -> the message's body, at the reader's pace
 * </pre>
 *
 * <p>Where the reply to an Attach or Connect is Connect, the connection goes on as a {@link ServerStream}.
 */
final class Exchange implements BodyPump.Progress {

    /** Up to that, the rest of a refused request is cheaper than a new requests. */
    private static final int UNREAD_LIMIT = 256 * 1024;
    /** How long nothing may be written to a client that has ended its side. */
    private static final int SILENCE_MILLIS = 2000;

    private static final String CONTINUE = "100-continue";

    private final RequestSequence requests;
    private final Channel channel;
    private final MessageHead request;
    private final Operation operation;
    private final Message message;
    private final Optional<ChannelBody> up;

    private Optional<Call> call = Optional.empty();
    private Optional<ServerStream> stream = Optional.empty();
    private Optional<BodyPump> down = Optional.empty();
    private Optional<Message> early = Optional.empty();
    private boolean expecting;
    private boolean requestEnded;
    private boolean inputEnded;
    private boolean replied;
    private boolean answered;
    private boolean keepAlive;
    private boolean framed;
    private boolean gone;

    /** @throws Failure if the request cannot be taken */
    Exchange(RequestSequence requests, Channel channel, MessageHead request, RequestUrl url, Operation operation) {
        this.requests = requests;
        this.channel = channel;
        this.request = request;
        this.operation = operation;
        this.keepAlive = request.framing().keepAlive();
        this.up = body();
        Message asked = Requests.message(operation, url, request.fields().get(FieldNames.UPGRADE), request.fields(),
                up.<Body>map(body -> body).orElse(Body.NONE));
        if (operation.verb() == Verb.Attach && !request.framing().hasLength()) {
            // all that comes is of the stream, and nothing is missing
            asked = asked.withHead(asked.head().with(FieldNames.CONTENT_LENGTH, "0"));
        }
        this.expecting = isExpecting();
        this.message = expecting ? withExpectation(asked) : asked;
    }

    private boolean isExpecting() {
        String expected = request.fields().get(FieldNames.EXPECT);
        if (expected.isEmpty() || !request.http11()) {
            return false;
        }
        if (!expectsContinue(request)) {
            throw new Failure(417, "The only Expect that is understood here is '100-continue'.");
        }
        return up.isPresent();
    }

    /** Whether the client waits to be told that somebody wants the body. */
    static boolean expectsContinue(MessageHead request) {
        return request.http11() && request.fields().get(FieldNames.EXPECT).equalsIgnoreCase(CONTINUE);
    }

    /** The client keeps the body back until somebody reads it; whoever ends the chain may leave that to somebody further on. */
    private Message withExpectation(Message asked) {
        return asked.withHead(asked.head().with(FieldNames.EXPECT, CONTINUE))
                .withBody(new ExpectedBody(asked.body(), () -> OnLoop.run(channel.eventLoop(), this::letBodyCome, () -> { })));
    }

    private void letBodyCome() {
        if (expecting && !replied && !gone) {
            expecting = false;
            channel.writeAndFlush(MessageWriter.interimContinue());
        }
    }

    private Optional<ChannelBody> body() {
        if (operation.opensStream()) {
            return Optional.of(new ChannelBody(channel, -1, () -> { }));
        }
        return request.framing().exceeds(0) ? Optional.of(new ChannelBody(channel, request.framing().length(), () -> { }))
                : Optional.empty();
    }

    void send(Sender next) {
        Call asked = Call.ask(next, message);
        call = Optional.of(asked);
        asked.result().thenAccept(reply -> OnLoop.run(channel.eventLoop(), () -> answer(reply), () -> reply.body().cancel()));
    }

    /** More of the request's body, or raw bytes. */
    void content(ByteBuf bytes) {
        up.ifPresentOrElse(body -> body.offer(bytes), bytes::release);
    }

    /** The request is whole. */
    void requestEnded(Head trailer) {
        requestEnded = true;
        // what follows the body of an Attach may belong to it too: the reply tells
        if (!operation.opensStream() || replied) {
            up.ifPresent(body -> body.end(trailer));
        }
        early.ifPresent(this::answer);
        finishIfDone();
    }

    /** The rest of the request cannot be read. */
    void unreadable(Failure why) {
        up.ifPresent(body -> body.fail(400, why.getMessage()));
        if (answered) {
            requests.over(false);
        } else if (replied) {
            // what was begun must not look whole
            requests.breakOff();
        } else {
            requests.refuseRest(why);
        }
    }

    private void answer(Message reply) {
        if (gone) {
            reply.body().cancel();
            return;
        }
        boolean opens = operation.opensStream() && reply.verb() == Verb.Connect;
        if (opens && !requestEnded) {
            early = Optional.of(reply);
            return;
        }
        early = Optional.empty();
        replied = true;
        try {
            if (opens) {
                openStream(reply);
            } else {
                write(reply);
            }
        } catch (RuntimeException unwritable) {
            requests.context().log().log(System.Logger.Level.DEBUG, "A reply cannot be written.", unwritable);
            reply.body().cancel();
            write(Message.error(500, "The reply to " + message + " cannot be written as HTTP: " + unwritable.getMessage()));
        }
    }

    private void openStream(Message reply) {
        ServerStream opened = new ServerStream(channel, message, reply, up.orElseThrow());
        stream = Optional.of(opened);
        channel.write(opened.head());
        requests.becomeStream();
        if (inputEnded) {
            opened.inputEnded();
        }
        opened.start();
    }

    private void write(Message reply) {
        if (requestEnded) {
            up.ifPresent(ChannelBody::end);
        }
        boolean headOnly = request.method().equals("HEAD");
        Answer answer = Answer.of(reply, message, headOnly, request.http11(), keepAlive && !leavesMuchUnread(reply));
        keepAlive = answer.keepAlive();
        framed = answer.chunked() || answer.length() >= 0;
        channel.write(answer.head(channel.alloc()), channel.voidPromise());
        BodyPump pump = new BodyPump(channel, answer.body(), answer.chunked(), this);
        down = Optional.of(pump);
        if (answer.length() < 0) {
            pump.start();
        } else {
            pump.startExactly(answer.length());
        }
    }

    /** Whether the client had better not send the rest of its request. */
    private boolean leavesMuchUnread(Message reply) {
        return expecting || !requestEnded && reply.isError() && request.framing().exceeds(UNREAD_LIMIT);
    }

    @Override
    public void ended() {
        answered = true;
        down = Optional.empty();
        finishIfDone();
    }

    @Override
    public void broken(IOException why) {
        requests.context().log().log(System.Logger.Level.DEBUG, "The answer to " + message + " broke off: " + why.getMessage());
        if (framed) {
            requests.cutOff();
        } else {
            channel.flush();
            requests.breakOff();
        }
    }

    private void finishIfDone() {
        if (answered && requestEnded) {
            requests.over(keepAlive);
        } else if (answered) {
            requests.awaitRestOfRequest(keepAlive);
        }
    }

    void writable() {
        stream.ifPresent(ServerStream::writable);
        down.ifPresent(BodyPump::resume);
    }

    /** The client has ended its side. */
    void inputEnded() {
        inputEnded = true;
        stream.ifPresent(ServerStream::inputEnded);
        if (!requestEnded) {
            unreadable(new Failure(400, "The request's body is not whole: the client ended its side in the middle of it."));
        } else if (!operation.opensStream()) {
            closeWhenSilent(written());
        }
    }

    /** A client that has left looks like one that only has nothing more to say, until something is written to it. */
    private void closeWhenSilent(long before) {
        channel.eventLoop().schedule(() -> {
            long now = written();
            if (!answered && !gone && now == before && channel.isWritable()) {
                channel.close();
            } else if (!answered && !gone) {
                closeWhenSilent(now);
            }
        }, SILENCE_MILLIS, TimeUnit.MILLISECONDS);
    }

    private long written() {
        return down.map(BodyPump::written).orElse(-1L);
    }

    /** The connection is lost. */
    void gone() {
        gone = true;
        call.ifPresent(Call::cancel);
        up.ifPresent(body -> body.fail(499, "The client has gone away."));
        down.ifPresent(BodyPump::stop);
        stream.ifPresent(ServerStream::gone);
        early.ifPresent(reply -> reply.body().cancel());
    }
}
