package com.libswarm.adapter.docker.internal.server;

import com.libswarm.adapter.docker.internal.http.FieldNames;
import com.libswarm.adapter.docker.internal.http.HeaderFields;
import com.libswarm.adapter.docker.internal.http.MessageWriter;
import com.libswarm.api.Body;
import com.libswarm.api.Message;
import com.libswarm.docker.internal.http.Ascii;
import com.libswarm.docker.internal.http.Heads;
import com.libswarm.docker.internal.http.Replies;
import com.libswarm.docker.internal.table.Operation;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;

/**
 * A reply as HTTP has it.
 *
 * @param first line of the head
 * @param length of the body as the head declares it, or -1
 * @param chunked whether the body goes in chunks
 * @param keepAlive whether another answer can follow on the connection
 */
record Answer(String first, HeaderFields fields, Body body, long length, boolean chunked, boolean keepAlive) {

    /**
     * @param headOnly whether the client wants no body (HEAD)
     * @param http11 whether the client speaks HTTP/1.1, else it is 1.0
     * @param keepAlive whether the client would like to go on
     */
    static Answer of(Message reply, Message asked, boolean headOnly, boolean http11, boolean keepAlive) {
        int status = Replies.status(reply, asked.verb());
        String first = MessageWriter.statusLine(http11, status);
        var fields = new HeaderFields();
        Heads.copy(reply.head(), Heads.NOT_IN_REPLIES, fields::add);
        if (headOnly || status == 204 || status == 304) {
            reply.body().cancel();
            setConnection(fields, keepAlive, http11);
            return new Answer(first, fields, Body.NONE, headOnly ? -1 : 0, false, keepAlive);
        }
        Body body = reply.body();
        if (body.isNone()) {
            String text = Replies.text(reply, asked);
            body = Body.text(text);
            fields.set(FieldNames.CONTENT_LENGTH, body.length());
            if (!text.isEmpty()) {
                fields.set(FieldNames.CONTENT_TYPE, Replies.contentType(text));
            }
        }
        long length = declared(fields, body);
        boolean chunked = length < 0 && http11 && !Operation.opensStream(asked.verb());
        if (!chunked) {
            fields.remove(FieldNames.TRAILER);
        }
        if (length < 0 && !chunked) {
            // it ends with the connection, as engines refuse a stream that they had taken over already
            return new Answer(first, fields, body, length, false, false);
        }
        setConnection(fields, keepAlive, http11);
        if (chunked) {
            fields.set(FieldNames.TRANSFER_ENCODING, "chunked");
        }
        return new Answer(first, fields, body, length, chunked, keepAlive);
    }

    /** Says what the version does not say by itself. */
    private static void setConnection(HeaderFields fields, boolean keepAlive, boolean http11) {
        if (keepAlive != http11) {
            fields.set(FieldNames.CONNECTION, keepAlive ? "keep-alive" : "close");
        }
    }

    ByteBuf head(ByteBufAllocator alloc) {
        return MessageWriter.head(alloc, first, fields);
    }

    private static long declared(HeaderFields fields, Body body) {
        String said = fields.get(FieldNames.CONTENT_LENGTH);
        if (!said.isEmpty() && said.length() < 19 && Ascii.isDigits(said)) {
            return Long.parseLong(said);
        }
        fields.remove(FieldNames.CONTENT_LENGTH);
        if (body.length() >= 0) {
            fields.set(FieldNames.CONTENT_LENGTH, body.length());
        }
        return body.length();
    }
}
