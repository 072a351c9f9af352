package com.libswarm.adapter.aggregate.internal.node;

import com.libswarm.api.Failure;
import com.libswarm.api.Head;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * What several nodes answered to one request.
 *
 * @param given by the nodes that could, in the order of the nodes
 * @param failed why the others could not
 */
public record Answers<T>(Map<Node, T> given, Map<Node, Failure> failed) {

    /** Why some nodes, which are not healthy, cannot answer. */
    public static <T> Answers<T> missing(Collection<Node> nodes) {
        var failed = new LinkedHashMap<Node, Failure>();
        for (Node node : nodes) {
            if (!node.isHealthy()) {
                failed.put(node, node.unreachable());
            }
        }
        return new Answers<>(Map.of(), failed);
    }

    /** The same; if no node could answer, the reason is thrown: that of the request itself before that of a node. */
    public Answers<T> orThrow() {
        if (given.isEmpty() && !failed.isEmpty()) {
            throw why();
        }
        return this;
    }

    /** The same; if no node could answer because of the request itself, that is thrown. */
    public Answers<T> orRefused() {
        return failed.values().stream().anyMatch(failure -> failure.status() < 500) ? orThrow() : this;
    }

    private Failure why() {
        Failure first = failed.values().iterator().next();
        if (failed.values().stream().allMatch(failure -> failure.status() == first.status() && failure.getMessage().equals(first.getMessage()))) {
            return first;
        }
        Optional<Failure> ofRequest = failed.values().stream().filter(failure -> failure.status() < 500).findFirst();
        return ofRequest.map(failure -> failure.status() == 404 ? withMissing(failure) : failure).orElseGet(() -> new Failure(503,
                "No node can answer: " + failed.values().stream().map(Failure::getMessage).collect(Collectors.joining("; "))));
    }

    /** What one node has not, another may have that cannot say so. */
    private Failure withMissing(Failure notFound) {
        List<String> missing = failed.entrySet().stream().filter(entry -> Node.isOfNobody(entry.getValue().status()))
                .map(entry -> missing(entry.getKey(), entry.getValue())).toList();
        return missing.isEmpty() ? notFound : new Failure(404, notFound.getMessage() + ". " + String.join(". ", missing));
    }

    /** That a node's answer is missing, for people. */
    public static String missing(Node node, Failure why) {
        return "The answer of " + node.name() + " is missing: " + why.getMessage();
    }

    /** The same with something else made of each that was given. */
    public <R> Answers<R> map(Function<T, R> change) {
        var changed = new LinkedHashMap<Node, R>();
        given.forEach((node, value) -> changed.put(node, change.apply(value)));
        return new Answers<>(changed, failed);
    }

    /** These and those of other nodes. */
    public Answers<T> and(Answers<T> others) {
        var allGiven = new LinkedHashMap<>(given);
        allGiven.putAll(others.given);
        var allFailed = new LinkedHashMap<>(failed);
        allFailed.putAll(others.failed);
        return new Answers<>(allGiven, allFailed);
    }

    public List<T> values() {
        return List.copyOf(given.values());
    }

    /** {@code head} with a Warning for each node whose answer is missing. */
    public Head warn(Head head) {
        return warn(head, failed);
    }

    static Head warn(Head head, Map<Node, Failure> failed) {
        if (failed.isEmpty()) {
            return head;
        }
        var fields = new ArrayList<String>();
        head.forEach((name, value) -> fields.addAll(List.of(name, value)));
        failed.forEach((node, why) -> fields.addAll(List.of("Warning", "199 libswarm \"" + missing(node, why).replaceAll("[\"\\\\\\p{Cntrl}]", "'") + "\"")));
        return Head.of(fields.toArray(String[]::new));
    }
}
