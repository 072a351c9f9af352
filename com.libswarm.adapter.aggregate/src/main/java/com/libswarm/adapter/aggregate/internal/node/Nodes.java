package com.libswarm.adapter.aggregate.internal.node;

import com.libswarm.adapter.aggregate.internal.kept.Kept;
import com.libswarm.api.Failure;
import com.libswarm.api.adapter.Context;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/** The table of nodes. Thread-safe. */
public final class Nodes {

    private record Row(Node node, Health health) {
    }

    private final Context context;
    private final Limits limits;
    private final EngineNames names;
    private final ContainerIndex containers = new ContainerIndex();

    private final Remembered remembered;
    private final Set<Consumer<Node>> listeners = ConcurrentHashMap.newKeySet();
    private final Set<Consumer<Node>> onLeft = ConcurrentHashMap.newKeySet();
    private volatile Map<String, Row> rows = Map.of();
    private volatile Admission admission = Admission.OF_ALL;
    private volatile BiConsumer<Node, EngineEvent> onEngine = (node, event) -> { };
    private final AtomicInteger unnamed = new AtomicInteger();
    private final AtomicInteger numbers = new AtomicInteger();
    // changed under the lock
    private volatile boolean active;

    /**
     * @param limits how long is waited for a dead node
     * @param kept knows what engines have called themselves
     */
    public Nodes(Context context, Limits limits, Kept kept) {
        this.context = context;
        this.limits = limits;
        this.names = new EngineNames(kept);
        this.remembered = new Remembered(containers, kept, () -> admission);
    }

    /** Who says which containers count; to be set before the first node is asked. */
    public void admitBy(Admission other) {
        admission = other;
    }

    /** Who is told what becomes of the engines, on any thread; to be set before the first node is asked. */
    public void tellOfEngines(BiConsumer<Node, EngineEvent> listener) {
        onEngine = listener;
    }

    /**
     * Adds a node; it is asked as soon as this link is active.
     *
     * @param spec without a name, the node is called what its engine calls itself, once that is known
     * @throws IllegalArgumentException if there is one of that name, or the spec cannot be read
     */
    public Node add(NodeSpec spec) {
        String name = spec.name().map(NodeSpec::checkName).orElseGet(() -> "node" + unnamed.incrementAndGet());
        Node node = new Node(name, spec, context.spawn(name, spec.spec()), numbers.incrementAndGet());
        Row row = new Row(node, new Health(node, context, limits, containers, () -> admission, () -> rows.size(), listener(node)));
        boolean now;
        synchronized (this) {
            var more = new LinkedHashMap<>(rows);
            if (!node.isNamed()) {
                names.known(name, spec.spec()).filter(known -> !rows.containsKey(known)).ifPresent(node::call);
            }
            more.put(node.name(), row);
            rows = more;
            now = active;
        }
        if (now) {
            activate(List.of(row));
        }
        return node;
    }

    private HealthListener listener(Node node) {
        return new HealthListener() {
            @Override
            public void introduced() {
                introduce(node);
            }

            @Override
            public void connected(Optional<EngineEvent> event) {
                if (active) {
                    remembered.found(node);
                }
                listeners.forEach(listener -> listener.accept(node));
                event.ifPresent(news -> tell(node, news));
            }

            @Override
            public void lost(Node.State before) {
                remembered.lost(node);
                if (before == Node.State.HEALTHY) {
                    tell(node, EngineEvent.DISCONNECT);
                }
            }

            @Override
            public boolean isAwaited() {
                return !listeners.isEmpty();
            }
        };
    }

    /** One that was taken out has been told of already. */
    private void tell(Node node, EngineEvent event) {
        if (isThere(node)) {
            onEngine.accept(node, event);
        }
    }

    /** Whether it has not been taken out. */
    public boolean isThere(Node node) {
        return named(node.name()).filter(present -> present == node).isPresent();
    }

    /** A child may answer on the thread that asks, and a list of many containers takes its time: nobody waits for that. */
    private void activate(List<Row> some) {
        some.forEach(row -> {
            remembered.restore(row.node);
            row.health.activate();
        });
        Runnable connect = () -> some.forEach(row -> row.health.connect());
        try {
            context.blocking().execute(connect);
        } catch (RejectedExecutionException full) {
            context.timer().execute(connect);
        }
    }

