package com.libswarm.adapter.docker.internal.server;

import com.libswarm.api.Body;
import com.libswarm.api.Message;
import com.libswarm.api.Verb;
import com.libswarm.docker.internal.http.Heads;
import com.libswarm.docker.internal.http.Replies;
import io.netty.handler.codec.http.DefaultHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
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
     * @param chunks whether the client understands chunks (HTTP/1.1)
     * @param keepAlive whether the client would like to go on
     */
    static Answer of(Message reply, Verb asked, String path, boolean headOnly, boolean chunks, boolean keepAlive) {
        int status = Replies.status(reply, asked);
        var head = new DefaultHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.valueOf(status));
        HttpHeaders fields = head.headers();
        Heads.copy(reply.head(), Heads.RESERVED_IN_REPLIES, fields::add);
        if (headOnly || status == 204 || status == 304) {
            reply.body().cancel();
            return finish(head, Body.NONE, headOnly ? -1 : 0, keepAlive, chunks);
        }
        Body body = reply.body();
        if (body.isNone()) {
            String text = Replies.text(reply, asked, path);
            body = Body.text(text);
            fields.set(HttpHeaderNames.CONTENT_LENGTH, body.length());
            if (!text.isEmpty()) {
                fields.set(HttpHeaderNames.CONTENT_TYPE, Replies.contentType(text));
            }
        }
        long length = declared(fields, body);
        if (length < 0 && chunks) {
            fields.set(HttpHeaderNames.TRANSFER_ENCODING, HttpHeaderValues.CHUNKED);
        }
        return finish(head, body, length, keepAlive && (length >= 0 || chunks), chunks);
    }

    private static Answer finish(HttpResponse head, Body body, long length, boolean keepAlive, boolean chunks) {
        if (!keepAlive) {
            head.headers().set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
        } else if (!chunks) {
            // HTTP/1.0 closes unless told otherwise
            head.headers().set(HttpHeaderNames.CONNECTION, HttpHeaderValues.KEEP_ALIVE);
        }
        return new Answer(head, body, length, keepAlive);
    }

    private static long declared(HttpHeaders fields, Body body) {
        String said = fields.get(HttpHeaderNames.CONTENT_LENGTH, "");
        if (!said.isEmpty() && said.length() < 19 && said.chars().allMatch(c -> c >= '0' && c <= '9')) {
            return Long.parseLong(said);
        }
        fields.remove(HttpHeaderNames.CONTENT_LENGTH);
        if (body.length() >= 0) {
            fields.set(HttpHeaderNames.CONTENT_LENGTH, body.length());
        }
        return body.length();
    }
}
