package com.libswarm.docker.internal.http;

import com.libswarm.api.Head;
import com.libswarm.api.Message;
import com.libswarm.api.Verb;
import java.util.regex.Pattern;

/** What the Docker API answers where a reply, from a link that knows nothing of HTTP, does not say it. */
public final class Replies {

    /** Before 1.24 errors were plain text (Docker API, version history). */
    private static final Pattern OLD_VERSION = Pattern.compile("1\\.([0-9]|1[0-9]|2[0-3])");

    private Replies() {
    }

    /** The status of the answer to a request with the verb {@code asked}, from 200 to 599. */
    public static int status(Message reply, Verb asked) {
        if (reply.head().has(Head.STATUS)) {
            int status = reply.status();
            return status >= 200 && status <= 599 ? status : 500;
        }
        switch (reply.verb()) {
            case Error:
                return 500;
            case Ack:
                return asked == Verb.Spawn ? 201 : reply.body().isNone() ? 204 : 200;
            default:
                return 200;
        }
    }

    /** What the answer to {@code asked} says if the reply has no body. */
    public static String text(Message reply, Message asked) {
        if (reply.verb() == Verb.Error) {
            return OLD_VERSION.matcher(asked.head().get(Head.API_VERSION)).matches() ? reply.text() + "\n" : Json.error(reply.text());
        }
        if (reply.verb() == Verb.Set && asked.verb() == Verb.Ls) {
            return Json.listing(asked.path(), reply.args().words());
        }
        if (asked.verb() == Verb.Spawn && reply.args().has("path")) {
            String made = reply.args().get("path");
            return Json.created(made.substring(made.lastIndexOf('/') + 1));
        }
        return reply.text();
    }

    /** The media type of such a text. */
    public static String contentType(String text) {
        return text.startsWith("{") || text.startsWith("[") ? "application/json" : "text/plain; charset=utf-8";
    }
}
