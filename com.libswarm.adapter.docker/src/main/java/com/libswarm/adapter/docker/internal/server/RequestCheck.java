package com.libswarm.adapter.docker.internal.server;

import com.libswarm.adapter.docker.internal.http.Framing;
import com.libswarm.api.Failure;
import com.libswarm.docker.internal.http.Ascii;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import java.util.List;

/** What a request's head must be like (RFC 9112, 2.3, 3.2, 6), so that nobody can take it for two, or for another one. */
final class RequestCheck {

    /** What a host's name and port are made of, and a little more, as Go's net/http has it (RFC 3986, 3.2.2). */
    private static final String IN_HOST = "!$%&'()*+,-.:;=[]_~";

    private RequestCheck() {
    }

    /** @throws Failure if it cannot be read, or is not to be trusted */
    static void check(HttpRequest request) {
        if (request.decoderResult().isFailure()) {
            throw refusal(request.decoderResult().cause());
        }
        HttpVersion version = request.protocolVersion();
        if (!version.equals(HttpVersion.HTTP_1_1) && !version.equals(HttpVersion.HTTP_1_0)) {
            throw new Failure(505, "HTTP/1.1 is spoken here, not " + version.text() + ".");
        }
        Framing.check(request);
        checkHost(request.headers().getAll(HttpHeaderNames.HOST), version.equals(HttpVersion.HTTP_1_1));
    }

    /** What a failure of the decoder means to the client. */
    static Failure refusal(Throwable why) {
        if (why instanceof Failure) {
            return (Failure) why;
        }
        if (why instanceof TooLongHttpLineException) {
            return new Failure(414, "The request's first line is longer than " + RequestDecoder.LINE_LIMIT + " bytes.");
        }
        if (why instanceof TooLongHttpHeaderException) {
            return new Failure(431, "The request's header is larger than " + RequestDecoder.HEAD_LIMIT + " bytes.");
        }
        return new Failure(400, "This is no HTTP request that can be read: " + why.getMessage());
    }

    private static void checkHost(List<String> hosts, boolean needed) {
        if (hosts.size() > 1 || needed && hosts.isEmpty()) {
            throw new Failure(400, "The request has " + (hosts.isEmpty() ? "no Host" : "more than one Host") + ": HTTP/1.1 asks for one.");
        }
        if (!hosts.isEmpty() && !Ascii.all(hosts.get(0), RequestCheck::isInHost)) {
            throw new Failure(400, "The request's Host is not the name of a host.");
        }
    }

    private static boolean isInHost(int c) {
        return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || IN_HOST.indexOf(c) >= 0;
    }
}
