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
    private final JsonValues values;
    private final Runnable onLoss;

    // guarded by this
    private Optional<Body> stream = Optional.empty();
    private boolean ended;
    private boolean lost;

    /**
     * @param each gets each event
     * @param onLoss called when the events have ended, and nobody here ended them
     */
    NodeEvents(Node node, Consumer<String> each, Runnable onLoss) {
        this.node = node;
        this.values = new JsonValues(each);
        this.onLoss = onLoss;
    }

    /** Completed when they come; or do not, because the child has no events: what it has is known from its lists alone. */
    CompletableFuture<Void> begin() {
        return watch().thenAccept(body -> body.ifPresent(events -> {
            synchronized (this) {
                stream = Optional.of(events);
            }
            if (isEnded()) {
                end();
                return;
            }
            read(events);
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

    private void read(Body body) {
        try {
            for (ByteBuffer bytes = body.read(); bytes != Body.NOTHING_YET; bytes = body.read()) {
                if (bytes == Body.END) {
                    lost(body);
                    return;
                }
                values.feed(bytes);
            }
            body.demand(() -> read(body));
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
