package com.libswarm.adapter.docker.internal.server;

import com.libswarm.adapter.docker.internal.http.FieldNames;
import com.libswarm.adapter.docker.internal.http.HeadBudget;
import com.libswarm.adapter.docker.internal.http.HostCheck;
import com.libswarm.adapter.docker.internal.http.MessageDecoder;
import com.libswarm.adapter.docker.internal.http.MessageHead;
import com.libswarm.adapter.docker.internal.http.MessageWriter;
import com.libswarm.adapter.docker.internal.net.Channels;
import com.libswarm.api.Failure;
import com.libswarm.api.Head;
import com.libswarm.api.Message;
import com.libswarm.api.Verb;
import com.libswarm.api.adapter.Context;
import com.libswarm.docker.internal.http.Json;
import com.libswarm.docker.internal.http.RequestUrl;
import com.libswarm.docker.internal.table.DockerTable;
import com.libswarm.docker.internal.table.Operation;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;

/**
 * What a client says on one connection: requests one after the other, each an {@link Exchange}, and perhaps in the end a stream.
 * Everything happens on the channel's loop.
 */
final class RequestSequence implements MessageDecoder.Sink {

    /** How much of the next requests is read while one is worked on, so that the end of the connection is noticed. */
    private static final int HELD_LIMIT = 64 * 1024;
    /** What an engine says of a head that is too large, and of no other request that it refuses: not even the API's JSON. */
    private static final String TOO_LARGE = "HTTP/1.1 431 Request Header Fields Too Large\r\nContent-Type: text/plain; charset=utf-8\r\n"
            + "Connection: close\r\n\r\n431 Request Header Fields Too Large";
    /** What stands for a request that says nothing which can be relied on. */
    private static final Message REFUSED = Message.of(Verb.Get, "/");

    private final Context context;
    private final Channel channel;
    private final Runnable idle;
    private final MessageDecoder decoder;
    private final HeadTimer headTimer;
    private final LingeringClose lingering;

    private Optional<Exchange> exchange = Optional.empty();
    private Optional<ChunkedOpening> opening = Optional.empty();
    private boolean inputEnded;
    private boolean closing;
    private boolean streaming;

    /**
     * @param headTime how long the client may take for a head
     * @param budget for large heads
     * @param idle run after each exchange that leaves the connection open for another
     */
    RequestSequence(Context context, Channel channel, Duration headTime, HeadBudget budget, Runnable idle) {
        this.context = context;
        this.channel = channel;
        this.decoder = MessageDecoder.ofRequests(this, budget);
        this.idle = idle;
        this.headTimer = new HeadTimer(channel, headTime, this::late);
        this.lingering = new LingeringClose(channel);
    }

    /** Takes over what was received. */
    void read(ByteBuf bytes) {
        if (streaming && exchange.isPresent()) {
            exchange.get().content(bytes);
        } else if (closing || streaming) {
            lingering.discard(bytes);
        } else {
            decoder.read(bytes);
            if (decoder.held() > HELD_LIMIT) {
                channel.config().setAutoRead(false);
            }
        }
    }

    /** All that has come for now is read. */
    void readComplete() {
        if (decoder.isInHead() && exchange.isEmpty() && !closing) {
            headTimer.startOnce();
        }
    }

    private void late() {
        if (exchange.isPresent()) {
            channel.close();
        } else {
            refuse(new Failure(408, "The request did not come within " + headTimer.time().toSeconds() + " seconds."));
        }
    }

    @Override
    public void head(MessageHead request) {
        try {
            HostCheck.check(request);
            RequestUrl url = RequestUrl.parse(request.target());
            Operation operation = DockerTable.operation(request.method(), url.path(), request.fields().has(FieldNames.UPGRADE));
            if (operation.opensStream() && request.framing().chunked()) {
                gather(new ChunkedOpening(request, url, operation, channel.alloc().buffer()));
            } else {
                begin(request, url, operation);
            }
        } catch (Failure refused) {
            refuse(refused);
        }
    }

    private void gather(ChunkedOpening begun) {
        opening = Optional.of(begun);
        // its body has as much time as a head
        headTimer.startOnce();
        if (begun.isExpected()) {
            channel.writeAndFlush(MessageWriter.interimContinue());
        }
    }

    private void begin(MessageHead request, RequestUrl url, Operation operation) {
        headTimer.stop();
        try {
            Exchange begun = new Exchange(this, channel, request, url, operation);
            exchange = Optional.of(begun);
            begun.send(context.next());
        } catch (Failure refused) {
            refuse(refused);
        }
    }

