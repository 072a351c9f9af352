package com.libswarm.adapter.aggregate.internal.node;

import com.libswarm.adapter.aggregate.internal.json.Fields;
import com.libswarm.adapter.aggregate.internal.json.Json;
import com.libswarm.api.Args;
import com.libswarm.api.Failure;
import com.libswarm.api.Message;
import com.libswarm.api.Verb;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.function.IntSupplier;
import java.util.function.Supplier;
import java.util.stream.LongStream;

/**
 * Keeps what the index has of one node fresh, from one time that it is connected to the next: watches its events, lists all its
 * containers once, then lists those again that have changed, many at a time. From time to time all are listed, should an event have
 * been lost. A container is never inspected. Of images, networks and volumes it knows by the same events how long a list of them holds.
 */
final class ContainerWatch {

    private static final String CONTAINERS = "/containers";
    /** An engine may tell of something just before its list shows it. */
    private static final long SECOND_LOOK_MILLIS = 300;
    /** What is behind another aggregate is seen there first. */
    private static final long NESTED_LOOK_MILLIS = 2_000;
    private static final long EVERY_MILLIS = 30_000;
    private static final long AFTER_FAILURE_MILLIS = 1_000;
    private static final long EVERY_WITHOUT_EVENTS_MILLIS = 5_000;
    /** All nodes together are listed whole no more often than fifty times a second. */
    private static final long MILLIS_PER_NODE = 20;

    private final Node node;
    private final ContainerIndex index;
    private final Picture.Later later;
    private final Runnable onLoss;
    private final IntSupplier nodes;
    private final Supplier<Admission> admission;
    private final Changes changes = new Changes();
    private final KnownLists lists;
    private final NodeEvents events;

    // guarded by this
    private OptionalLong listedAt = OptionalLong.empty();
    private OptionalLong heardAt = OptionalLong.empty();
    private int plan;

    ContainerWatch(Node node, ContainerIndex index, Supplier<Admission> admission, Picture.Later later, Runnable onLoss, IntSupplier nodes) {
        this.node = node;
        this.index = index;
        this.admission = admission;
        this.later = later;
        this.onLoss = onLoss;
        this.nodes = nodes;
        this.lists = new KnownLists(node, later);
        this.events = new NodeEvents(node, this::event, onLoss);
    }

    /** Completed when all containers are known. */
    CompletableFuture<Void> begin() {
        return events.begin().thenCompose(begun -> look(changes.first(), true).thenRun(this::refresh));
    }

    void end() {
        events.end();
        changes.close();
    }

    /** A container has been changed by a request, or perhaps any. */
    void wrote(Optional<String> id, Effect.Expected expected) {
        changes.wrote(id, expected);
        refresh();
    }

    /** A list may be another now. */
    void changed(ObjectKind kind) {
        lists.changed(kind);
    }

    /** What there is of a kind; empty if no events tell how long that holds. */
    Optional<CompletableFuture<List<Fields>>> list(ObjectKind kind) {
        if (!events.isThere()) {
            return Optional.empty();
        }
        return Optional.of(lists.get(kind));
    }

    boolean isWritten() {
        return changes.isWritten();
    }

    /** Completed with true when all that was written is known, with false when this has ended before. */
    CompletableFuture<Boolean> written() {
        return changes.written();
    }

