package com.libswarm.adapter.aggregate.internal.node;

import com.libswarm.adapter.aggregate.internal.json.Fields;
import com.libswarm.api.Failure;
import com.libswarm.api.Message;
import com.libswarm.api.Verb;
import com.libswarm.api.adapter.Child;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;

/** One of the engines behind an aggregate: its name, the port to it, and how it is. */
public final class Node {

    /** How a node is. */
    public enum State {
        /** Not asked yet. */
        PENDING,
        /** It answers, and its containers are known. */
        HEALTHY,
        /** It does not answer; it is asked again from time to time. */
        UNHEALTHY;

        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    private static final Set<Integer> OF_NOBODY = Set.of(499, 502, 503, 504);

    private final int number;
    private final Child port;
    private volatile String spec;
    private final Set<Errand<?>> errands = ConcurrentHashMap.newKeySet();
    private final Set<RevocableBody> streams = ConcurrentHashMap.newKeySet();
    private final CompletableFuture<Void> settled = new CompletableFuture<>();
    private volatile String name;
    private volatile boolean named;
    private volatile Runnable onErrand = () -> { };
    private volatile Runnable onTrouble = () -> { };
    private final AtomicReference<State> state = new AtomicReference<>(State.PENDING);
    private volatile EngineInfo engine = EngineInfo.UNKNOWN;
    private volatile String error = "";
    private volatile boolean draining;
    private volatile boolean wasHealthy;
    private volatile Optional<Picture> picture = Optional.empty();

    /** @param number greater than that of each node that was there before */
    Node(String name, NodeSpec spec, Child port, int number) {
        this.number = number;
        this.name = name;
        this.named = spec.name().isPresent();
        this.spec = spec.spec();
        this.port = port;
    }

    public String name() {
        return name;
    }

    int number() {
        return number;
    }

    /** Whether its name will not change any more. */
    boolean isNamed() {
        return named;
    }

    void call(String engineName) {
        name = engineName;
        named = true;
    }

    /** The adapter and its arguments. */
    public String spec() {
        return spec;
    }

    /** The engine's address, if the spec names one; otherwise the spec. */
    public String address() {
        return NodeSpec.address(spec);
    }

    /** Where its published ports are reached: the host of its address, a name or an IP address without brackets. */
    public String host() {
        return NodeSpec.host(address());
    }

    /** Its link is another now. */
    void leadsTo(String other) {
        spec = other;
    }

    public State state() {
        return state.get();
    }

    public boolean isHealthy() {
        return state.get() == State.HEALTHY;
    }

    /** Whether it is to get nothing new: containers, images, builds. */
    public boolean isDraining() {
        return draining;
    }

    /** Why it is unhealthy; empty if it is not. */
    public String error() {
        return error;
    }

    /** Whether it is many engines itself. */
    public boolean isAggregate() {
        return engine.serverVersion().endsWith(EngineInfo.AGGREGATE);
    }

    /** What the engine said of itself last. */
    public EngineInfo engine() {
        return engine;
    }

    /** Completed when it has turned out whether the node is there. */
    CompletableFuture<Void> settled() {
        return settled;
    }

    /** Sends it there as it is, however the node is; the answer is its link's own. */
    public void pass(Message message) {
        port.send(message);
    }

    Child port() {
        return port;
    }

    /** @param on whether it is to get nothing new from now on */
    public void drain(boolean on) {
        draining = on;
    }

    /**
     * @param errand called when something is asked that is not answered at once
     * @param trouble called when somebody else has answered for the engine
     * @param kept what is known of its containers: told of each request that may have changed them
     */
    void onEvents(Runnable errand, Runnable trouble, Picture kept) {
        picture = Optional.of(kept);
        onErrand = errand;
        onTrouble = trouble;
    }

    /** Whether this was answered for an engine that cannot answer itself, by those in front of it, or by nobody in time. */
    public static boolean isOfNobody(Message reply) {
        return reply.isError() && isOfNobody(reply.status());
    }

    static boolean isOfNobody(int status) {
        return OF_NOBODY.contains(status);
    }

