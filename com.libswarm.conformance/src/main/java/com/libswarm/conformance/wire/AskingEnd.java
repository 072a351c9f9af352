package com.libswarm.conformance.wire;

import com.libswarm.api.Failure;
import com.libswarm.api.Message;
import com.libswarm.api.Return;
import com.libswarm.api.Sender;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/**
 * The end of a wire into which messages are sent; their replies come back over the wire. Any thread may send; one at a time
 * receives.
 */
final class AskingEnd implements Sender {

    private final Lane lane;
    private final Bodies bodies;
    private final FrameDecoder decoder = new FrameDecoder();
    private final System.Logger log;
    private final AtomicLong ids = new AtomicLong();
    private final Map<Long, Return> waiting = new ConcurrentHashMap<>();
    private volatile Optional<Failure> closed = Optional.empty();

    /**
     * @param out takes the bytes for the other end, in order, one thread at a time
     * @param log is told of readers and askers that throw
     */
    AskingEnd(Consumer<ByteBuffer> out, System.Logger log) {
        this.log = log;
        lane = new Lane(out, thrown -> close(Failure.of(thrown)));
        bodies = new Bodies(lane);
    }

    @Override
    public void send(Message message) {
        if (closed.isPresent()) {
            refuse(message, closed.get());
            return;
        }
        ByteBuffer head;
        try {
            head = HeadContent.encode(message);
        } catch (Failure tooLarge) {
            refuse(message, tooLarge);
            return;
        }
        long id = ids.incrementAndGet();
        boolean wantsReply = message.wantsReply();
        if (wantsReply) {
            waiting.put(id, message.ret());
        }
        Optional<OutgoingBody> body = message.body().isNone() ? Optional.empty() : Optional.of(bodies.outgoing(id, message.body()));
        lane.send(Frame.of(Frame.Type.HEAD, id, head));
        if (wantsReply) {
            message.ret().onCancel(() -> lane.send(Frame.cancel(id)));
        }
        body.ifPresent(OutgoingBody::run);
        // if it was closed meanwhile, this message may have been overlooked
        closed.ifPresent(this::close);
    }

    private static void refuse(Message message, Failure why) {
        message.body().cancel();
        message.reply(Message.error(why));
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
        if (frame.id() < 1 || frame.id() > ids.get()) {
            throw new WireException("A frame belongs to a request that was never sent.");
        }
        if (frame.type() == Frame.Type.HEAD) {
            reply(frame.id(), HeadContent.decode(frame.content()));
        } else {
            bodies.receive(frame);
        }
    }

    private void reply(long id, HeadContent head) {
        Return asker = waiting.remove(id);
        if (asker == null && closed.isPresent()) {
            return;
        }
        if (asker == null) {
            throw new WireException("A reply came for a request that has one, or wants none.");
        }
        Message reply = head.hasBody() ? head.message().withBody(bodies.incoming(id, head.bodyLength())) : head.message();
        if (head.isVerbKnown()) {
            asker.send(reply);
        } else {
            reply.body().cancel();
            asker.send(Message.error(502, "The reply has a verb that is not known at the near end of the wire: update that."));
        }
    }

    /** The wire is gone: who waits gets {@code why}, and so does who asks from now on. */
    void close(Failure why) {
        if (closed.isEmpty()) {
            closed = Optional.of(why);
        }
        for (Long id : waiting.keySet()) {
            Optional.ofNullable(waiting.remove(id)).ifPresent(asker -> asker.send(Message.error(why)));
        }
        bodies.close(why);
    }
}
