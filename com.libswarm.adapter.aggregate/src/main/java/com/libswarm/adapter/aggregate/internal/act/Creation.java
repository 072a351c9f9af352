package com.libswarm.adapter.aggregate.internal.act;

import com.libswarm.adapter.aggregate.internal.act.Movables.Creating;
import com.libswarm.adapter.aggregate.internal.act.Movables.Movable;
import com.libswarm.adapter.aggregate.internal.act.Reservations.Claim;
import com.libswarm.adapter.aggregate.internal.json.Fields;
import com.libswarm.adapter.aggregate.internal.json.Json;
import com.libswarm.adapter.aggregate.internal.node.Container;
import com.libswarm.adapter.aggregate.internal.node.ContainerIndex;
import com.libswarm.adapter.aggregate.internal.node.Node;
import com.libswarm.adapter.aggregate.internal.node.Replies;
import com.libswarm.adapter.aggregate.internal.read.Directory;
import com.libswarm.adapter.aggregate.internal.read.Holders;
import com.libswarm.adapter.aggregate.internal.read.Reply;
import com.libswarm.adapter.aggregate.internal.schedule.Needs;
import com.libswarm.adapter.aggregate.internal.schedule.Wishes;
import com.libswarm.api.Args;
import com.libswarm.api.Body;
import com.libswarm.api.Failure;
import com.libswarm.api.Head;
import com.libswarm.api.Message;
import com.libswarm.api.Verb;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;

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
    private final Movables movables;
    private final CutOffs cutOffs;
    private final MadeImages madeImages;
    private final Turns volumeTurns;
    private final References references;
    private final Logger log;

    Creation(ContainerIndex index, Directory directory, Names names, Holders holders, Placement placement, Reservations reservations,
            Movables movables, CutOffs cutOffs, MadeImages madeImages, Turns volumeTurns, Logger log) {
        this.index = index;
        this.directory = directory;
        this.names = names;
        this.holders = holders;
        this.placement = placement;
        this.reservations = reservations;
        this.movables = movables;
        this.cutOffs = cutOffs;
        this.madeImages = madeImages;
        this.volumeTurns = volumeTurns;
        this.references = new References(directory, holders);
        this.log = log;
    }

    /**
     * One container that is to be created.
     *
     * @param identity if it can be moved
     * @param networks those that it was connected to, if it is moved
     */
    private record Order(Message message, String name, Fields container, Map<String, Object> config, Needs needs, Optional<Identity> identity,
            Fields networks) {

        Order(Message message, String name, Fields container, Map<String, Object> config, Optional<Identity> identity, Fields networks) {
            this(message, name, container, config, Needs.of(config), identity, networks);
        }

        String image() {
            return Json.text(config, "Image");
        }

        boolean isMoved() {
            return identity.filter(known -> known.move() > 0).isPresent();
        }

        /** Each try of a container that is moved is a move of its own, so that the copy of one that was cut off is not the container. */
        Order again() {
            return isMoved() ? new Order(message, name, container, config, needs, identity.map(Identity::next), networks) : this;
        }

        Fields labelled() {
            return identity.map(known -> known.putInto(container)).orElse(container);
        }

        /** A message of its own for each node that is tried, because a body is read once. */
        Message request(Node node) {
            String json = (node.isAggregate() ? Wishes.drop(labelled()) : labelled()).json();
            return Reply.with(message.withArgs(name.isEmpty() ? message.args() : message.args().with("name", name)), Body.text(json));
        }
    }

    void create(Message message) {
        Reply.to(message, message.body().collect(LARGEST).thenCompose(bytes -> create(message.withBody(Body.NONE),
                StandardCharsets.UTF_8.decode(bytes).toString())));
    }

    private CompletableFuture<Message> create(Message message, String body) {
        // an engine refuses in its own words what cannot be read
        return Json.read(body).map(config -> create(message, body, config))
                .orElseGet(() -> placement.any().thenCompose(node -> node.ask(Reply.with(message, Body.text(body)))));
    }

    /** Reads the whole of it no more: that takes its time, and may be megabytes where many ports are published. */
    private CompletableFuture<Message> create(Message message, String body, Map<String, Object> config) {
        Wishes wishes = Wishes.ofContainer(config);
        Directory.Name name = directory.split(Names.plain(message.args().get("name")));
        return names.whileReserved(name, () -> {
            Fields container = references.withoutNodes(wishes.moveToLabels(Fields.of(body, 400), config), config);
            Optional<Identity> identity = wishes.isMovable() ? Optional.of(Identity.of(Json.labels(config, "Labels"))
                    .orElseGet(() -> new Identity(UUID.randomUUID().toString().replace("-", ""), 0))) : Optional.empty();
            var order = new Order(message, name.rest(), container, config, identity, Fields.of("{}", 400));
            return place(order, wishes, node -> name.node().map(node::equals).orElse(true));
        });
    }

    /**
     * Creates a container anew whose node failed; it is not started.
     *
     * @return the copy; fails with a Failure if no other node can have it
     */
    CompletableFuture<Movable> again(Movable movable, Creating creating) {
        Map<String, Object> config = Json.parse(creating.container().json(), 500);
        Args args = creating.platform().isEmpty() ? Args.EMPTY : Args.of("platform", creating.platform());
        Message message = Message.of(Verb.Spawn, "/containers").withArgs(args).withHead(Head.of("Content-Type", "application/json"));
        var order = new Order(message, movable.name(), creating.container(), config, Optional.of(movable.identity().next()), creating.networks());
        return names.whileMoved(movable.name(), () -> place(order, Wishes.ofContainer(config), node -> !node.name().equals(movable.node())
                && index.named(movable.name()).stream().noneMatch(container -> container.node() == node)))
                .thenCompose(reply -> Replies.text(reply))
                .thenApply(json -> movables.get(Json.text(Json.parse(json, 502), "Id")).orElseThrow(() ->
                        new Failure(409, "It was removed while it was being moved.")));
    }

    private CompletableFuture<Message> place(Order order, Wishes wishes, Predicate<Node> where) {
        return resolve(order).thenCompose(resolved -> {
            List<String> volumes = resolved.newVolumes();
            // of those who bring the same volume with them at the same time, the first decides where it is
            return volumes.isEmpty() ? place(order, wishes, where, resolved)
                    : volumeTurns.take(volumes, () -> resolve(order).thenCompose(again -> place(order, wishes, where, again)));
        });
    }

    private CompletableFuture<References.Resolved> resolve(Order order) {
        return references.resolve(order.config, order.isMoved(), order.networks.names(), order.message);
    }

    private CompletableFuture<Message> place(Order order, Wishes wishes, Predicate<Node> where, References.Resolved resolved) {
        return madeImages.having(order.image(), order.message).thenCompose(images -> {
            Predicate<Node> allowed = node -> resolved.allows(node) && where.test(node);
            return placement.claim(node -> allowed.test(node) && images.test(node), wishes, order.needs())
                    .exceptionallyCompose(none -> resolved.isFree() ? CompletableFuture.failedFuture(none)
                            : withImage(order, wishes, allowed, none));
        }).thenCompose(claim -> tryEach(claim, order, wishes));
    }

    /** An image that was made here, elsewhere than what the container refers to, is brought there. */
    private CompletableFuture<Claim> withImage(Order order, Wishes wishes, Predicate<Node> allowed, Throwable none) {
        Optional<Node> made = madeImages.where(order.image()).filter(Node::isHealthy);
        if (made.isEmpty()) {
            return CompletableFuture.failedFuture(none);
        }
        return placement.claim(allowed, wishes, order.needs()).thenCompose(claim -> ImageCopies.copy(order.image(), made.get(), claim.node(), order.message)
                .thenApply(copied -> new Claim(List.of(claim.node()), claim.note()))
                .whenComplete((only, thrown) -> {
                    if (thrown != null) {
                        reservations.failed(claim.note());
                    }
                }));
    }

    /** The first that creates it. When one has no such image, only those that have it are tried further. */
    private CompletableFuture<Message> tryEach(Claim claim, Order order, Wishes wishes) {
        List<Node> others = claim.nodes().subList(1, claim.nodes().size());
        return createOn(claim.node(), order, claim.note()).thenCompose(reply -> {
            boolean noImage = reply.status() == 404;
            if (others.isEmpty() || !reply.isError() || !noImage && reply.status() < 500) {
                return CompletableFuture.completedFuture(reply);
            }
            CompletableFuture<List<Node>> next = noImage ? having(order, others) : CompletableFuture.completedFuture(others);
            return next.thenCompose(left -> {
                if (left.isEmpty()) {
                    return CompletableFuture.completedFuture(reply);
                }
                // meanwhile others may have taken what was free there
                return placement.claim(left::contains, wishes, order.needs()).handle((again, none) -> {
                    if (none != null) {
                        return CompletableFuture.completedFuture(reply);
                    }
                    Replies.discard(reply);
                    return tryEach(again, order.again(), wishes);
                }).thenCompose(answer -> answer);
            });
        });
    }

    private CompletableFuture<List<Node>> having(Order order, List<Node> nodes) {
        return holders.of("/images", order.image(), order.message).thenApply(found -> nodes.stream()
                .filter(node -> found.holders().stream().anyMatch(holder -> holder.node() == node)).toList());
    }

    private CompletableFuture<Message> createOn(Node node, Order order, String note) {
        boolean wasThere = node.isHealthy();
        cutOffs.created(node, order.name);
        CompletableFuture<Message> asked = node.ask(order.request(node), reply -> reply.isError() ? CompletableFuture.completedFuture(reply)
                : Replies.text(reply).thenApply(json -> {
                    created(node, Json.text(Json.parse(json, 502), "Id"), order, note);
                    return Reply.with(reply, Body.text(json));
                }));
        return asked.exceptionally(Message::error).thenApply(reply -> {
            if (wasThere && Node.isOfNobody(reply)) {
                // without a reply it was given up, and may lie before an engine that is frozen
                cutOffs.note(node, order.name, order.image(), asked.isCompletedExceptionally());
            }
            return reply;
        }).whenComplete((reply, thrown) -> reservations.failed(note));
    }

    /** Known before the client knows it. */
    private void created(Node node, String id, Order order, String note) {
        Map<String, String> labels = Json.labels(order.labelled().value("Labels"), "Labels");
        index.putIfAbsent(new Container(node, id, order.name, order.image(), "", labels, "created", Instant.now().getEpochSecond(), List.of()));
        if (!Json.texts(Json.object(order.config, "HostConfig"), "Links").isEmpty()) {
            // which gives others more names
            node.changed();
        }
        reservations.created(note, node, id, order.needs());
        order.identity.ifPresent(identity -> {
            // one that is moved takes the place of another
            if (order.isMoved() || movables.hasRoom()) {
                movables.put(id, new Creating(order.message.args().get("platform"), order.labelled(), order.networks));
                movables.put(new Movable(id, node.name(), order.name, identity, order.isMoved()));
            } else {
                log.log(Level.WARNING, "The container " + order.name + " will not be moved when its node fails: too many are kept in mind already.");
            }
        });
    }
}
