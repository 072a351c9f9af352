package com.libswarm.adapter.aggregate.internal.act;

import com.libswarm.adapter.aggregate.internal.json.Json;
import com.libswarm.adapter.aggregate.internal.node.Container;
import com.libswarm.adapter.aggregate.internal.node.Node;
import com.libswarm.adapter.aggregate.internal.node.Nodes;
import com.libswarm.adapter.aggregate.internal.node.Replies;
import com.libswarm.adapter.aggregate.internal.schedule.Needs;
import com.libswarm.api.Message;
import com.libswarm.api.Verb;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Finds out what memory and processors those containers have reserved that were created by others, or before swarmd was started. Lists
 * do not tell, so each is inspected, once, when a container comes that asks for some. Thread-safe.
 */
final class UnknownNeeds {

    /** So many containers of a node are inspected at the same time. */
    private static final int AT_ONCE = 8;

    private final Nodes nodes;
    private final Reservations reservations;
    /** The ids of those that have reserved nothing. */
    private final Map<Node, Set<String>> without = new ConcurrentHashMap<>();
    private final Map<Node, CompletableFuture<Void>> going = new ConcurrentHashMap<>();

    UnknownNeeds(Nodes nodes, Reservations reservations) {
        this.nodes = nodes;
        this.reservations = reservations;
    }

    /** Completed when it is known what is reserved on these nodes, as far as they answer. Those who ask at the same time share the answers. */
    CompletableFuture<Void> find(List<Node> asked) {
        without.keySet().retainAll(nodes.all());
        Map<Node, List<Container>> there = new HashMap<>();
        for (Node node : asked) {
            List<Container> containers = nodes.containers().of(node);
            there.put(node, containers);
            without(node).retainAll(containers.stream().map(Container::id).collect(Collectors.toSet()));
        }
        // in this order: what has been created is known before it is no more being created
        Set<String> creating = reservations.creating();
        Set<String> known = reservations.known();
        return CompletableFuture.allOf(asked.stream().map(node -> find(node, there.get(node).stream()
                .filter(container -> !(creating.contains(node.name()) && container.isNew()) && !known.contains(container.id()))
                .map(Container::id))).toArray(CompletableFuture[]::new));
    }

    private CompletableFuture<Void> find(Node node, Stream<String> unknown) {
        var mine = new CompletableFuture<Void>();
        CompletableFuture<Void> before = going.putIfAbsent(node, mine);
        if (before != null) {
            return before;
        }
        Set<String> nothing = without(node);
        Queue<String> left = unknown.filter(id -> !nothing.contains(id)).collect(Collectors.toCollection(ConcurrentLinkedQueue::new));
        CompletableFuture.allOf(Stream.generate(() -> inspect(node, left)).limit(AT_ONCE).toArray(CompletableFuture[]::new))
                .whenComplete((all, thrown) -> {
                    going.remove(node);
                    mine.complete(null);
                });
        return mine;
    }

    private Set<String> without(Node node) {
        return without.computeIfAbsent(node, first -> ConcurrentHashMap.newKeySet());
    }

    /** One after the other, until none is left. */
    private CompletableFuture<Void> inspect(Node node, Queue<String> unknown) {
        for (String id = unknown.poll(); id != null; id = unknown.poll()) {
            CompletableFuture<Void> one = inspect(node, id);
            if (!one.isDone()) {
                return one.thenCompose(inspected -> inspect(node, unknown));
            }
        }
        return CompletableFuture.completedFuture(null);
    }

    /** One that cannot be inspected now stays unknown. */
    private CompletableFuture<Void> inspect(Node node, String id) {
        return node.ask(Message.of(Verb.Get, "/containers/" + id), Replies::text)
                .thenAccept(json -> found(node, id, Needs.of(Json.parse(json, 502)))).exceptionally(unknown -> null);
    }

    private void found(Node node, String id, Needs needs) {
        if (needs.isRoom()) {
            reservations.found(node, id, needs.withoutPorts());
        } else {
            without(node).add(id);
        }
    }
}
