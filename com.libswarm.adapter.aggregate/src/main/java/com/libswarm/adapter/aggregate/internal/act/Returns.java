package com.libswarm.adapter.aggregate.internal.act;

import com.libswarm.adapter.aggregate.internal.act.Movables.Movable;
import com.libswarm.adapter.aggregate.internal.json.Json;
import com.libswarm.adapter.aggregate.internal.node.Admission;
import com.libswarm.adapter.aggregate.internal.node.Container;
import com.libswarm.adapter.aggregate.internal.node.ContainerIndex;
import com.libswarm.adapter.aggregate.internal.node.Node;
import com.libswarm.adapter.aggregate.internal.node.Nodes;
import com.libswarm.adapter.aggregate.internal.node.Replies;
import com.libswarm.adapter.aggregate.internal.schedule.Wishes;
import com.libswarm.api.Args;
import com.libswarm.api.Failure;
import com.libswarm.api.Message;
import com.libswarm.api.Verb;
import com.libswarm.api.adapter.Context;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * What a node has that comes back: copies of containers that go on elsewhere now, and what a create left that was cut off. Both are
 * removed, before the node is healthy. What cannot be removed is not shown, and tried again.
 */
final class Returns implements Admission {

    /** What an engine calls a container that does something, or will by itself. */
    static final Set<String> RUNNING = Set.of("running", "paused", "restarting");

    /** What takes longer to remove does not keep the rest of its node away. */
    private static final int PATIENCE_SECONDS = 10;

    private final Nodes nodes;
    private final ContainerIndex index;
    private final Movables movables;
    private final Decisions decisions;
    private final CutOffs cutOffs;
    private final ScheduledExecutorService timer;
    private final Logger log;

    Returns(Nodes nodes, Movables movables, Decisions decisions, CutOffs cutOffs, Context context) {
        this.nodes = nodes;
        this.index = nodes.containers();
        this.movables = movables;
        this.decisions = decisions;
        this.cutOffs = cutOffs;
        this.timer = context.timer();
        this.log = context.log();
    }

    @Override
    public boolean counts(Container container) {
        return !decisions.isMoved(container.id()) && !cutOffs.isLeft(container);
    }

    @Override
    public CompletionStage<List<Container>> admit(Node node, List<Container> listed) {
        var left = new ArrayList<Container>();
        var old = new ArrayList<Container>();
        for (Container container : listed) {
            (isOld(container) ? old : left).add(container);
        }
        decisions.moved(node).keySet().stream().filter(id -> listed.stream().noneMatch(container -> container.id().equals(id)))
                .forEach(decisions::forget);
        var removals = old.stream().map(container -> remove(node, container.id(), container.name())).toList();
        var done = CompletableFuture.allOf(removals.toArray(CompletableFuture[]::new));
        if (!done.isDone()) {
            timer.schedule(() -> done.complete(null), PATIENCE_SECONDS, TimeUnit.SECONDS);
        }
        return done.handle((all, thrown) -> {
            cutOffs.listed(node, listed);
            return List.copyOf(left);
        });
    }

    private boolean isOld(Container container) {
        if (cutOffs.isLeft(container)) {
            return true;
        }
        if (!Wishes.isMovable(container.labels())) {
            return !counts(container);
        }
        // one that others have created has its id alone
        Identity identity = Identity.of(container.labels()).orElseGet(() -> new Identity(container.id(), 0));
        if (!decisions.stay(container.id()) || isOlderCopy(container, identity)) {
            return true;
        }
        boolean runs = RUNNING.contains(container.state());
        Movable known = movables.get(container.id()).orElse(new Movable(container.id(), container.node().name(), container.name(), identity, runs));
        movables.put(new Movable(known.id(), container.node().name(), container.name(), identity, runs || known.running()));
        return false;
    }

    /**
     * Whether another copy is the container. That is the one that was moved last; but one that was never started, because whoever moved it
     * was lost as well, is none if the one before it runs; nor is one that is none yet, because it is just being made.
     */
    private boolean isOlderCopy(Container container, Identity identity) {
        boolean runs = RUNNING.contains(container.state());
        boolean wasStarted = !container.state().equals("created");
        for (Movable other : movables.copiesOf(container.id(), container.name(), identity)) {
            Optional<String> state = index.find(other.id(), Optional.empty()).map(Container::state);
            boolean otherWins = other.identity().move() > identity.move() ? !runs || !state.equals(Optional.of("created"))
                    : !wasStarted && (state.filter(RUNNING::contains).isPresent() || decisions.isBegun(other.id()));
            if (otherWins) {
                decisions.move(container.id(), container.node().name());
                movables.remove(container.id());
                return true;
            }
            drop(other);
        }
        return false;
    }

    /** Another copy is the container: this one is to go. */
    private void drop(Movable other) {
        decisions.move(other.id(), other.node());
        movables.remove(other.id());
        nodes.named(other.node()).ifPresent(node -> {
            index.remove(node, other.id());
            if (node.isHealthy()) {
                remove(node, other.id(), other.name());
            }
        });
    }

    /** Its volumes are left alone: they may hold what nobody else has. */
    private CompletableFuture<Void> remove(Node node, String id, String name) {
        Message removal = Message.of(Verb.Remove, "/containers/" + id).withArgs(Args.of("force", "1"));
        return node.askAnyway(removal, CompletableFuture::completedFuture).handle((reply, thrown) -> {
            if (thrown == null && (!reply.isError() || reply.status() == 404)) {
                Replies.discard(reply);
                decisions.forget(id);
                log.log(Level.INFO, "What was left of the container " + name + " on the node " + node.name() + " has been removed.");
                return null;
            }
            String why = (thrown == null ? Failure.of(reply) : Failure.of(thrown)).getMessage();
            log.log(Level.WARNING, "What is left of the container " + name + " on the node " + node.name() + " cannot be removed: " + why);
            return null;
        });
    }

    /** Tries again what could not be removed; to be called from time to time. */
    void retry() {
        decisions.moved().forEach((id, name) -> nodes.named(name).filter(Node::isHealthy)
                .ifPresent(node -> remove(node, id, id.substring(0, Math.min(12, id.length())))));
        nodes.all().stream().filter(Node::isHealthy).forEach(node -> cutOffs.expected(node).forEach(name -> removeLate(node, name)));
    }

    /** A create that was cut off may be done by a node that is back already. */
    private void removeLate(Node node, String name) {
        node.ask(Message.of(Verb.Get, "/containers/" + name), Replies::text).thenAccept(json -> {
            Map<String, Object> container = Json.parse(json, 502);
            if (cutOffs.isLeft(node, name, Json.text(Json.object(container, "Config"), "Image"), Json.text(Json.object(container, "State"), "Status"))) {
                remove(node, Json.text(container, "Id"), name);
            }
        });
    }
}
