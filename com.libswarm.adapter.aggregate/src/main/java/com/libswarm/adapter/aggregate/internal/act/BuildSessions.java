package com.libswarm.adapter.aggregate.internal.act;

import com.libswarm.adapter.aggregate.internal.kept.Kept;
import com.libswarm.adapter.aggregate.internal.kept.Kept.Kind;
import com.libswarm.adapter.aggregate.internal.node.Node;
import com.libswarm.adapter.aggregate.internal.node.Nodes;
import com.libswarm.adapter.aggregate.internal.read.Reply;
import com.libswarm.api.Failure;
import com.libswarm.api.Message;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * The tunnels of BuildKit's clients. A client opens a session (Docker API, POST /session), in which the engine asks it for files and
 * secrets, and at the same time starts a build that names the session: both are to meet on one node. Other clients speak to BuildKit itself
 * (POST /grpc) and name the session in there, where nobody sees it: all of these have one node.
 */
final class BuildSessions {

    private static final String ID = "X-Docker-Expose-Session-Uuid";
    private static final String OF_GRPC = "grpc";
    /** No node can be called so. */
    private static final String REFUSED = "!";
    private static final int MOST = 1_000;
    private static final long LOOK_MILLIS = 20;
    /** How long a session waits for its build. Some clients send that when they have the session. */
    private static final long PATIENCE_MILLIS = 2_000;
    /** The same when it may be one whose build is seen by nobody. */
    private static final long GRPC_PATIENCE_MILLIS = 500;
    /** How long a refusal waits for the session of its build, which may have come to another instance of this link. */
    private static final long REFUSAL_MILLIS = 2_000;

    private final Nodes nodes;
    private final Placement placement;
    private final Kept kept;
    private final Tunnels tunnels;
    private final ScheduledExecutorService timer;
    private final Set<CompletableFuture<Node>> waiting = ConcurrentHashMap.newKeySet();
    private final Set<String> waitingIds = ConcurrentHashMap.newKeySet();
    private final Map<String, CompletableFuture<Void>> refusals = new ConcurrentHashMap<>();

    BuildSessions(Nodes nodes, Placement placement, Kept kept, Tunnels tunnels, ScheduledExecutorService timer) {
        this.nodes = nodes;
        this.placement = placement;
        this.kept = kept;
        this.tunnels = tunnels;
        this.timer = timer;
    }

    /** The node of a session, if it is decided already. */
    Optional<Node> nodeOf(String session) {
        return kept.get(Kind.SESSION, session).flatMap(nodes::named);
    }

    /** The build of that session is on that node, or on the one that was decided before. */
    Node decide(String session, Node node) {
        if (kept.size(Kind.SESSION).things() >= MOST) {
            List<String> ids = kept.all(Kind.SESSION).keySet().stream().filter(id -> !id.equals(OF_GRPC)).toList();
            ids.subList(0, Math.min(ids.size(), MOST / 2)).forEach(id -> kept.remove(Kind.SESSION, id));
        }
        return nodes.named(kept.putIfAbsent(Kind.SESSION, session, node.name())).orElse(node);
    }

    /**
     * There is no node for the build of that session. Its client tells why only when the session could be opened, so any node is its;
     * and one that is refused before it has begun to open the session serves that for ever, and never ends.
     *
     * @return completed when the session has come, or has not for a while
     */
    CompletableFuture<Void> refuse(String session) {
        var come = new CompletableFuture<Void>();
        refusals.put(session, come);
        come.whenComplete((nothing, thrown) -> refusals.remove(session, come));
        if (waitingIds.contains(session)) {
            come.complete(null);
        }
        kept.putIfAbsent(Kind.SESSION, session, REFUSED);
        try {
            timer.schedule(() -> come.complete(null), REFUSAL_MILLIS, TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException stopped) {
            come.complete(null);
        }
        return come;
    }

    /** Docker API, POST /session. */
    void session(Message message) {
        String id = message.head().get(ID);
        var node = new CompletableFuture<Node>();
        if (id.isEmpty()) {
            ofGrpc(message).whenComplete((chosen, thrown) -> settle(node, chosen, thrown));
        } else {
            waiting.add(node);
            waitingIds.add(id);
            node.whenComplete((chosen, thrown) -> {
                waiting.remove(node);
                waitingIds.remove(id);
            });
            Optional.ofNullable(refusals.get(id)).ifPresent(come -> come.complete(null));
            await(message, id, System.nanoTime(), node);
        }
        connect(message, node);
    }

    /** Nobody is waited for any more. */
    void stop() {
        waiting.forEach(node -> node.completeExceptionally(new Failure(503, "The link has stopped before the session's build came.")));
    }

    /** Docker API, POST /grpc. */
    void grpc(Message message) {
        Reply.withBody(message, ofGrpc(message).thenCompose(node -> tunnels.open(node, message)));
    }

    private static void connect(Message message, CompletableFuture<Node> node) {
        Reply.withBody(message, node.thenCompose(chosen -> chosen.ask(message)));
    }

    /** Looks until the build has come; which may be seen by another instance of this link. */
    private void await(Message message, String id, long begun, CompletableFuture<Node> result) {
        Optional<Node> node = nodeOf(id);
        if (node.isPresent()) {
            result.complete(node.get());
            return;
        }
        if (kept.get(Kind.SESSION, id).filter(REFUSED::equals).isPresent()) {
            placement.any().whenComplete((chosen, thrown) -> settle(result, chosen, thrown));
            return;
        }
        boolean mayBeOfGrpc = kept.has(Kind.SESSION, OF_GRPC);
        long waited = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begun);
        if (waited < (mayBeOfGrpc ? GRPC_PATIENCE_MILLIS : PATIENCE_MILLIS) && !isWithoutChoice()) {
            try {
                timer.schedule(() -> await(message, id, begun, result), LOOK_MILLIS, TimeUnit.MILLISECONDS);
            } catch (RejectedExecutionException stopped) {
                stop();
            }
        } else {
            // the build follows, wherever that is
            (mayBeOfGrpc ? ofGrpc(message) : placement.any())
                    .whenComplete((chosen, thrown) -> settle(result, thrown == null ? decide(id, chosen) : chosen, thrown));
        }
    }

    private boolean isWithoutChoice() {
        return nodes.all().stream().filter(node -> !node.isDraining()).limit(2).count() == 1;
    }

    private CompletableFuture<Node> ofGrpc(Message message) {
        Optional<Node> known = nodeOf(OF_GRPC).filter(node -> node.isHealthy() && !node.isDraining());
        return known.map(CompletableFuture::completedFuture).orElseGet(() -> placement.any().thenApply(node -> {
            kept.put(Kind.SESSION, OF_GRPC, node.name());
            return node;
        }));
    }

    private static void settle(CompletableFuture<Node> node, Node chosen, Throwable thrown) {
        if (thrown != null) {
            node.completeExceptionally(thrown);
        } else {
            node.complete(chosen);
        }
    }
}
