package com.libswarm.adapter.docker.internal.client;

import com.libswarm.adapter.docker.internal.http.Framing;
import com.libswarm.api.Args;
import com.libswarm.api.Body;
import com.libswarm.api.Failure;
import com.libswarm.api.Head;
import com.libswarm.api.Message;
import com.libswarm.api.Verb;
import com.libswarm.docker.internal.http.Heads;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpVersion;
import java.util.Optional;

/** An engine's answer as a reply. */
final class EngineReply {

    private EngineReply() {
    }

    /** Why an answer's head cannot be read, or is not to be trusted; empty if it is fine. */
    static Optional<String> unreadable(HttpResponse response) {
        if (response.decoderResult().isFailure()) {
            return Optional.of(String.valueOf(response.decoderResult().cause().getMessage()));
        }
        HttpVersion version = response.protocolVersion();
        if (!version.equals(HttpVersion.HTTP_1_1) && !version.equals(HttpVersion.HTTP_1_0)) {
            return Optional.of("It says " + version + ".");
        }
        int status = response.status().code();
        if (status != 101 && (status < 200 || status > 599)) {
            return Optional.of("It ends with the status " + status + ".");
        }
        try {
            Framing.check(response);
            return Optional.empty();
        } catch (Failure refused) {
            return Optional.of(refused.getMessage());
        }
    }

    static Message of(Message request, HttpResponse response, Body body) {
        return Message.of(verb(request.verb(), response), "/").withHead(head(response)).withBody(body);
    }

    /** The reply that opens a stream. */
    static Message stream(HttpResponse response, Body body) {
        String status = Integer.toString(response.status().code());
        Head head = Heads.ofHandshake(response.headers(), Heads.RESERVED_IN_REPLIES, Head.STATUS, status);
        return Message.of(Verb.Connect, "/").withHead(head).withBody(body);
    }

    static Message error(HttpResponse response, String text, Body body) {
        String sentence = text.isEmpty() ? "The engine answers " + response.status() + "." : text;
        return Message.of(Verb.Error, "/").withArgs(Args.words(sentence)).withHead(head(response)).withBody(body);
    }

    private static Head head(HttpResponse response) {
        return Heads.of(response.headers(), Heads.RESERVED_IN_REPLIES, Head.STATUS, Integer.toString(response.status().code()));
    }

    private static Verb verb(Verb asked, HttpResponse response) {
        switch (asked) {
            case Ls:
            case Get:
            case Watch:
                String type = response.headers().get(HttpHeaderNames.CONTENT_TYPE, "");
                return type.contains("tar") || type.startsWith("application/octet-stream") ? Verb.File : Verb.Set;
            default:
                return Verb.Ack;
        }
    }
}
