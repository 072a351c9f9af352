package com.libswarm.docker.internal.http;

import com.libswarm.api.Args;
import com.libswarm.api.Body;
import com.libswarm.api.Head;
import com.libswarm.api.Message;
import com.libswarm.docker.internal.table.Operation;
import java.util.ArrayList;
import java.util.List;

/** Requests of the Docker API as messages. */
public final class Requests {

    private Requests() {
    }

    /**
     * The message that asks what a request asks.
     *
     * @param upgrade what the request would upgrade to, or empty
     * @param fields the request's header
     * @param body the request's, or {@link Body#NONE}
     */
    public static Message message(Operation operation, RequestUrl url, String upgrade, Head fields, Body body) {
        List<String> own = new ArrayList<>(6);
        if (!url.version().isEmpty()) {
            own.addAll(List.of(Head.API_VERSION, url.version()));
        }
        if (!operation.httpMethod().isEmpty()) {
            own.addAll(List.of(Head.HTTP_METHOD, operation.httpMethod()));
        }
        if (operation.opensStream() && !upgrade.isEmpty()) {
            own.addAll(List.of("Upgrade", upgrade));
        }
        Head head = Heads.of(fields, Heads.NOT_IN_REQUESTS, own.toArray(new String[0]));
        return Message.of(operation.verb(), operation.path(), operation.aspect(), Args.query(url.query()), head, body);
    }
}