    /** How old what is known is, for people; empty if nothing is known yet. While events come, nothing heard is nothing new. */
    synchronized Optional<String> line() {
        if (listedAt.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of("listed " + ago(listedAt.getAsLong()) + (!events.isThere() ? ", without events"
                : heardAt.isEmpty() ? ", no event yet" : ", last event " + ago(heardAt.getAsLong())));
    }

    /** When the node last told something; empty if it has not yet. By {@link Nodes#now}. */
    synchronized OptionalLong toldAt() {
        return LongStream.concat(listedAt.stream(), heardAt.stream()).max();
    }

    private static String ago(long moment) {
        return (Nodes.now() - moment) / 1_000 + " s ago";
    }

    private void event(String json) {
        synchronized (this) {
            heardAt = OptionalLong.of(Nodes.now());
        }
        Map<String, Object> event = Json.parse(json, 502);
        Map<String, Object> actor = Json.object(event, "Actor");
        String action = Json.text(event, "Action");
        lists.happened(Json.text(event, "Type"), action, node.isAggregate() ? NESTED_LOOK_MILLIS : SECOND_LOOK_MILLIS);
        switch (Json.text(event, "Type")) {
            case "container" -> ofContainer(Json.text(actor, "ID"), action);
            case "network" -> {
                String container = Json.text(Json.object(actor, "Attributes"), "container");
                if (!container.isEmpty()) {
                    happened(container, Effect.Expected.ANY);
                }
            }
            case "image" -> listAllIn(SECOND_LOOK_MILLIS);
            default -> {
                // nothing of a container's
            }
        }
    }

    private void ofContainer(String id, String action) {
        if (action.equals("destroy")) {
            index.remove(node, id);
            changes.removed();
            refresh();
        } else if (NodeEvents.ACTIONS.stream().anyMatch(action::startsWith)) {
            happened(id, action.equals("die") ? Effect.Expected.ENDED : action.equals("start") ? Effect.Expected.STARTED : Effect.Expected.ANY);
        }
    }

    private void happened(String id, Effect.Expected expected) {
        changes.happened(id, expected, Nodes.now());
        refresh();
        lookAgain(id, SECOND_LOOK_MILLIS);
        if (node.isAggregate()) {
            lookAgain(id, NESTED_LOOK_MILLIS);
        }
    }

    private void lookAgain(String id, long millis) {
        if (changes.isToBeSeenAgain(id, millis)) {
            later.run(millis, () -> {
                changes.seeAgain(millis);
                refresh();
            });
        }
    }

    private void refresh() {
        changes.take().ifPresent(look -> look(look, false).whenComplete((done, thrown) -> refresh()));
    }

    /** Leaves only those in the list that count: of the first one the others are ended, too. */
    private CompletableFuture<Void> admitted(ListReader list, boolean isFirst) {
        if (isFirst) {
            return admission.get().admit(node, list.containers()).thenAccept(list::retain).toCompletableFuture();
        }
        list.retain(list.containers().stream().filter(admission.get()::counts).toList());
        return CompletableFuture.completedFuture(null);
    }

    /** @param isFirst whether it is the first since the node was connected */
    private CompletableFuture<Void> look(Changes.Look look, boolean isFirst) {
        long mark = index.mark();
        long asked = Nodes.now();
        Args args = Args.of("all", "1");
        var request = Message.of(Verb.Ls, CONTAINERS).withArgs(look.all() ? args
                : args.with("filters", Json.write(Map.of("id", List.copyOf(look.moments().keySet())))));
        var list = new ListReader(node, index, look, asked, isFirst);
        return node.askAnyway(request, list::read).thenCompose(read -> admitted(list, isFirst)).handle((found, thrown) -> {
            if (thrown == null && !changes.isClosed()) {
                list.putInto(index, mark);
                changes.linked(look, list.linked());
            }
            List<String> unsettled = changes.done(look, thrown == null ? list.states() : Map.of());
            if (!unsettled.isEmpty()) {
                later.run(Changes.PATIENCE_MILLIS, () -> {
                    changes.again(unsettled);
                    refresh();
                });
            }
            if (thrown != null) {
                listAllIn(AFTER_FAILURE_MILLIS);
                throw Failure.of(thrown);
            }
            if (look.all()) {
                listed(asked, list.wantsListAt());
            }
            return null;
        });
    }

    private void listed(long asked, long wanted) {
        synchronized (this) {
            listedAt = OptionalLong.of(asked);
        }
        if (events.isLost()) {
            // while the node was being connected nobody cared
            onLoss.run();
        }
        long atMost = events.isThere() ? EVERY_MILLIS : EVERY_WITHOUT_EVENTS_MILLIS;
        listAllIn(Math.max(nodes.getAsInt() * MILLIS_PER_NODE, Math.min(atMost, wanted - Nodes.now())));
    }

    /** Lists all after that time, instead of when that was planned before. */
    private void listAllIn(long millis) {
        int mine;
        synchronized (this) {
            mine = ++plan;
        }
        later.run(millis, () -> {
            if (isPlanned(mine)) {
                changes.all();
                refresh();
                lists.refresh();
            }
        });
    }

    private synchronized boolean isPlanned(int number) {
        return number == plan;
    }
}
