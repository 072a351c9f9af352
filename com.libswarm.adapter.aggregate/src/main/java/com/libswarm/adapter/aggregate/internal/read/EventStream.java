package com.libswarm.adapter.aggregate.internal.read;

import com.libswarm.adapter.aggregate.internal.json.Fields;
import com.libswarm.adapter.aggregate.internal.node.Node;
import com.libswarm.adapter.aggregate.internal.node.Nodes;
import com.libswarm.adapter.aggregate.internal.node.Replies;
import com.libswarm.adapter.aggregate.internal.stream.MergedStream;
import com.libswarm.api.Args;
import com.libswarm.api.Failure;
import com.libswarm.api.Head;
import com.libswarm.api.Message;
import com.libswarm.api.Verb;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The events of all nodes as one stream (Docker API, GET /events). It goes on when a node goes, comes back, or is added or
 * replaced: a node that is connected anew is asked for what has happened since its last event.
 */
final class EventStream {

    private final Nodes nodes;
    private final Announcements announcements;
    private final Message request;
    private final Filters filters;
    private final Period period;
    private final boolean ends;
    private final Instant begun = Instant.now();
    private final Map<Node, Source> sources = new ConcurrentHashMap<>();
    private final MergedStream stream = new MergedStream(this::closed);
    private volatile boolean opened;
    private volatile boolean closed;
    private volatile Runnable unlisten = () -> { };

    /** What one node tells. */
    private static final class Source {

        // guarded by this
        private int watches;
        private long lastNanos;
        private Runnable cancel = () -> { };

        private volatile boolean done;

        /** The number of a watch that is to begin; the one before it ends. */
        int next() {
            Runnable before;
            int number;
            synchronized (this) {
                number = ++watches;
                before = cancel;
                cancel = () -> { };
            }
            before.run();
            return number;
        }

        void began(int number, Runnable cancelIt) {
            synchronized (this) {
                if (number == watches) {
                    cancel = cancelIt;
                    return;
                }
            }
            cancelIt.run();
        }

        synchronized boolean isNew(long nanos) {
            boolean isNew = watches == 1 || nanos == 0 || nanos > lastNanos;
            lastNanos = Math.max(nanos, lastNanos);
            return isNew;
        }

        synchronized long lastNanos() {
            return lastNanos;
        }
    }

    private EventStream(Nodes nodes, Announcements announcements, Message request) {
        this.announcements = announcements;
        this.nodes = nodes;
        this.request = request;
        this.filters = Filters.of(request.args()).resolved(nodes);
        this.period = Period.of(request.args());
        this.ends = !request.args().get("until").isEmpty();
    }

    /** Answers a Watch of the events. */
    static void open(Nodes nodes, Announcements announcements, Message request) {
        if (Period.of(request.args()).isOver()) {
            PastEvents.tell(nodes, announcements, request);
            return;
        }
        var events = new EventStream(nodes, announcements, request);
        Reply.to(request, nodes.settled().thenCompose(events::open));
    }

    private CompletableFuture<Message> open(List<Node> all) {
        // first of all, so that no node comes unseen
        listen();
        var watches = filters.nodes(all).stream().filter(node -> node.state() != Node.State.UNHEALTHY)
                .map(node -> watch(node, true).handle((begun, why) -> Optional.ofNullable(why))).toList();
        return CompletableFuture.allOf(watches.toArray(CompletableFuture[]::new)).thenApply(begun -> {
            List<Failure> failures = watches.stream().flatMap(watch -> watch.join().stream()).map(Failure::of).toList();
            boolean isRefused = !filters.areReadable() || !failures.isEmpty() && failures.get(0).status() < 500;
            if (!failures.isEmpty() && failures.size() == watches.size() && isRefused) {
                stream.end();
                throw failures.get(0);
            }
            opened = true;
            endIfDone();
            return Message.value().withHead(Head.of("Content-Type", "application/json")).withBody(stream.body()).withStatus(200);
        });
    }

    private void listen() {
        Runnable connections = nodes.onConnected(node -> {
            if (!filters.nodes(List.of(node)).isEmpty()) {
                watch(node, false);
            }
        });
        Runnable departures = nodes.onLeft(this::left);
        Runnable own = announcements.listen(this::announced);
        unlisten = () -> {
            connections.run();
            departures.run();
            own.run();
        };
        if (closed) {
            closed();
        }
    }

    private void announced(Announcement announcement) {
        if (announcement.passes(filters) && period.contains(announcement.moment(), begun)) {
            stream.offer(announcement.json());
        }
    }

    /** @param isFirst whether the node was there when the stream was asked for */
    private CompletableFuture<Void> watch(Node node, boolean isFirst) {
        Source source = sources.computeIfAbsent(node, key -> new Source());
        int number = source.next();
        Message watch = Message.of(Verb.Watch, request.path()).withArgs(args(source, isFirst))
                .withHead(request.head());
        return node.ask(watch).thenAccept(reply -> {
            Message events = Replies.orThrow(reply);
            source.done = false;
            source.began(number, stream.add(events.body(), event -> shown(event, node, source), why -> ended(node, source, why)));
            if (!nodes.isThere(node)) {
                left(node);
            }
        });
    }

    /** Its link is not kept for events that are no concern of the others any more. */
    private void left(Node node) {
        Source source = sources.remove(node);
        if (source != null) {
            source.next();
            endIfDone();
        }
    }

    /** Those of the request; a node that comes tells from where it ended, or else from when the stream was asked for. */
    private Args args(Source source, boolean isFirst) {
        Args args = filters.putInto(request.args());
        long last = source.lastNanos();
        if (isFirst || last == 0 && period.since().isPresent()) {
            return args;
        }
        long since = last == 0 ? Period.nanos(begun) : last;
        return args.with("since", since / 1_000_000_000 + "." + String.format(Locale.ROOT, "%09d", since % 1_000_000_000));
    }

    private Optional<String> shown(String event, Node node, Source source) {
        Fields fields = Fields.of(event, 502);
        return source.isNew(nanos(fields)) ? Optional.of(withNode(fields, node)) : Optional.empty();
    }

    /** When it happened, in nanoseconds since 1970; 0 if it does not say. */
    static long nanos(Fields event) {
        return event.get("timeNano").filter(number -> number.matches("[0-9]{1,19}")).map(Long::parseLong).orElse(0L);
    }

    /** The event with the node that it happened on in its attributes; of an engine behind a nested aggregate those tell already. */
    static String withNode(Fields event, Node node) {
        Fields actor = event.object("Actor");
        Fields own = actor.object("Attributes");
        Fields attributes = event.text("Type").equals(Announcement.SWARM) ? own.with("node.name", node.name() + "/" + own.text("node.name"))
                : own.with("node.name", node.name()).with("node.id", node.engine().id())
                        .with("node.addr", node.address()).with("node.ip", node.host());
        return event.withJson("Actor", actor.withJson("Attributes", attributes.json()).json()).json();
    }

    private void ended(Node node, Source source, Optional<Throwable> why) {
        if (ends && why.isEmpty()) {
            source.done = true;
            endIfDone();
        } else {
            nodes.doubt(node);
        }
    }

    private void endIfDone() {
        // one may have told all before the next was asked
        if (ends && opened && sources.entrySet().stream().allMatch(source -> source.getValue().done || !source.getKey().isHealthy())) {
            stream.end();
        }
    }

    private void closed() {
        closed = true;
        unlisten.run();
    }
}
