package com.libswarm.adapter.docker.internal.server;

import com.libswarm.adapter.docker.internal.http.FieldNames;
import com.libswarm.adapter.docker.internal.http.Framing;
import com.libswarm.adapter.docker.internal.http.MessageHead;
import com.libswarm.api.Failure;
import com.libswarm.docker.internal.http.NameSet;
import com.libswarm.docker.internal.http.RequestUrl;
import com.libswarm.docker.internal.table.Operation;
import io.netty.buffer.ByteBuf;

/**
 * A request that opens a stream and sends its own body in chunks, as docker-java does to start an exec. Raw bytes follow that body, so
 * it is gathered first: the message has to tell how much of what comes belongs to the request. On the channel's loop.
 */
final class ChunkedOpening {

    /** The description of an exec has some hundred bytes. */
    private static final int LIMIT = 64 * 1024;

    private static final NameSet OF_CHUNKS = NameSet.of("transfer-encoding", "trailer");

    private final MessageHead request;
    private final RequestUrl url;
    private final Operation operation;
    private final ByteBuf body;

    /** @param body empty; taken over */
    ChunkedOpening(MessageHead request, RequestUrl url, Operation operation, ByteBuf body) {
        this.request = request;
        this.url = url;
        this.operation = operation;
        this.body = body;
    }

    /**
     * Takes over more of the body.
     *
     * @throws Failure 413 if it is too large
     */
    void content(ByteBuf bytes) {
        try {
            if (body.readableBytes() + bytes.readableBytes() > LIMIT) {
                throw new Failure(413, "The own body of a request that opens a stream is larger than " + LIMIT + " bytes: send what goes up the "
                        + "stream after it.");
            }
            body.writeBytes(bytes);
        } finally {
            bytes.release();
        }
    }

    /** Whether the client waits to be told that its body may come. */
    boolean isExpected() {
        return Exchange.expectsContinue(request);
    }

    /** The request with the length of what has been gathered. */
    MessageHead request() {
        int length = body.readableBytes();
        return new MessageHead(request.method(), request.target(), request.status(), request.reason(), request.http11(),
                request.fields().only(this::isKept, FieldNames.CONTENT_LENGTH, Integer.toString(length)),
                new Framing(length, false, request.framing().keepAlive()));
    }

    private boolean isKept(String name) {
        return !OF_CHUNKS.contains(name) && !(isExpected() && name.equalsIgnoreCase(FieldNames.EXPECT));
    }

    RequestUrl url() {
        return url;
    }

    Operation operation() {
        return operation;
    }

    /** What has been gathered; handed over. */
    ByteBuf body() {
        return body;
    }
}
