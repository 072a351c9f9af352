package com.libswarm.adapter.aggregate.internal.node;

import com.libswarm.adapter.aggregate.internal.json.Json;
import com.libswarm.adapter.aggregate.internal.stream.JsonValues;
import com.libswarm.api.Args;
import com.libswarm.api.Body;
import com.libswarm.api.Listing;
import com.libswarm.api.Message;
import com.libswarm.api.Verb;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Keeps what the index has of one node fresh: lists its containers once, then watches its events, and lists again those of which
 * they tell.
 */
final class ContainerWatch {

    /** After these a container's entry is another. */
    private static final Set<String> CHANGES = Set.of("create", "start", "die", "rename", "pause", "unpause", "update");
    private static final int MOST_AT_ONCE = 100;

    private final Node node;
    private final ContainerIndex index;
    private final Runnable onLoss;

    // guarded by this
    private Optional<Body> events = Optional.empty();
    private final Set<String> changed = new LinkedHashSet<>();
    private boolean refreshing;

    /** @param onLoss called when the events have ended, and nobody here ended them */
    ContainerWatch(Node node, ContainerIndex index, Runnable onLoss) {
        this.node = node;
        this.index = index;
        this.onLoss = onLoss;
    }

    /** Completed when all containers are known. A watch that was begun before ends. */
    CompletableFuture<Void> begin() {
        end();
        Message watch = Message.of(Verb.Watch, "/events").withArgs(Args.of("filters", "{\"type\":[\"container\"]}"));
        return node.askAnyway(watch, CompletableFuture::completedFuture).thenCompose(reply -> {
            follow(reply);
            long mark = index.mark();
            return node.askAnyway(Message.of(Verb.Ls, "/containers").withArgs(Args.of("all", "1")), this::listed)
                    .thenAccept(containers -> index.replace(node, containers, mark));
        });
    }

    void end() {
        Optional<Body> ended;
        synchronized (this) {
            ended = events;
            events = Optional.empty();
        }
        ended.ifPresent(Body::cancel);
    }

    private CompletionStage<List<Container>> listed(Message reply) {
        var containers = new ArrayList<Container>();
        return Listing.forEach(Replies.orThrow(reply), element -> {
            if (!element.json().isEmpty()) {
                containers.add(Container.of(node, Json.parse(element.json(), 502)));
            }
        }).thenApply(nothing -> containers);
    }

    private void follow(Message reply) {
        if (reply.isError() || reply.body().isNone()) {
            // a child without events: what it has is known from its lists
            Replies.discard(reply);
            return;
        }
        synchronized (this) {
            events = Optional.of(reply.body());
        }
        read(reply.body(), new JsonValues(this::event));
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
            if (events.isEmpty() || events.get() != body) {
                return;
            }
            events = Optional.empty();
        }
        onLoss.run();
    }

    private void event(String json) {
        Map<String, Object> event = Json.parse(json, 502);
        String id = Json.text(Json.object(event, "Actor"), "ID");
        String action = Json.text(event, "Action");
        if (action.equals("destroy")) {
            index.remove(node, id);
        } else if (CHANGES.contains(action)) {
            synchronized (this) {
                changed.add(id);
            }
            refresh();
        }
    }

    private void refresh() {
        List<String> ids;
        synchronized (this) {
            if (refreshing || changed.isEmpty()) {
                return;
            }
            refreshing = true;
            ids = changed.stream().limit(MOST_AT_ONCE).toList();
            ids.forEach(changed::remove);
        }
        long mark = index.mark();
        var request = Message.of(Verb.Ls, "/containers").withArgs(Args.of("all", "1", "filters", Json.write(Map.of("id", ids))));
        node.ask(request, this::listed).whenComplete((containers, thrown) -> {
            if (thrown == null) {
                containers.forEach(container -> index.putListed(container, mark));
            }
            synchronized (this) {
                refreshing = false;
            }
            refresh();
        });
    }
}
