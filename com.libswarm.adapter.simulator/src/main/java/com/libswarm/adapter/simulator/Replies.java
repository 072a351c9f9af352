package com.libswarm.adapter.simulator;

import com.libswarm.api.Body;
import com.libswarm.api.Head;
import com.libswarm.api.Message;
import com.libswarm.api.Verb;
import java.nio.ByteBuffer;

/** The replies that an engine gives. */
final class Replies {

    private static final Head JSON = Head.of("Content-Type", "application/json");

    private Replies() {
    }

    /** Here is the value. */
    static Message json(Object value) {
        return Message.value().withHead(JSON).withBody(body(value)).withStatus(200);
    }

    /** Done, with this result. */
    static Message done(Object result) {
        return Message.ack().withHead(JSON).withBody(body(result)).withStatus(200);
    }

    /** Done. */
    static Message done() {
        return Message.ack().withStatus(204);
    }

    /** Done with a status of its own. */
    static Message done(int status) {
        return Message.ack().withStatus(status);
    }

    static Message created(Object result) {
        return Message.ack().withHead(JSON).withBody(body(result)).withStatus(201);
    }

    /** JSON values, one after the other, as they come. */
    static Message jsonStream(Verb verb, Body values) {
        return Message.of(verb, "/").withHead(JSON).withBody(values).withStatus(200);
    }

    /** What a process writes: for Attach a Connect, for Watch a Set. */
    static Message output(Verb verb, Body output) {
        return Message.of(verb, "/").withHead(Head.of("Content-Type", Frames.CONTENT_TYPE)).withBody(output);
    }

    private static Body body(Object value) {
        return Body.of(ByteBuffer.wrap(Json.bytes(value)));
    }
}
