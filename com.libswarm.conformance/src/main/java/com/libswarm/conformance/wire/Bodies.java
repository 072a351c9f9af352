package com.libswarm.conformance.wire;

import com.libswarm.api.Body;
import com.libswarm.api.Failure;
import com.libswarm.api.Head;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** The bodies that flow at one end, by the numbers of their requests. */
final class Bodies {

    private final Lane lane;
    private final Map<Long, OutgoingBody> outgoing = new ConcurrentHashMap<>();
    private final Map<Long, IncomingBody> incoming = new ConcurrentHashMap<>();

    Bodies(Lane lane) {
        this.lane = lane;
    }

    /** A body that is to be sent: {@link OutgoingBody#run()} starts it, once its head has been sent. */
    OutgoingBody outgoing(long id, Body body) {
        OutgoingBody made = new OutgoingBody(id, body, lane, () -> outgoing.remove(id));
        outgoing.put(id, made);
        return made;
    }

    /** The body whose DATA will come. */
    Body incoming(long id, long length) {
        IncomingBody made = new IncomingBody(id, length, lane, () -> incoming.remove(id));
        incoming.put(id, made);
        return made.body();
    }

    /** A frame about a body. What comes for one that has just been cancelled here is dropped. */
    void receive(Frame frame) {
        switch (frame.type()) {
            case DATA:
                Optional.ofNullable(incoming.get(frame.id())).ifPresent(body -> body.data(frame.content()));
                break;
            case END:
                Head trailer = frame.trailer();
                Optional.ofNullable(incoming.remove(frame.id())).ifPresent(body -> body.end(trailer));
                break;
            case FAIL:
                Failure why = frame.failure();
                Optional.ofNullable(incoming.remove(frame.id())).ifPresent(body -> body.fail(why));
                break;
            case CREDIT:
                int credit = frame.credit();
                Optional.ofNullable(outgoing.get(frame.id())).ifPresent(body -> body.credit(credit));
                break;
            case CANCEL:
                Optional.ofNullable(outgoing.get(frame.id())).ifPresent(OutgoingBody::cancel);
                break;
            default:
                throw new IllegalArgumentException(frame + " is not about a body.");
        }
    }

    /** The wire is gone. */
    void close(Failure why) {
        incoming.values().forEach(body -> body.fail(why));
        incoming.clear();
        outgoing.values().forEach(OutgoingBody::cancel);
    }
}
