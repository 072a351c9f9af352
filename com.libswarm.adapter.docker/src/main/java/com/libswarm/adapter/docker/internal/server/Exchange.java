package com.libswarm.adapter.docker.internal.server;

import com.libswarm.adapter.docker.internal.http.FieldNames;
import com.libswarm.adapter.docker.internal.net.BodyPump;
import com.libswarm.adapter.docker.internal.net.ChannelBody;
import com.libswarm.adapter.docker.internal.net.OnLoop;
import com.libswarm.api.Body;
import com.libswarm.api.Call;
import com.libswarm.api.Failure;
import com.libswarm.api.Message;
import com.libswarm.api.Sender;
import com.libswarm.api.Verb;
import com.libswarm.docker.internal.http.RequestUrl;
import com.libswarm.docker.internal.http.Requests;
import com.libswarm.docker.internal.table.Operation;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.DefaultHttpContent;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
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

    /** Up to that, the rest of a refused request is cheaper than a new connection. */
    private static final int UNREAD_LIMIT = 256 * 1024;
    /** How long nothing may be written to a client that has ended its side. */
    private static final int SILENCE_MILLIS = 2000;

    private final ServerConnection connection;
    private final ChannelHandlerContext ctx;
    private final HttpRequest request;
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
    private boolean gone;

    /** @throws Failure if the request cannot be taken */
    Exchange(ServerConnection connection, ChannelHandlerContext ctx, HttpRequest request, RequestUrl url, Operation operation) {
        this.connection = connection;
        this.ctx = ctx;
        this.request = request;
        this.operation = operation;
        this.keepAlive = HttpUtil.isKeepAlive(request);
        this.up = bodyOf(request);
        String upgrade = request.headers().get(HttpHeaderNames.UPGRADE, "");
        Message asked = Requests.message(operation, url, upgrade, request.headers()).withBody(up.<Body>map(body -> body).orElse(Body.NONE));
        if (operation.verb() == Verb.Attach && !HttpUtil.isContentLengthSet(request)) {
            // all that comes is of the stream, and nothing is missing
            asked = asked.withHead(asked.head().with(FieldNames.CONTENT_LENGTH.toString(), "0"));
        }
        this.expecting = isExpecting();
        this.message = expecting ? withExpectation(asked) : asked;
    }

    private boolean isExpecting() {
        String expected = request.headers().get(FieldNames.EXPECT, "");
        if (expected.isEmpty() || request.protocolVersion().minorVersion() == 0) {
            return false;
        }
        if (!HttpHeaderValues.CONTINUE.contentEqualsIgnoreCase(expected)) {
            throw new Failure(417, "The only Expect that is understood here is '100-continue'.");
        }
        return up.isPresent();
    }

    /** The client keeps the body back until somebody reads it; whoever ends the chain may leave that to somebody further on. */
    private Message withExpectation(Message asked) {
        return asked.withHead(asked.head().with(FieldNames.EXPECT.toString(), HttpHeaderValues.CONTINUE.toString()))
                .withBody(new ExpectedBody(asked.body(), () -> OnLoop.run(ctx.channel().eventLoop(), this::letBodyCome, () -> { })));
    }

    private void letBodyCome() {
        if (expecting && !replied && !gone) {
            expecting = false;
            ctx.writeAndFlush(new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.CONTINUE));
        }
    }

    private Optional<ChannelBody> bodyOf(HttpRequest asked) {
        boolean chunked = HttpUtil.isTransferEncodingChunked(asked);
        long length = HttpUtil.getContentLength(asked, 0L);
        if (operation.opensStream()) {
            if (chunked) {
                throw new Failure(411, "A request that opens a stream says how long its own body is: send a Content-Length.");
            }
            return Optional.of(new ChannelBody(ctx.channel(), -1, () -> { }));
        }
        return chunked || length > 0 ? Optional.of(new ChannelBody(ctx.channel(), chunked ? -1 : length, () -> { })) : Optional.empty();
    }

    void send(Sender next) {
        Call asked = Call.ask(next, message);
        call = Optional.of(asked);
        asked.result().thenAccept(reply -> OnLoop.run(ctx.channel().eventLoop(), () -> answer(reply), () -> reply.body().cancel()));
    }

    /** More of the request's body. */
    void content(HttpContent content) {
        if (content.decoderResult().isFailure()) {
            content.release();
            unreadable(content.decoderResult().cause());
            return;
        }
        up.ifPresentOrElse(body -> body.offer(content.content()), content::release);
        if (content instanceof LastHttpContent) {
            requestEnded = true;
            // what follows the body of an Attach may belong to it too: the reply tells
            if (!operation.opensStream() || replied) {
                up.ifPresent(ChannelBody::end);
            }
            early.ifPresent(this::answer);
            finishIfDone();
        }
    }

    private void unreadable(Throwable why) {
        up.ifPresent(body -> body.fail(400, why.getMessage()));
        if (answered) {
            connection.over(ctx, false);
        } else if (replied) {
            // what was begun must not look whole
            connection.breakOff();
        } else {
            connection.refuseRest(ctx, why);
        }
    }

    /** Raw bytes. */
    void streamed(ByteBuf bytes) {
        up.ifPresentOrElse(body -> body.offer(bytes), bytes::release);
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
            connection.context().log().log(System.Logger.Level.DEBUG, "A reply cannot be written.", unwritable);
            reply.body().cancel();
            write(Message.error(500, "The reply to " + message + " cannot be written as HTTP: " + unwritable.getMessage()));
        }
    }

    private void openStream(Message reply) {
        ServerStream opened = new ServerStream(ctx.channel(), message, reply, up.orElseThrow());
        stream = Optional.of(opened);
        ctx.write(opened.head());
        connection.becomeStream();
        if (inputEnded) {
            opened.inputEnded();
        }
        opened.start();
    }

    private void write(Message reply) {
        if (requestEnded) {
            up.ifPresent(ChannelBody::end);
        }
        boolean http11 = request.protocolVersion().minorVersion() > 0;
        boolean headOnly = request.method().name().equals("HEAD");
        Answer answer = Answer.of(reply, operation, headOnly, http11, keepAlive && !leavesMuchUnread(reply));
        keepAlive = answer.keepAlive();
        ctx.write(answer.head(), ctx.voidPromise());
        BodyPump pump = new BodyPump(ctx.channel(), answer.body(), DefaultHttpContent::new, this);
        down = Optional.of(pump);
        if (answer.length() < 0) {
            pump.start();
        } else {
            pump.startExactly(answer.length());
        }
    }

    /** Whether the client had better not send the rest of its request. */
    private boolean leavesMuchUnread(Message reply) {
        return expecting || !requestEnded && reply.isError()
                && (HttpUtil.isTransferEncodingChunked(request) || HttpUtil.getContentLength(request, 0L) > UNREAD_LIMIT);
    }

    @Override
    public void ended() {
        ctx.write(LastHttpContent.EMPTY_LAST_CONTENT, ctx.voidPromise());
        answered = true;
        down = Optional.empty();
        finishIfDone();
    }

    @Override
    public void broken(IOException why) {
        connection.context().log().log(System.Logger.Level.DEBUG, "The answer to " + message + " broke off: " + why.getMessage());
        ctx.flush();
        connection.breakOff();
    }

    private void finishIfDone() {
        if (answered && requestEnded) {
            connection.over(ctx, keepAlive);
        } else if (answered) {
            connection.awaitRestOfRequest(keepAlive);
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
            ctx.close();
        } else if (!operation.opensStream()) {
            closeWhenSilent(written());
        }
    }

    /** A client that has left looks like one that only has nothing more to say, until something is written to it. */
    private void closeWhenSilent(long before) {
        ctx.channel().eventLoop().schedule(() -> {
            long now = written();
            if (!answered && !gone && now == before && ctx.channel().isWritable()) {
                ctx.close();
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
