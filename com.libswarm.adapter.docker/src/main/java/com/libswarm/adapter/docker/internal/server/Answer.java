package com.libswarm.adapter.docker.internal.server;

import com.libswarm.adapter.docker.internal.http.FieldNames;
import com.libswarm.api.Body;
import com.libswarm.api.Message;
import com.libswarm.docker.internal.http.Ascii;
import com.libswarm.docker.internal.http.Heads;
import com.libswarm.docker.internal.http.Replies;
import com.libswarm.docker.internal.table.Operation;
import io.netty.handler.codec.http.DefaultHttpResponse;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;

/**
 * A reply as HTTP has it.
 *
 * @param length of the body as the head declares it, or -1
 * @param keepAlive whether another answer can follow on the connection
 */
record Answer(HttpResponse head, Body body, long length, boolean keepAlive) {

    /**
     * @param headOnly whether the client wants no body (HEAD)
     * @param http11 whether the client speaks HTTP/1.1, else it is 1.0
     * @param keepAlive whether the client would like to go on
     */
    static Answer of(Message reply, Operation asked, boolean headOnly, boolean http11, boolean keepAlive) {
        int status = Replies.status(reply, asked.verb());
        var head = new DefaultHttpResponse(http11 ? HttpVersion.HTTP_1_1 : HttpVersion.HTTP_1_0, HttpResponseStatus.valueOf(status));
        HttpHeaders fields = head.headers();
        Heads.copy(reply.head(), Heads.RESERVED_IN_REPLIES, fields::add);
        if (headOnly || status == 204 || status == 304) {
            reply.body().cancel();
            return finish(head, Body.NONE, headOnly ? -1 : 0, keepAlive, http11);
        }
        Body body = reply.body();
        if (body.isNone()) {
            String text = Replies.text(reply, asked.verb(), asked.path());
            body = Body.text(text);
            fields.set(FieldNames.CONTENT_LENGTH, body.length());
            if (!text.isEmpty()) {
                fields.set(FieldNames.CONTENT_TYPE, Replies.contentType(text));
            }
        }
        long length = declared(fields, body);
        if (length >= 0) {
            return finish(head, body, length, keepAlive, http11);
        }
        if (http11 && !asked.opensStream()) {
            Answer chunked = finish(head, body, length, keepAlive, http11);
            fields.set(FieldNames.TRANSFER_ENCODING, HttpHeaderValues.CHUNKED);
            return chunked;
        }
        // it ends with the connection, as engines refuse a stream that they had taken over already
        return new Answer(head, body, length, false);
    }

    private static Answer finish(HttpResponse head, Body body, long length, boolean keepAlive, boolean http11) {
        if (keepAlive != http11) {
            // what the version does not say by itself
            head.headers().set(FieldNames.CONNECTION, keepAlive ? HttpHeaderValues.KEEP_ALIVE : HttpHeaderValues.CLOSE);
        }
        return new Answer(head, body, length, keepAlive);
    }

    private static long declared(HttpHeaders fields, Body body) {
        String said = fields.get(FieldNames.CONTENT_LENGTH, "");
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