    /**
     * Asks the node. The result fails with a {@link Failure} 503 when the node is unhealthy, or turns out to be so before
     * {@code read} is through; however slow a healthy node is, it is waited for.
     *
     * @param read what is made of the reply, which may be an Error; the reply's body is its to read
     */
    public <T> CompletableFuture<T> ask(Message request, Function<Message, ? extends CompletionStage<T>> read) {
        if (state.get() == State.UNHEALTHY) {
            request.body().cancel();
            return CompletableFuture.failedFuture(unreachable());
        }
        return askAnyway(request, read);
    }

    /** Asks the node; the result is the reply, with a body that is read at leisure. */
    public CompletableFuture<Message> ask(Message request) {
        return ask(request, CompletableFuture::completedFuture);
    }

    /** All that it has of a kind: what is known, or else it is asked. The result fails as that of {@link #ask} does. */
    public CompletableFuture<List<Fields>> list(ObjectKind kind) {
        if (state.get() == State.UNHEALTHY) {
            return CompletableFuture.failedFuture(unreachable());
        }
        return picture.flatMap(kept -> kept.list(kind)).orElseGet(() -> ask(Message.of(Verb.Ls, kind.collection()), Replies::objects));
    }

    /** Asks the node, also when it is not healthy: for what has to be done so that it can become so. */
    public <T> CompletableFuture<T> askAnyway(Message request, Function<Message, ? extends CompletionStage<T>> read) {
        var errand = new Errand<T>(reply -> {
            if (isOfNobody(reply)) {
                onTrouble.run();
            }
            return read.apply(picture.map(kept -> kept.replied(request, reply)).orElse(reply));
        }, streams);
        errands.add(errand);
        errand.result().whenComplete((value, thrown) -> errands.remove(errand));
        errand.start(port, request);
        if (!errand.result().isDone()) {
            onErrand.run();
        }
        return errand.result();
    }

    /** The index has learnt of a change of a container there. */
    void changed(String id) {
        picture.ifPresent(kept -> kept.changed(Optional.of(id)));
    }

    /** Whatever the index has of its containers may have changed. */
    public void changed() {
        picture.ifPresent(kept -> kept.changed(Optional.empty()));
    }

    /** Completed when the index knows all that has been changed there by requests whose reply was given before. */
    CompletableFuture<Void> written() {
        return picture.map(Picture::written).orElseGet(() -> CompletableFuture.completedFuture(null));
    }

    /** What is known of its containers; empty if nothing is. */
    Optional<Picture> picture() {
        return picture;
    }

    /** When it last told something of its containers, to the second; empty if it never did. */
    public Optional<Instant> updatedAt() {
        return picture.flatMap(Picture::updatedAt);
    }

    /** How long the node owes an answer, in nanoseconds; empty if it owes none. */
    Optional<Long> owes() {
        return errands.stream().map(Errand::nanos).max(Comparator.naturalOrder());
    }

    /** The error that tells that the node cannot be asked. */
    public Failure unreachable() {
        return new Failure(503, "The node " + name + " is " + (state.get() == State.PENDING ? "not there yet" : "unhealthy: " + error));
    }

    void knows(EngineInfo info) {
        engine = info;
    }

    /** It answers; gives what others are to be told of that, unless it was so before. */
    Optional<EngineEvent> healthy() {
        error = "";
        boolean isNews = state.getAndSet(State.HEALTHY) != State.HEALTHY;
        EngineEvent event = wasHealthy ? EngineEvent.RECONNECT : EngineEvent.CONNECT;
        wasHealthy = true;
        settled.complete(null);
        return isNews ? Optional.of(event) : Optional.empty();
    }

    /** It does not answer; gives how it was before. */
    State unhealthy(String why) {
        error = why;
        State before = state.getAndSet(State.UNHEALTHY);
        settled.complete(null);
        giveUp(unreachable());
        return before;
    }

    /** Whether somebody reads a stream that it has given. */
    boolean carriesStreams() {
        return !streams.isEmpty();
    }

    /** Begins to listen which of the streams that it has given are still alive. */
    void hushStreams() {
        streams.forEach(RevocableBody::hush);
    }

    /** Breaks off those that have been silent since. */
    void breakSilentStreams(Failure why) {
        streams.stream().filter(RevocableBody::isQuiet).toList().forEach(stream -> {
            streams.remove(stream);
            stream.revoke(why);
        });
    }

    /** Ends all that waits for the node. */
    void giveUp(Failure why) {
        errands.forEach(errand -> errand.giveUp(why));
    }

    @Override
    public String toString() {
        return name;
    }
}