    @Override
    public void content(ByteBuf bytes) {
        if (opening.isPresent()) {
            gatherMore(bytes);
        } else {
            exchange.ifPresentOrElse(begun -> begun.content(bytes), bytes::release);
        }
    }

    private void gatherMore(ByteBuf bytes) {
        try {
            opening.orElseThrow().content(bytes);
        } catch (Failure tooLarge) {
            refuse(tooLarge);
        }
    }

    @Override
    public void end(Head trailer) {
        if (opening.isPresent()) {
            ChunkedOpening whole = opening.get();
            opening = Optional.empty();
            begin(whole.request(), whole.url(), whole.operation());
            content(whole.body());
        }
        exchange.ifPresent(ended -> ended.requestEnded(trailer));
    }

    @Override
    public void unreadable(Failure why) {
        exchange.ifPresentOrElse(begun -> begun.unreadable(why), () -> refuse(why));
    }

    /** Answers a request that goes nowhere, and closes: what follows it cannot be trusted. */
    void refuse(Failure why) {
        headTimer.stop();
        dropOpening();
        if (why.status() == 431) {
            channel.write(Unpooled.copiedBuffer(TOO_LARGE, StandardCharsets.US_ASCII));
        } else {
            Answer answer = Answer.of(Message.error(why.status(), why.getMessage()), REFUSED, false, true, false);
            channel.write(answer.head(channel.alloc()));
            channel.write(Unpooled.wrappedBuffer(Json.error(why.getMessage()).getBytes(StandardCharsets.UTF_8)));
        }
        closeLingering();
    }

    private void dropOpening() {
        opening.ifPresent(dropped -> dropped.body().release());
        opening = Optional.empty();
    }

    /** The rest of a request cannot be read: what the next link says of it comes too late. */
    void refuseRest(Failure why) {
        Optional<Exchange> cut = exchange;
        exchange = Optional.empty();
        refuse(why);
        cut.ifPresent(Exchange::gone);
    }

    private void closeLingering() {
        closing = true;
        lingering.begin(decoder.stop());
    }

    /** The exchange is over, and its answer is written. */
    void over(boolean keepAlive) {
        exchange = Optional.empty();
        channel.flush();
        headTimer.stop();
        if (!keepAlive) {
            closeLingering();
            return;
        }
        boolean moreIsDecoded = decoder.isDecoding();
        channel.config().setAutoRead(true);
        decoder.resume();
        if (inputEnded && !moreIsDecoded) {
            inputEnded();
        }
        idle.run();
    }

    /**
     * The answer is written, but the client still sends its request: it gets some time for that. Who stopped reading would lose the
     * answer to him.
     */
    void awaitRestOfRequest(boolean keepAlive) {
        channel.flush();
        if (!keepAlive) {
            Channels.endOutput(channel);
        }
        headTimer.start();
    }

    /** From now on bytes pass as they are. */
    void becomeStream() {
        channel.config().setAutoRead(true);
        streaming = true;
        content(decoder.stop());
    }

    /** Closes behind an answer whose client sees that it is not whole: he gets all that has come of it, as from an engine that dies. */
    void cutOff() {
        Optional<Exchange> cut = exchange;
        exchange = Optional.empty();
        closing = true;
        channel.config().setAutoRead(true);
        channel.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(written -> closeLingering());
        cut.ifPresent(Exchange::gone);
    }

    /** Closes so that the client cannot take the answer for a whole one. */
    void breakOff() {
        closing = true;
        Channels.breakOff(channel);
    }

    void writable() {
        exchange.ifPresent(Exchange::writable);
    }

    /** The client has ended its side: it may still want the answers to what it has sent. */
    void inputEnded() {
        inputEnded = true;
        if (exchange.isPresent()) {
            exchange.get().inputEnded();
        } else if ((decoder.isInHead() || opening.isPresent()) && !closing) {
            refuse(new Failure(400, "The request is not whole: the client ended its side in the middle of it."));
        } else {
            channel.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(written -> channel.close());
        }
    }

    /** Whether a request is worked on, or a stream is open. */
    boolean isInExchange() {
        return exchange.isPresent();
    }

    /** Whether the client has begun nothing that is not answered, and may begin something. */
    boolean isQuiet() {
        return exchange.isEmpty() && opening.isEmpty() && !closing && !decoder.isInHead();
    }

    /** Reads no more, and hands over what it has not read. */
    ByteBuf stop() {
        headTimer.stop();
        return decoder.stop();
    }

    /** The connection is lost. */
    void gone() {
        stop().release();
        dropOpening();
        Optional<Exchange> cut = exchange;
        exchange = Optional.empty();
        cut.ifPresent(Exchange::gone);
    }

    Context context() {
        return context;
    }
}