    /** The engine has said what it is called. */
    private synchronized void introduce(Node node) {
        String host = node.engine().hostName();
        if (node.isNamed() || !NodeSpec.isName(host)) {
            return;
        }
        node.call(names.give(node, host, rows::containsKey));
        var renamed = new LinkedHashMap<String, Row>();
        rows.values().forEach(row -> renamed.put(row.node.name(), row));
        rows = renamed;
    }

    /**
     * Takes a node out: what it still carries is carried to the end.
     *
     * @throws Failure 404 if there is none of that name
     */
    public void remove(String name) {
        Row row;
        synchronized (this) {
            var less = new LinkedHashMap<>(rows);
            row = less.remove(name);
            rows = less;
        }
        if (row == null) {
            throw new Failure(404, "No such node: " + name);
        }
        row.health.leave();
        if (row.node.isHealthy()) {
            onEngine.accept(row.node, EngineEvent.DISCONNECT);
        }
        containers.forget(row.node);
        remembered.found(row.node);
        onLeft.forEach(listener -> listener.accept(row.node));
        row.node.port().close();
    }

    /**
     * Gives a node another link; blocks until that has taken over.
     *
     * @throws Failure if that link cannot be had; then nothing has changed
     */
    public void swap(String name, String spec) {
        Node node = named(name).orElseThrow(() -> new Failure(404, "No such node: " + name));
        node.port().swap(spec);
        node.leadsTo(spec);
    }

    public void activate() {
        List<Row> all;
        synchronized (this) {
            active = true;
            all = List.copyOf(rows.values());
        }
        activate(all);
    }

    public void drain() {
        synchronized (this) {
            active = false;
        }
        rows.values().forEach(row -> {
            row.health.drain();
            remembered.lost(row.node);
        });
    }

    public void stop() {
        rows.values().forEach(row -> row.health.stop());
    }

    /** All nodes, in the order in which they were added. */
    public List<Node> all() {
        return rows.values().stream().map(Row::node).toList();
    }

    public Optional<Node> named(String name) {
        return Optional.ofNullable(rows.get(name)).map(Row::node);
    }

    /** All nodes, when it has turned out of each whether it is there; which takes no longer than the limit. */
    public CompletableFuture<List<Node>> settled() {
        List<Node> all = all();
        var pending = new ArrayList<CompletableFuture<Void>>();
        for (Node node : all) {
            if (!node.settled().isDone()) {
                pending.add(node.settled());
            }
        }
        return pending.isEmpty() ? CompletableFuture.completedFuture(all)
                : CompletableFuture.allOf(pending.toArray(CompletableFuture[]::new)).thenApply(nothing -> all);
    }

    /** Completed when the index knows all that has been changed on these nodes by requests whose reply was given before. */
    public CompletableFuture<Void> written(Collection<Node> nodes) {
        var waiting = new ArrayList<CompletableFuture<Void>>();
        for (Node node : nodes) {
            CompletableFuture<Void> written = node.written();
            if (!written.isDone()) {
                waiting.add(written);
            }
        }
        return CompletableFuture.allOf(waiting.toArray(CompletableFuture[]::new));
    }

    /** The moment that it is, in milliseconds of a clock of this process's own, which never goes back. */
    public static long now() {
        return TimeUnit.NANOSECONDS.toMillis(System.nanoTime());
    }

    /** What is known of each node's containers, and how old that is, for people. */
    public Map<String, String> pictures() {
        var pictures = new LinkedHashMap<String, String>();
        for (Node node : all()) {
            int count = containers.of(node).size();
            pictures.put(node.name(), node.state().word() + ", " + count + (count == 1 ? " container, " : " containers, ")
                    + node.picture().flatMap(Picture::line).orElse("not listed"));
        }
        return pictures;
    }

    /**
     * Calls {@code action} each time that a node has been connected, anew or for the first time, when streams that it gave before may
     * have ended or be those of an engine that was replaced.
     *
     * @return ends this
     */
    public Runnable onConnected(Consumer<Node> action) {
        listeners.add(action);
        return () -> listeners.remove(action);
    }

    /**
     * Calls {@code action} each time that a node was taken out.
     *
     * @return ends this
     */
    public Runnable onLeft(Consumer<Node> action) {
        onLeft.add(action);
        return () -> onLeft.remove(action);
    }

    /** A stream of the node has broken off, so it is to be connected anew if it is still there. */
    public void doubt(Node node) {
        Optional.ofNullable(rows.get(node.name())).ifPresent(row -> row.health.doubt());
    }

    /** Which container is where. */
    public ContainerIndex containers() {
        return containers;
    }
}
