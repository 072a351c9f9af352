package com.libswarm.adapter.aggregate.internal.node;

import com.libswarm.adapter.aggregate.internal.json.Fields;
import com.libswarm.api.Body;
import com.libswarm.api.Failure;
import com.libswarm.api.Listing;
import com.libswarm.api.Message;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** What is done with the replies of nodes. */
public final class Replies {

    private static final int LARGEST = 64 * 1024 * 1024;
    private static final int SMALL = 64 * 1024;

    private Replies() {
    }

    /** Its body as text; fails with what an Error tells. */
    public static CompletableFuture<String> text(Message reply) {
        Body body = orThrow(reply).body();
        return body.isNone() ? CompletableFuture.completedFuture(reply.text())
                : body.collect(LARGEST).thenApply(bytes -> StandardCharsets.UTF_8.decode(bytes).toString());
    }

    /** The objects of a list; fails with what an Error tells. */
    public static CompletableFuture<List<Fields>> objects(Message reply) {
        var objects = new ArrayList<Fields>();
        return Listing.forEach(orThrow(reply), element -> {
            if (!element.json().isEmpty()) {
                objects.add(Fields.of(element.json(), 502));
            }
        }).thenApply(nothing -> objects);
    }

    /** The same reply; throws what an Error tells. */
    public static Message orThrow(Message reply) {
        if (reply.isError()) {
            discard(reply);
            throw Failure.of(reply);
        }
        return reply;
    }

    /** Nobody wants its body. A small one is read all the same, because that lets a connection live. */
    public static void discard(Message reply) {
        reply.body().collect(SMALL);
    }
}
