package com.libswarm.adapter.aggregate.internal.act;

import com.libswarm.adapter.aggregate.internal.json.Fields;
import com.libswarm.adapter.aggregate.internal.json.Json;
import com.libswarm.adapter.aggregate.internal.node.Container;
import com.libswarm.adapter.aggregate.internal.node.ContainerIndex;
import com.libswarm.adapter.aggregate.internal.node.Node;
import com.libswarm.adapter.aggregate.internal.node.Replies;
import com.libswarm.adapter.aggregate.internal.read.Directory;
import com.libswarm.adapter.aggregate.internal.read.Reply;
import com.libswarm.adapter.aggregate.internal.schedule.Needs;
import com.libswarm.adapter.aggregate.internal.schedule.Wishes;
import com.libswarm.api.Body;
import com.libswarm.api.Message;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/**
 * Creates containers: on the node that has what the container refers to, that fulfils its wishes, and that the strategy likes best;
 * if that one fails, on the next (Docker API, POST /containers/create).
 */
final class Creation {

    private static final int LARGEST = 4 * 1024 * 1024;

    private final ContainerIndex index;
    private final Directory directory;
    private final Names names;
    private final Holders holders;
    private final Placement placement;
    private final Reservations reservations;
    private final References references;

    Creation(ContainerIndex index, Directory directory, Names names, Holders holders, Placement placement, Reservations reservations) {
        this.index = index;
        this.directory = directory;
        this.names = names;
        this.holders = holders;
        this.placement = placement;
        this.reservations = reservations;
        this.references = new References(directory, holders);
    }

    /** One container that is to be created. */
    private record Order(Message message, Directory.Name name, Fields container, String image, Map<String, String> labels, Needs needs) {

        /** A message of its own for each node that is tried, because a body is read once. */
        Message request(Node node) {
            String json = (node.isAggregate() ? Wishes.drop(container) : container).json();
            return message.withArgs(name.rest().isEmpty() ? message.args() : message.args().with("name", name.rest()))
                    .withHead(message.head().without("Content-Length")).withBody(Body.text(json));
        }
    }

    void create(Message message) {
        Reply.to(message, message.body().collect(LARGEST).thenCompose(bytes -> create(message.withBody(Body.NONE),
                StandardCharsets.UTF_8.decode(bytes).toString())));
    }

    private CompletableFuture<Message> create(Message message, String body) {
        Map<String, Object> config = Json.parse(body, 400);
        Wishes wishes = Wishes.ofContainer(config);
        Needs needs = Needs.of(config);
        Directory.Name name = directory.split(Names.plain(message.args().get("name")));
        return names.whileReserved(name, () -> references.resolve(config, message).thenCompose(resolved -> {
            Fields container = references.withoutNodes(wishes.moveToLabels(Fields.of(body, 400), config));
            var order = new Order(message, name, container, Json.text(config, "Image"), Json.labels(config, "Labels"), needs);
            return placement.choose(node -> resolved.allows(node) && name.node().map(node::equals).orElse(true), wishes, needs, message)
                    .thenCompose(nodes -> tryEach(nodes, order));
        }));
    }

    /** The first that creates it. When one has no such image, only those that have it are tried further. */
    private CompletableFuture<Message> tryEach(List<Node> nodes, Order order) {
        List<Node> others = nodes.subList(1, nodes.size());
        return createOn(nodes.get(0), order).thenCompose(reply -> {
            boolean noImage = reply.status() == 404;
            if (others.isEmpty() || !reply.isError() || !noImage && reply.status() < 500) {
                return CompletableFuture.completedFuture(reply);
            }
            CompletableFuture<List<Node>> next = noImage ? having(order, others) : CompletableFuture.completedFuture(others);
            return next.thenCompose(left -> {
                if (left.isEmpty()) {
                    return CompletableFuture.completedFuture(reply);
                }
                Replies.discard(reply);
                return tryEach(left, order);
            });
        });
    }

    private CompletableFuture<List<Node>> having(Order order, List<Node> nodes) {
        return holders.of("/images", order.image, order.message).thenApply(found -> nodes.stream()
                .filter(node -> found.holders().stream().anyMatch(holder -> holder.node() == node)).toList());
    }

    private CompletableFuture<Message> createOn(Node node, Order order) {
        String note = reservations.creating(node, order.needs);
        return node.ask(order.request(node), reply -> reply.isError() ? CompletableFuture.completedFuture(reply)
                : Replies.text(reply).thenApply(json -> {
                    created(node, Json.text(Json.parse(json, 502), "Id"), order, note);
                    return Reply.with(reply, Body.text(json));
                })).exceptionally(Message::error).whenComplete((reply, thrown) -> reservations.failed(note));
    }

    /** Known before the client knows it. */
    private void created(Node node, String id, Order order, String note) {
        index.putIfAbsent(new Container(node, id, order.name.rest(), order.image, "", order.labels, "created", Instant.now().getEpochSecond(), List.of()));
        reservations.created(note, node, id, order.needs);
    }
}
