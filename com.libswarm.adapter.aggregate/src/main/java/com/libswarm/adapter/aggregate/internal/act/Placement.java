package com.libswarm.adapter.aggregate.internal.act;

import com.libswarm.adapter.aggregate.internal.json.Fields;
import com.libswarm.adapter.aggregate.internal.json.Json;
import com.libswarm.adapter.aggregate.internal.node.Answers;
import com.libswarm.adapter.aggregate.internal.node.FanOut;
import com.libswarm.adapter.aggregate.internal.node.Node;
import com.libswarm.adapter.aggregate.internal.node.Nodes;
import com.libswarm.adapter.aggregate.internal.node.ObjectKind;
import com.libswarm.adapter.aggregate.internal.schedule.Needs;
import com.libswarm.adapter.aggregate.internal.schedule.Scheduler;
import com.libswarm.adapter.aggregate.internal.schedule.Wishes;
import com.libswarm.api.Failure;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiFunction;
import java.util.function.Predicate;

/** Finds the nodes on which something new may be made, the best first. */
final class Placement {

    private static final int MOST_NAMED = 5;

    private final Nodes nodes;
    private final Reservations reservations;
    private final UnknownNeeds unknown;
    private final Scheduler scheduler;

    Placement(Nodes nodes, Reservations reservations, Scheduler scheduler) {
        this.nodes = nodes;
        this.reservations = reservations;
        this.unknown = new UnknownNeeds(nodes, reservations);
        this.scheduler = scheduler;
    }

    /** The nodes that take something new: healthy, and not draining. */
    CompletableFuture<List<Node>> open() {
        return nodes.settled().thenApply(Placement::open);
    }

    private static List<Node> open(List<Node> all) {
        return all.stream().filter(Placement::isOpen).toList();
    }

    private static boolean isOpen(Node node) {
        return node.isHealthy() && !node.isDraining();
    }

    /** The best node for something that has no wishes: an image, a network, a volume. */
    CompletableFuture<Node> any() {
        return choose(node -> true, Wishes.NONE, Needs.NONE).thenApply(ordered -> ordered.get(0));
    }

    /**
     * @param where the nodes that come into question
     * @return fails with a Failure 409 or 503 if none would do
     */
    CompletableFuture<List<Node>> choose(Predicate<Node> where, Wishes wishes, Needs needs) {
        return among(where, wishes, (left, images) -> scheduler.choose(reservations.candidates(left, images), wishes, needs));
    }

    /** The same for a container; what it needs is taken on the best node at once, so that others who come at the same time find it taken. */
    CompletableFuture<Reservations.Claim> claim(Predicate<Node> where, Wishes wishes, Needs needs) {
        return taken(where, needs).thenCompose(known -> among(where, wishes,
                (left, images) -> reservations.claim(left, images, needs, candidates -> scheduler.choose(candidates, wishes, needs))));
    }

    /** Completed when it is known what has been taken of that of which a node has only so much. */
    private CompletableFuture<Void> taken(Predicate<Node> where, Needs needs) {
        return needs.isRoom() ? open().thenCompose(open -> unknown.find(open.stream().filter(where).toList()))
                : CompletableFuture.completedFuture(null);
    }

    private <T> CompletableFuture<T> among(Predicate<Node> where, Wishes wishes, BiFunction<List<Node>, Map<Node, Set<String>>, T> choose) {
        return nodes.settled().thenCompose(all -> images(open(all), wishes).thenApply(images -> {
            List<Node> open = open(all);
            List<Node> left = open.stream().filter(where).toList();
            if (left.isEmpty() && !open.isEmpty()) {
                throw new Failure(409, "The node that has what the container needs takes nothing new: see docker info.");
            }
            try {
                return choose.apply(left, images);
            } catch (Failure none) {
                throw withClosed(none, all.stream().filter(node -> !isOpen(node)).filter(where).toList());
            }
        }));
    }

    /** The one that is wished for may be one of these. */
    private static Failure withClosed(Failure none, List<Node> closed) {
        if (closed.isEmpty() || none.status() != 409) {
            return none;
        }
        String which = closed.size() > MOST_NAMED ? closed.size() + " nodes take" : String.join(", ", closed.stream()
                .map(node -> node.name() + " (" + (node.isHealthy() ? "draining" : node.state().word()) + ")").toList()) + (closed.size() == 1 ? " takes" : " take");
        return new Failure(409, none.getMessage() + " " + which + " nothing new: see docker info.", none.getCause());
    }

    private static CompletableFuture<Map<Node, Set<String>>> images(List<Node> open, Wishes wishes) {
        if (!wishes.concernsImages()) {
            return CompletableFuture.completedFuture(Map.of());
        }
        return FanOut.gather(open, node -> node.list(ObjectKind.IMAGES).thenApply(Placement::names)).thenApply(Answers::given);
    }

    /** Names with and without their tags, and ids, whole and short. */
    private static Set<String> names(List<Fields> images) {
        var names = new HashSet<String>();
        for (Fields image : images) {
            String id = image.text("Id");
            names.add(id);
            names.add(id.replaceFirst("^sha256:", ""));
            names.add(id.replaceFirst("^sha256:(.{12}).*", "$1"));
            for (String tag : Json.texts(image.value("RepoTags"), "RepoTags")) {
                names.add(tag);
                int colon = tag.lastIndexOf(':');
                if (colon > tag.lastIndexOf('/')) {
                    names.add(tag.substring(0, colon));
                }
            }
        }
        return names;
    }
}
