package com.libswarm.adapter.docker.internal.client;

import com.libswarm.adapter.docker.internal.http.FieldNames;
import com.libswarm.adapter.docker.internal.http.MessageHead;
import com.libswarm.api.Args;
import com.libswarm.api.Body;
import com.libswarm.api.Head;
import com.libswarm.api.Message;
import com.libswarm.api.Verb;
import com.libswarm.docker.internal.http.Heads;

/** An engine's answer as a reply. */
final class EngineReply {

    private EngineReply() {
    }

    static Message of(Message request, MessageHead response, Body body) {
        return reply(verb(request.verb(), response), Args.EMPTY, head(response), body);
    }

    /** The reply that opens a stream. */
    static Message stream(MessageHead response, Body body) {
        String status = Integer.toString(response.status());
        Head head = Heads.of(response.fields(), Heads.NOT_IN_STREAMS, Head.STATUS, status);
        return reply(Verb.Connect, Args.EMPTY, head, body);
    }

    static Message error(MessageHead response, String text, Body body) {
        String sentence = text.isEmpty() ? "The engine answers " + response.status() + " " + response.reason() + "." : text;
        return reply(Verb.Error, Args.words(sentence), head(response), body);
    }

    private static Message reply(Verb verb, Args args, Head head, Body body) {
        return Message.of(verb, "/", "", args, head, body);
    }

    private static Head head(MessageHead response) {
        return Heads.of(response.fields(), Heads.NOT_IN_REPLIES, Head.STATUS, Integer.toString(response.status()));
    }

    private static Verb verb(Verb asked, MessageHead response) {
        switch (asked) {
            case Ls:
            case Get:
            case Watch:
                String type = response.fields().get(FieldNames.CONTENT_TYPE);
                return type.contains("tar") || type.startsWith("application/octet-stream") ? Verb.File : Verb.Set;
            default:
                return Verb.Ack;
        }
    }
}
