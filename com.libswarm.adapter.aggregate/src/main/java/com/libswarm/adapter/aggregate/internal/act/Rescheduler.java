package com.libswarm.adapter.aggregate.internal.act;

import com.libswarm.adapter.aggregate.internal.act.Movables.Movable;
import com.libswarm.adapter.aggregate.internal.node.Container;
import com.libswarm.adapter.aggregate.internal.node.ContainerIndex;
import com.libswarm.adapter.aggregate.internal.node.Node;
import com.libswarm.adapter.aggregate.internal.node.Nodes;
import com.libswarm.adapter.aggregate.internal.node.Replies;
import com.libswarm.adapter.aggregate.internal.schedule.Wishes;
import com.libswarm.api.Failure;
import com.libswarm.api.Message;
import com.libswarm.api.Verb;
import com.libswarm.api.adapter.Context;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;

/**
 * Starts containers with the policy {@code on-node-failure} on another node when theirs has been unhealthy for a set time. It looks
 * once a second; what did not work is tried again after growing times, and at once when a node comes.
 */
final class Rescheduler {

    private static final long LOOK_MILLIS = 1_000;
    private static final int RETRY_OLD_EVERY = 10;
    /** An engine that is shut down stops its containers first; that does not mean that they are to be stopped. */
    private static final Duration SHUTDOWN = Duration.ofSeconds(15);

    private final Context context;
    private final Nodes nodes;
    private final ContainerIndex index;
    private final Movables movables;
    private final Decisions decisions;
    private final Returns returns;
    private final Moves moves;
    private final Waiting waiting;
    private final Duration after;
    private final Set<CompletableFuture<?>> going = ConcurrentHashMap.newKeySet();
    private final long begun = System.nanoTime();

    // used by one look at a time
    private final Map<String, Long> unhealthySince = new ConcurrentHashMap<>();
    private final Map<String, Long> endedSince = new ConcurrentHashMap<>();
    private int looks;

    private volatile boolean acts;
    private volatile Runnable unlisten = () -> { };

    /** @param after how long a node has to be unhealthy */
    Rescheduler(Context context, Nodes nodes, Movables movables, Decisions decisions, Returns returns, Moves moves, Waiting waiting,
            Duration after) {
        this.context = context;
        this.nodes = nodes;
        this.index = nodes.containers();
        this.movables = movables;
        this.decisions = decisions;
        this.returns = returns;
        this.moves = moves;
        this.waiting = waiting;
        this.after = after;
    }

    void activate() {
        acts = true;
        unlisten = nodes.onConnected(this::connected);
        lookLater();
    }

    /** Begins nothing any more. Completed when what was begun is through. */
    CompletableFuture<Void> drain() {
        acts = false;
        unlisten.run();
        return CompletableFuture.allOf(going.toArray(CompletableFuture[]::new)).exceptionally(failed -> null);
    }

