package com.libswarm.conformance.wire;

import com.libswarm.api.Failure;
import com.libswarm.api.Message;
import com.libswarm.api.Return;
import com.libswarm.api.Sender;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/** The end of a wire out of which messages come; what they are answered goes back over the wire. One thread at a time receives. */
final class AnsweringEnd {

    private final Sender to;
    private final System.Logger log;
    private final Lane lane;
    private final Bodies bodies;
    private final FrameDecoder decoder = new FrameDecoder();
    private final Map<Long, WireReturn> unanswered = new ConcurrentHashMap<>();
    private volatile boolean closed;

    /**
     * @param to takes the messages
     * @param out takes the bytes for the other end, in order, one thread at a time
     * @param log is told of readers that throw
     */
    AnsweringEnd(Sender to, Consumer<ByteBuffer> out, System.Logger log) {
        this.log = log;
        this.to = to;
        lane = new Lane(out, thrown -> close(Failure.of(thrown)));
        bodies = new Bodies(lane);
    }

    /**
     * Bytes from the other end.
     *
     * @throws WireException if they make no sense; this end is then closed
     */
    void receive(ByteBuffer bytes) {
        try {
            decoder.forEach(bytes, this::receive, log);
        } catch (WireException garbage) {
            close(new Failure(502, garbage.getMessage()));
            throw garbage;
        }
    }

    private void receive(Frame frame) {
        if (frame.type() == Frame.Type.HEAD) {
            request(frame.id(), HeadContent.decode(frame.content()));
            return;
        }
        Optional<WireReturn> working = Optional.ofNullable(unanswered.get(frame.id()));
        if (frame.type() == Frame.Type.CANCEL && working.isPresent()) {
            working.get().cancel();
        } else {
            bodies.receive(frame);
        }
    }

    private void request(long id, HeadContent head) {
        Message message = head.hasBody() ? head.message().withBody(bodies.incoming(id, head.bodyLength())) : head.message();
        Sender receiver = head.isVerbKnown() ? to : AnsweringEnd::refuseVerb;
        if (!head.wantsReply()) {
            receiver.send(message);
            return;
        }
        WireReturn ret = new WireReturn(head.requestId(), reply -> reply(id, reply));
        if (unanswered.putIfAbsent(id, ret) != null) {
            throw new WireException("Two requests have the same number.");
        }
        try {
            receiver.send(message.withRet(ret));
        } catch (RuntimeException thrown) {
            ret.send(Message.error(thrown));
        }
    }

    private static void refuseVerb(Message message) {
        message.body().cancel();
        message.reply(Message.error(501, "The message has a verb that is not known at the far end of the wire: update that."));
    }

    private void reply(long id, Message reply) {
        unanswered.remove(id);
        if (closed) {
            reply.body().cancel();
            return;
        }
        ByteBuffer head;
        try {
            head = HeadContent.encode(reply.withRet(Return.NONE));
        } catch (Failure tooLarge) {
            reply.body().cancel();
            lane.send(Frame.of(Frame.Type.HEAD, id, HeadContent.encode(Message.error(502, tooLarge.getMessage()))));
            return;
        }
        Optional<OutgoingBody> body = reply.body().isNone() ? Optional.empty() : Optional.of(bodies.outgoing(id, reply.body()));
        lane.send(Frame.of(Frame.Type.HEAD, id, head));
        body.ifPresent(OutgoingBody::run);
    }

    /** The wire is gone: what is being worked on is cancelled, bodies break off. */
    void close(Failure why) {
        closed = true;
        unanswered.values().forEach(WireReturn::cancel);
        unanswered.clear();
        bodies.close(why);
    }
}
