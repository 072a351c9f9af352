package com.libswarm.adapter.aggregate.internal.read;

import com.libswarm.adapter.aggregate.internal.json.Json;
import com.libswarm.adapter.aggregate.internal.node.Container;
import com.libswarm.adapter.aggregate.internal.node.ContainerIndex;
import com.libswarm.adapter.aggregate.internal.node.FanOut;
import com.libswarm.adapter.aggregate.internal.node.Node;
import com.libswarm.adapter.aggregate.internal.node.Nodes;
import com.libswarm.adapter.aggregate.internal.node.Replies;
import com.libswarm.api.Failure;
import com.libswarm.api.Message;
import com.libswarm.api.Verb;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** Finds the node that a name means. */
public final class Directory {

    private final Nodes nodes;
    private final ContainerIndex index;

    /** A name, split at the node in front of it, if there is one: {@code east/web}. */
    public record Name(Optional<Node> node, String rest) {
    }

    /**
     * A container, and how to speak of it to its node.
     *
     * @param ref what the client wrote, without the node
     */
    public record Place(Container container, String ref) {

        public Node node() {
            return container.node();
        }

        public String path() {
            return "/containers/" + ref;
        }
    }

    public Directory(Nodes nodes) {
        this.nodes = nodes;
        this.index = nodes.containers();
    }

    /** {@code ref} without the node in front of it. */
    public Name split(String ref) {
        int slash = ref.indexOf('/');
        Optional<Node> node = slash < 0 ? Optional.empty() : nodes.named(ref.substring(0, slash));
        return new Name(node, node.isPresent() ? ref.substring(slash + 1) : ref);
    }

    /**
     * The container that {@code ref} means: an id, a name, the beginning of an id, each with or without its node in front. One that
     * is not known is looked for on all nodes.
     *
     * @param request for whose sake it is looked for
     * @return fails with a Failure: 404 if there is none, 409 or 500 if it may mean several
     */
    public CompletableFuture<Place> container(String ref, Message request) {
        if (ref.startsWith("/")) {
            // as it stands in a container's own JSON
            return container(ref.substring(1), request);
        }
        Optional<Place> known;
        try {
            known = known(ref);
        } catch (Failure ambiguous) {
            return CompletableFuture.failedFuture(ambiguous);
        }
        if (known.isPresent()) {
            return CompletableFuture.completedFuture(known.get());
        }
        return nodes.settled().thenCompose(all -> known(ref).map(CompletableFuture::completedFuture)
                .orElseGet(() -> lookFor(ref, all, request)));
    }

    /** The container that {@code ref} means, if it is known. */
    public Optional<Place> known(String ref) {
        Optional<Container> plain = index.find(ref, Optional.empty());
        if (plain.isPresent()) {
            // its engine does not know the id that it keeps
            boolean isKeptId = plain.get().swarmId().filter(ref::equals).isPresent();
            return Optional.of(new Place(plain.get(), isKeptId ? plain.get().id() : ref));
        }
        Name name = split(ref);
        return name.node.isEmpty() ? Optional.empty()
                : index.find(name.rest, name.node).map(container -> new Place(container, name.rest));
    }

    private CompletableFuture<Place> lookFor(String ref, List<Node> all, Message request) {
        Name name = split(ref);
        List<Node> asked = name.node.map(List::of).orElse(all).stream().filter(Node::isHealthy).toList();
        Message get = Message.of(Verb.Get, "/containers/" + name.rest).withRet(request.ret());
        return FanOut.ask(asked, get, Replies::text).thenApply(answers -> {
            answers.failed().values().stream().filter(failure -> failure.status() == 500).findFirst().ifPresent(ambiguous -> {
                throw ambiguous;
            });
            List<Place> found = answers.given().entrySet().stream().map(answer -> place(answer.getKey(), answer.getValue(), name.rest)).toList();
            if (found.isEmpty()) {
                throw noSuchContainer(ref);
            }
            if (found.stream().map(place -> place.container.id()).distinct().count() > 1) {
                throw new Failure(409, "The name " + ref + " is on several nodes: write "
                        + String.join(" or ", found.stream().map(place -> place.container.fullName()).sorted().toList()) + ".");
            }
            return found.get(0);
        });
    }

    private static Place place(Node node, String inspected, String ref) {
        Map<String, Object> json = Json.parse(inspected, 502);
        return new Place(new Container(node, Json.text(json, "Id"), Container.name(List.of(Json.text(json, "Name"))), "", "", Map.of(), "",
                Instant.parse(Json.text(json, "Created")).getEpochSecond(), List.of()), ref);
    }

    /** As an engine says it. */
    public static Failure noSuchContainer(String ref) {
        return new Failure(404, "No such container: " + ref);
    }
}
