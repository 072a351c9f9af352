package com.libswarm.adapter.aggregate.internal.node;

import com.libswarm.adapter.aggregate.internal.json.Json;
import com.libswarm.api.Call;
import com.libswarm.api.Failure;
import com.libswarm.api.Head;
import com.libswarm.api.Message;
import com.libswarm.api.Verb;
import com.libswarm.api.adapter.Context;
import java.lang.System.Logger.Level;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.IntSupplier;
import java.util.function.Supplier;

/**
 * Finds out how one node is: connects to it, asks from time to time whether it is alive, and connects again, after growing delays,
 * when it was not.
 *
 * <p>Whoever waits for a node for half the limit makes it be asked whether it lives. If that is not answered within the other half,
 * the node is unhealthy, and all who wait are told so. So a dead node delays nobody by more than the limit, and a slow one has all
 * the time it needs.
 */
final class Health {

    private static final long FIRST_DELAY_MILLIS = 500;
    private static final long LONGEST_DELAY_MILLIS = 15_000;
    private static final long DOUBT_MILLIS = 50;
    private static final long PROBE_EVERY_MILLIS = 5_000;

    private final Node node;
    private final Context context;
    private final long halfMillis;
    private final long streamMillis;
    private final HealthListener listener;
    private final Picture containers;
    private final AtomicBoolean looking = new AtomicBoolean();
    private final AtomicBoolean doubted = new AtomicBoolean();

    private volatile String apiVersion = "";
    private volatile boolean left;
    // guarded by this
    private boolean acts;
    private int attempt;
    /** how often it has become unhealthy */
    private int failures;
    /** of the latest try to connect: what an older one finds out is old */
    private int round;

    /**
     * @param limits how long a dead node may delay an answer, and keep a stream open
     * @param admission of the node's containers
     * @param nodes how many there are
     * @param listener told of what is found out
     */
    Health(Node node, Context context, Limits limits, ContainerIndex index, Supplier<Admission> admission, IntSupplier nodes, HealthListener listener) {
        this.node = node;
        this.context = context;
        this.halfMillis = limits.answer().toMillis() / 2;
        this.streamMillis = limits.stream().toMillis();
        this.listener = listener;
        this.containers = new Picture(node, index, admission, this::later, this::doubt, nodes);
        node.onEvents(this::watchErrands, this::doubt, containers);
    }

    /** May ask the node on its own from now on; {@link #connect} has to be called. */
    void activate() {
        synchronized (this) {
            acts = true;
        }
        node.port().onSwitch(this::switched);
        probeLater();
    }

    /** Asks nothing on its own any more, but for the sake of those who wait for the node, or read streams that it has given. */
    void drain() {
        synchronized (this) {
            acts = false;
        }
        containers.end();
    }

    /** The node is taken out, and nobody can ask it any more. What it still carries, its link carries to the end. */
    void leave() {
        left = true;
        drain();
    }

    void stop() {
        drain();
        node.giveUp(new Failure(503, "The link " + context.name() + " has stopped."));
    }

    /** A stream of the node has broken off, or it could not be asked: is it still there? */
    void doubt() {
        if (node.isHealthy() && doubted.compareAndSet(false, true)) {
            later(DOUBT_MILLIS + ThreadLocalRandom.current().nextLong(DOUBT_MILLIS), () -> {
                doubted.set(false);
                if (node.isHealthy()) {
                    connect();
                }
            });
        }
    }

    private void switched() {
        synchronized (this) {
            attempt = 0;
        }
        connect();
    }

    /** Asks the node what it is, and what it has. */
    void connect() {
        if (!isNeeded()) {
            return;
        }
        int mine;
        boolean lists;
        synchronized (this) {
            mine = ++round;
            lists = acts;
        }
        isAlive().thenCompose(why -> {
            if (!why.isEmpty()) {
                throw new Failure(503, why);
            }
            return node.askAnyway(Message.of(Verb.Get, "/info"), Replies::text);
        }).thenCompose(info -> {
            node.knows(EngineInfo.of(Json.parse(info, 502), apiVersion));
            listener.introduced();
            return lists ? containers.begin() : CompletableFuture.completedFuture(null);
        }).whenComplete((done, thrown) -> {
            if (isLatest(mine)) {
                connected(thrown);
            }
        });
    }

