package com.libswarm.adapter.aggregate.internal.act;

import com.libswarm.adapter.aggregate.internal.json.Fields;
import com.libswarm.adapter.aggregate.internal.json.Json;
import com.libswarm.adapter.aggregate.internal.node.Node;
import com.libswarm.adapter.aggregate.internal.node.Replies;
import com.libswarm.api.Message;
import com.libswarm.api.Tap;
import com.libswarm.api.Verb;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiConsumer;

/**
 * Tunnels of clients that speak to BuildKit itself. What they build nobody sees, and engines do not tell of it; but the names that
 * a node's images have got while it carried one are those of what was built. Thread-safe.
 */
final class Tunnels {

    private final BiConsumer<String, Node> onBuilt;

    // guarded by this
    private final Map<Node, Integer> open = new HashMap<>();
    /** What names meant before, on nodes that carry tunnels, or did and were not looked at since. */
    private final Map<Node, Map<String, String>> before = new HashMap<>();

    /** @param onBuilt told of the name of each image that was built, and of its node */
    Tunnels(BiConsumer<String, Node> onBuilt) {
        this.onBuilt = onBuilt;
    }

    /** Has the node open a tunnel; the result is its reply, to be passed on as it is. */
    CompletableFuture<Message> open(Node node, Message request) {
        synchronized (this) {
            open.merge(node, 1, Integer::sum);
        }
        return names(node).handle((names, unknown) -> {
            if (unknown == null) {
                began(node, names);
            }
            return node;
        }).thenCompose(ready -> ready.ask(request)).whenComplete((reply, thrown) -> {
            if (thrown != null || reply.isError() || reply.body().isNone()) {
                ended(node);
            }
        }).thenApply(reply -> reply.isError() || reply.body().isNone() ? reply : reply.withBody(reply.body().tap(new Tap() {
            @Override
            public void bytes(ByteBuffer view) {
                // only its end counts
            }

            @Override
            public void ended(Ending how) {
                Tunnels.this.ended(node);
            }
        })));
    }

    private synchronized void began(Node node, Map<String, String> names) {
        before.putIfAbsent(node, names);
    }

    private void ended(Node node) {
        synchronized (this) {
            open.computeIfPresent(node, (same, count) -> count == 1 ? null : count - 1);
        }
        look();
    }

    /** Completed when all that has been built by now has been told of. */
    CompletableFuture<Void> look() {
        List<Node> nodes;
        synchronized (this) {
            nodes = List.copyOf(before.keySet());
        }
        return CompletableFuture.allOf(nodes.stream().map(this::look).toArray(CompletableFuture[]::new));
    }

    private CompletableFuture<Void> look(Node node) {
        boolean isLast;
        synchronized (this) {
            isLast = !open.containsKey(node);
        }
        // a node that does not answer now is looked at later
        return names(node).thenAccept(names -> built(node, names, isLast).forEach(name -> onBuilt.accept(name, node))).exceptionally(unknown -> null);
    }

    private synchronized List<String> built(Node node, Map<String, String> names, boolean isLast) {
        Map<String, String> known = before.get(node);
        var built = new ArrayList<String>();
        if (known != null) {
            names.forEach((name, id) -> {
                if (!id.equals(known.get(name))) {
                    built.add(name);
                }
            });
            if (isLast && !open.containsKey(node)) {
                before.remove(node);
            } else {
                before.put(node, names);
            }
        }
        return built;
    }

    /** What each name of an image means there. */
    private static CompletableFuture<Map<String, String>> names(Node node) {
        return node.ask(Message.of(Verb.Ls, "/images"), Replies::objects).thenApply(images -> {
            var names = new HashMap<String, String>();
            for (Fields image : images) {
                Json.texts(image.value("RepoTags"), "RepoTags").forEach(name -> names.put(name, image.text("Id")));
            }
            return names;
        });
    }
}