    private void lookLater() {
        try {
            context.timer().schedule(this::look, LOOK_MILLIS, TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException stopped) {
            acts = false;
        }
    }

    private void look() {
        if (!acts) {
            return;
        }
        try {
            lookOnce();
        } finally {
            lookLater();
        }
    }

    private void lookOnce() {
        long now = System.nanoTime();
        List<Node> all = nodes.all();
        Set<String> unhealthy = ConcurrentHashMap.newKeySet();
        all.stream().filter(node -> !node.isHealthy()).forEach(node -> unhealthy.add(node.name()));
        unhealthySince.keySet().retainAll(unhealthy);
        unhealthy.forEach(name -> unhealthySince.putIfAbsent(name, now));
        forgetMoved();
        List<Movable> known = movables.all();
        Set<String> ids = ConcurrentHashMap.newKeySet();
        for (Movable movable : known) {
            ids.add(movable.id());
            Optional<Node> node = nodes.named(movable.node());
            if (node.isEmpty()) {
                if (unhealthy.isEmpty()) {
                    // the operator has taken its node out
                    movables.remove(movable.id());
                }
            } else if (node.get().isHealthy()) {
                onHealthy(movable, node.get(), now);
            } else if (movable.running() && isOver(unhealthySince.get(movable.node()), now) && waiting.isDue(movable.id(), now)) {
                run(movable, "waits for another node", () -> moves.move(movable, node.get()));
            }
        }
        endedSince.keySet().retainAll(ids);
        waiting.retain(ids);
        if (++looks % RETRY_OLD_EVERY == 0) {
            returns.retry();
        }
    }

    /** The instance of this link before may have ended a move after this one had taken over what it knew of the node that failed. */
    private void forgetMoved() {
        decisions.moved().forEach((id, name) -> nodes.named(name).filter(node -> index.find(id, Optional.of(node)).isPresent())
                .ifPresent(node -> index.remove(node, id)));
    }

    private boolean isOver(Long since, long now) {
        return since != null && now - since >= after.toNanos();
    }

    private void onHealthy(Movable movable, Node node, long now) {
        decisions.stayed(movable.id());
        Optional<Container> found = index.find(movable.id(), Optional.of(node)).filter(container -> container.id().equals(movable.id()));
        if (found.isEmpty()) {
            gone(movable, node);
            return;
        }
        Container container = found.get();
        boolean isUnstarted = movable.identity().move() > 0 && container.state().equals("created") && !node.isAggregate();
        if (isUnstarted) {
            startWhatNobodyStarted(movable, node, now);
        } else {
            waiting.done(movable.id());
        }
        boolean runs = isUnstarted || Returns.RUNNING.contains(container.state()) && !movables.wasStoppedWithin(movable.id(), SHUTDOWN);
        if (runs) {
            endedSince.remove(movable.id());
        }
        boolean isMeantToRun = runs || movable.running() && now - endedSince.computeIfAbsent(movable.id(), id -> now) < SHUTDOWN.toNanos();
        Movable present = movable.withName(container.name()).withRunning(isMeantToRun);
        if (!present.equals(movable)) {
            movables.update(movable.id(), known -> known.withName(present.name()).withRunning(isMeantToRun));
        }
    }

    /** Whoever moved it was lost before he started it, or it could not be started. */
    private void startWhatNobodyStarted(Movable movable, Node node, long now) {
        boolean othersAreKnown = nodes.all().stream().allMatch(other -> other.state() != Node.State.PENDING);
        List<String> same = movables.all().stream().filter(other -> other.identity().id().equals(movable.identity().id())
                && other.name().equals(movable.name())).map(Movable::id).toList();
        boolean isOnly = same.equals(List.of(movable.id()));
        if (isOnly && othersAreKnown && now - begun >= after.toNanos() && waiting.isDue(movable.id(), now)) {
            run(movable, "cannot be started", () -> moves.start(movable, node));
        }
    }

    /** An aggregate that is a node moves its containers by itself: then they are there under another id. */
    private void gone(Movable movable, Node node) {
        for (Container container : node.isAggregate() ? index.of(node) : List.<Container>of()) {
            Optional<Identity> identity = Identity.of(container.labels());
            if (identity.filter(known -> known.id().equals(movable.identity().id())).isPresent() && container.name().equals(movable.name())) {
                movables.creating(movable.id()).ifPresent(creating -> movables.put(container.id(), creating));
                movables.put(new Movable(container.id(), node.name(), container.name(), identity.get(), movable.running()));
                break;
            }
        }
        movables.remove(movable.id());
    }

    private interface Work {
        /** @return fails with a Failure if it is to be tried again */
        CompletableFuture<Void> begin();
    }

    /**
     * Does it unless somebody does already, who may be another instance of this link, or has just done it.
     *
     * @param otherwise what is said of the container if it could not be done
     */
    private void run(Movable movable, String otherwise, Work work) {
        if (!decisions.begin(movable.id())) {
            return;
        }
        if (movables.get(movable.id()).isEmpty()) {
            decisions.end(movable.id());
            return;
        }
        CompletableFuture<Void> done = new CompletableFuture<>();
        going.add(done);
        CompletableFuture<Void> begun;
        try {
            begun = work.begin();
        } catch (RuntimeException thrown) {
            begun = CompletableFuture.failedFuture(thrown);
        }
        begun.whenComplete((nothing, thrown) -> {
            decisions.end(movable.id());
            if (thrown == null) {
                waiting.done(movable.id());
            } else {
                waiting.failed(movable, otherwise, Failure.of(thrown).getMessage());
            }
            going.remove(done);
            done.complete(null);
        });
    }

    /** A node is there: what waited may go there; and its containers that others have created are kept in mind. */
    private void connected(Node node) {
        waiting.tryNow();
        for (Container container : index.of(node)) {
            if (Wishes.isMovable(container.labels()) && isToBeInspected(container.id())) {
                node.ask(Message.of(Verb.Get, "/containers/" + container.id()), Replies::text).thenAccept(inspected -> {
                    // it may have been removed meanwhile
                    if (isToBeInspected(container.id())) {
                        movables.put(container.id(), Inspected.creating(inspected));
                    }
                }).exceptionally(thrown -> {
                    Throwable why = thrown instanceof CompletionException ? thrown.getCause() : thrown;
                    context.log().log(Level.DEBUG, "The container " + container.name() + " cannot be inspected.", why);
                    return null;
                });
            }
        }
    }

    private boolean isToBeInspected(String id) {
        return movables.get(id).isPresent() && !movables.isCreatingKnown(id) && movables.hasRoom();
    }
}
