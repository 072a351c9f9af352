package com.libswarm.adapter.aggregate.internal.node;

import com.libswarm.adapter.aggregate.internal.json.Json;
import com.libswarm.adapter.aggregate.internal.stream.JsonValues;
import com.libswarm.api.Args;
import com.libswarm.api.Body;
import com.libswarm.api.Message;
import com.libswarm.api.Verb;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/** The events of one node after which something in one of its lists is another, from one time that it is connected to the next. Thread-safe. */
final class NodeEvents {

    /** What happens then. */
    static final List<String> ACTIONS = List.of("create", "start", "die", "destroy", "rename", "pause", "unpause", "update",
            "health_status", "connect", "disconnect", "tag", "untag", "delete", "load", "pull", "push", "import", "commit", "remove", "prune");

    private static final String FILTERS = Json.write(Json.object("type", List.of("container", "network", "image", "volume"), "event", ACTIONS));

    private final Node node;
    private final Consumer<String> each;
    private final Runnable onLoss;

    // guarded by this
    private Optional<Body> stream = Optional.empty();
    private boolean ended;
    private boolean lost;
    // how often a newer watch was wanted
    private int renewals;

    /**
     * @param each gets each event
     * @param onLoss called when the events have ended, and nobody here ended them
     */
    NodeEvents(Node node, Consumer<String> each, Runnable onLoss) {
        this.node = node;
        this.each = each;
        this.onLoss = onLoss;
    }

    /** Completed when they come; or do not, because the child has no events: what it has is known from its lists alone. */
    CompletableFuture<Void> begin() {
        int number = number();
        return watch().thenAccept(body -> body.ifPresent(events -> {
            boolean isOld;
            synchronized (this) {
                stream = Optional.of(events);
                isOld = number != renewals;
            }
            if (isEnded()) {
                end();
                return;
            }
            read(events, new JsonValues(each));
            if (isOld) {
                renew();
            }
        }));
    }

    private synchronized int number() {
        return renewals;
    }

    /**
     * Watches anew, and ends the watch before: a link of the chain that was replaced, or taken out, is idle only when no stream goes on
     * that may be its own, because it is older than that. None is missed.
     */
    void renew() {
        int number;
        synchronized (this) {
            number = ++renewals;
            if (stream.isEmpty()) {
                return;
            }
        }
        watch().thenAccept(body -> body.ifPresent(events -> {
            Optional<Body> before = Optional.empty();
            synchronized (this) {
                if (number == renewals && stream.isPresent()) {
                    before = stream;
                    stream = Optional.of(events);
                }
            }
            if (before.isEmpty()) {
                events.cancel();
                return;
            }
            before.get().cancel();
            read(events, new JsonValues(each));
        }));
    }

    void end() {
        Optional<Body> last;
        synchronized (this) {
            ended = true;
            last = stream;
            stream = Optional.empty();
        }
        last.ifPresent(Body::cancel);
    }

    /** Whether events come. */
    synchronized boolean isThere() {
        return stream.isPresent();
    }

    /** Whether they have ended by themselves. */
    synchronized boolean isLost() {
        return lost;
    }

    private synchronized boolean isEnded() {
        return ended;
    }

    private CompletableFuture<Optional<Body>> watch() {
        Message watch = Message.of(Verb.Watch, "/events").withArgs(Args.of("filters", FILTERS));
        return node.askAnyway(watch, CompletableFuture::completedFuture).thenApply(reply -> {
            if (reply.isError() || reply.body().isNone()) {
                Replies.discard(reply);
                return Optional.empty();
            }
            return Optional.of(reply.body());
        });
    }

    private void read(Body body, JsonValues values) {
        try {
            for (ByteBuffer bytes = body.read(); bytes != Body.NOTHING_YET; bytes = body.read()) {
                if (bytes == Body.END) {
                    lost(body);
                    return;
                }
                values.feed(bytes);
            }
            body.demand(() -> read(body, values));
        } catch (IOException | RuntimeException broken) {
            body.cancel();
            lost(body);
        }
    }

    private void lost(Body body) {
        synchronized (this) {
            if (stream.isEmpty() || stream.get() != body) {
                return;
            }
            stream = Optional.empty();
            lost = true;
        }
        onLoss.run();
    }
}