    private synchronized boolean isLatest(int mine) {
        return mine == round;
    }

    /** A link that was replaced does not care for its nodes, but those do to whom it gave streams of them. */
    private boolean isNeeded() {
        if (left) {
            return false;
        }
        synchronized (this) {
            if (acts) {
                return true;
            }
        }
        return node.carriesStreams() || listener.isAwaited();
    }

    private void connected(Throwable thrown) {
        if (thrown != null) {
            unhealthy(Failure.of(thrown).getMessage());
            return;
        }
        synchronized (this) {
            attempt = 0;
        }
        Optional<EngineEvent> event = node.healthy();
        if (event.isPresent()) {
            context.log().log(Level.DEBUG, "The node " + node.name() + " is healthy.");
        }
        listener.connected(event);
    }

    private void unhealthy(String why) {
        containers.end();
        Node.State before = node.unhealthy(why);
        if (before != Node.State.UNHEALTHY) {
            context.log().log(Level.WARNING, "The node " + node.name() + " is unhealthy: " + why);
            watchStreams();
            listener.lost(before);
        }
        int tries;
        synchronized (this) {
            round++;
            tries = attempt++;
        }
        long delay = Math.min(LONGEST_DELAY_MILLIS, FIRST_DELAY_MILLIS << Math.min(tries, 10));
        later(delay / 2 + ThreadLocalRandom.current().nextLong(delay / 2 + 1), this::connect);
    }

    /** Whoever reads a stream of a node that stays away is told at last; one that still says something lives. */
    private void watchStreams() {
        int mine;
        synchronized (this) {
            mine = ++failures;
        }
        node.hushStreams();
        later(streamMillis, () -> {
            if (isStillAway(mine)) {
                node.breakSilentStreams(node.unreachable());
                watchStreams();
            }
        });
    }

    private boolean isStillAway(int failure) {
        synchronized (this) {
            if (failure != failures) {
                return false;
            }
        }
        return isNeeded() && node.state() == Node.State.UNHEALTHY;
    }

    /** Why it is not alive, or empty if it is. */
    private CompletableFuture<String> isAlive() {
        Call call = Call.ask(node.port(), Message.of(Verb.Get, "/_ping"));
        later(halfMillis, call::cancel);
        return call.result().thenApply(reply -> {
            Replies.discard(reply);
            apiVersion = reply.head().get(Head.API_VERSION);
            if (reply.status() == 499) {
                return "It does not answer.";
            }
            return Node.isOfNobody(reply) ? reply.text() : "";
        });
    }

    private void probeLater() {
        later(PROBE_EVERY_MILLIS * 3 / 4 + ThreadLocalRandom.current().nextLong(PROBE_EVERY_MILLIS / 2), () -> {
            if (!isNeeded()) {
                return;
            }
            if (node.isHealthy()) {
                isAlive().thenAccept(why -> {
                    if (!why.isEmpty() && node.isHealthy()) {
                        unhealthy(why);
                    }
                });
            }
            probeLater();
        });
    }

    private void watchErrands() {
        if (looking.compareAndSet(false, true)) {
            later(halfMillis, this::look);
        }
    }

    private void look() {
        if (left) {
            return;
        }
        long owed = TimeUnit.NANOSECONDS.toMillis(node.owes().orElse(-1L));
        if (owed < 0) {
            looking.set(false);
            if (node.owes().isPresent()) {
                watchErrands();
            }
        } else if (owed < halfMillis * 9 / 10) {
            later(halfMillis - owed, this::look);
        } else {
            isAlive().thenAccept(why -> {
                if (!why.isEmpty()) {
                    unhealthy(why);
                }
                later(halfMillis, this::look);
            });
        }
    }

    private void later(long millis, Runnable task) {
        try {
            context.timer().schedule(task, millis, TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException stopped) {
            // nothing is to be done any more
        }
    }
}
