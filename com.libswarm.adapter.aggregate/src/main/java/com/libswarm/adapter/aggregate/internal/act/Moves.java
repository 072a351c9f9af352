package com.libswarm.adapter.aggregate.internal.act;

import com.libswarm.adapter.aggregate.internal.act.Movables.Creating;
import com.libswarm.adapter.aggregate.internal.act.Movables.Movable;
import com.libswarm.adapter.aggregate.internal.json.Fields;
import com.libswarm.adapter.aggregate.internal.json.Json;
import com.libswarm.adapter.aggregate.internal.node.ContainerIndex;
import com.libswarm.adapter.aggregate.internal.node.Node;
import com.libswarm.adapter.aggregate.internal.node.Nodes;
import com.libswarm.adapter.aggregate.internal.node.Replies;
import com.libswarm.adapter.aggregate.internal.read.Announcements;
import com.libswarm.api.Args;
import com.libswarm.api.Body;
import com.libswarm.api.Failure;
import com.libswarm.api.Head;
import com.libswarm.api.Message;
import com.libswarm.api.Verb;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * Moves one container whose node failed: a copy is created on another node and connected to its networks, then it is decided that the
 * copy is the container from now on, and only then is it started.
 */
final class Moves {

    private final Nodes nodes;
    private final ContainerIndex index;
    private final Creation creation;
    private final Movables movables;
    private final Decisions decisions;
    private final Reservations reservations;
    private final Announcements announcements;
    private final Logger log;

    Moves(Nodes nodes, Creation creation, Movables movables, Decisions decisions, Reservations reservations, Announcements announcements,
            Logger log) {
        this.nodes = nodes;
        this.index = nodes.containers();
        this.creation = creation;
        this.movables = movables;
        this.decisions = decisions;
        this.reservations = reservations;
        this.announcements = announcements;
        this.log = log;
    }

    /** @return fails with a Failure if it could not be moved; then its copy is gone, and it can be tried again */
    CompletableFuture<Void> move(Movable movable, Node from) {
        Optional<Creating> creating = movables.creating(movable.id());
        if (creating.isEmpty()) {
            return CompletableFuture.failedFuture(new Failure(409, "It is not known how it was created, because nobody could ask its node in time."));
        }
        return creation.again(movable, creating.get()).thenCompose(copy -> {
            Node to = nodes.named(copy.node()).orElseThrow(() -> new Failure(503, "The node " + copy.node() + " has gone."));
            return connect(copy, to, creating.get().networks()).handle((nothing, thrown) -> {
                if (thrown != null) {
                    return removed(copy, to).thenAccept(gone -> {
                        throw Failure.of(thrown);
                    });
                }
                boolean isBack = from.isHealthy() && nodes.named(from.name()).filter(node -> node == from).isPresent();
                if (isBack || !decisions.move(movable.id(), from.name())) {
                    return removed(copy, to);
                }
                moved(movable, from, copy, to);
                // one that could not be started is, from now on, one that nobody has started
                return start(copy, to).exceptionally(later -> null);
            }).thenCompose(next -> next);
        });
    }

    private void moved(Movable movable, Node from, Movable copy, Node to) {
        index.remove(from, movable.id());
        reservations.removed(movable.id());
        movables.remove(movable.id());
        log.log(Level.WARNING, "The container " + movable.name() + " is moved from the node " + from.name() + ", which is unhealthy, to "
                + to.name() + ".");
        announcements.announce(to, "reschedule", copy.id(), Json.object("name", copy.name(), "image", image(copy), "from", from.name(),
                "from.id", movable.id()));
    }

    private String image(Movable copy) {
        return movables.creating(copy.id()).map(creating -> Json.text(Json.parse(creating.container().json(), 500), "Image")).orElse("");
    }

    private static CompletableFuture<Void> connect(Movable copy, Node to, Fields networks) {
        CompletableFuture<Void> all = CompletableFuture.completedFuture(null);
        for (String network : networks.names()) {
            Fields body = Fields.of("{}", 500).with("Container", copy.id()).withJson("EndpointConfig", networks.get(network).orElse("{}"));
            Message request = Message.of(Verb.Set, "/networks/" + network).withAspect("connect").withArgs(Args.EMPTY)
                    .withHead(Head.of("Content-Type", "application/json")).withBody(Body.text(body.json()));
            all = all.thenCompose(nothing -> to.ask(request)).thenAccept(reply -> Replies.discard(Replies.orThrow(reply)));
        }
        return all;
    }

    /** A copy that has not been started is not wanted. */
    private CompletableFuture<Void> removed(Movable copy, Node to) {
        movables.remove(copy.id());
        reservations.removed(copy.id());
        decisions.move(copy.id(), to.name());
        index.remove(to, copy.id());
        return to.ask(Message.of(Verb.Remove, "/containers/" + copy.id()).withArgs(Args.of("force", "1"))).handle((reply, thrown) -> {
            if (thrown == null) {
                Replies.discard(reply);
                if (!reply.isError() || reply.status() == 404) {
                    decisions.forget(copy.id());
                }
            }
            return null;
        });
    }

    /** @return fails with a Failure if it could not be started */
    CompletableFuture<Void> start(Movable copy, Node to) {
        return to.ask(Message.of(Verb.Start, "/containers/" + copy.id())).thenAccept(reply -> Replies.discard(Replies.orThrow(reply)));
    }
}
