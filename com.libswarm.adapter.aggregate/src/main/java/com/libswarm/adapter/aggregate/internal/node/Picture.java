package com.libswarm.adapter.aggregate.internal.node;

import com.libswarm.adapter.aggregate.internal.json.Fields;
import com.libswarm.api.Failure;
import com.libswarm.api.Message;
import com.libswarm.api.Tap;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.IntSupplier;
import java.util.function.Supplier;

/** What is known of the containers of one node, and of its images, networks and volumes: kept fresh by a watch, a new one each time that the node is connected. Thread-safe. */
final class Picture {

    /** Runs something later, on the timer of the link. */
    interface Later {
        void run(long millis, Runnable task);
    }

    private final Node node;
    private final ContainerIndex index;
    private final Supplier<Admission> admission;
    private final Later later;
    private final Runnable onLoss;
    private final IntSupplier nodes;

    // guarded by this
    private Optional<ContainerWatch> watch = Optional.empty();
    private OptionalLong toldBefore = OptionalLong.empty();

    /**
     * @param admission says which of the containers count
     * @param onLoss called when the node's events have ended, and nobody here ended them
     * @param nodes how many there are: the more, the more seldom each is listed without need
     */
    Picture(Node node, ContainerIndex index, Supplier<Admission> admission, Later later, Runnable onLoss, IntSupplier nodes) {
        this.node = node;
        this.index = index;
        this.admission = admission;
        this.later = later;
        this.onLoss = onLoss;
        this.nodes = nodes;
    }

    /** Completed when all containers are known. A watch that was begun before ends. */
    CompletableFuture<Void> begin() {
        var begun = new ContainerWatch(node, index, admission, later, onLoss, nodes);
        replace(Optional.of(begun));
        return begun.begin();
    }

    void end() {
        replace(Optional.empty());
    }

    private void replace(Optional<ContainerWatch> by) {
        Optional<ContainerWatch> before;
        synchronized (this) {
            before = watch;
            watch = by;
            before.map(ContainerWatch::toldAt).filter(OptionalLong::isPresent).ifPresent(told -> toldBefore = told);
        }
        before.ifPresent(ContainerWatch::end);
    }

    private synchronized Optional<ContainerWatch> watch() {
        return watch;
    }

    /** Looks again at what a request changes, as soon as it has; {@code reply} is to be passed on as it is returned. */
    Message replied(Message request, Message reply) {
        Optional<Effect> effect = Effect.of(request);
        Set<ObjectKind> kinds = ObjectKind.changedBy(request);
        if (effect.isEmpty() && kinds.isEmpty()) {
            return reply;
        }
        changed(kinds);
        boolean isOver = reply.body().isNone() || reply.isError();
        effect.filter(each -> !each.atEnd() || isOver).ifPresent(this::wrote);
        if (isOver || kinds.isEmpty() && !effect.get().atEnd()) {
            return reply;
        }
        return reply.withBody(reply.body().tap(new Tap() {
            @Override
            public void bytes(ByteBuffer view) {
                // only its end counts
            }

            @Override
            public void ended(Ending how) {
                changed(kinds);
                effect.filter(Effect::atEnd).ifPresent(each -> wrote(each));
            }
        }));
    }

    private void changed(Set<ObjectKind> kinds) {
        watch().ifPresent(present -> kinds.forEach(present::changed));
    }

    /** What the node has of a kind; empty if it has to be asked itself. */
    Optional<CompletableFuture<List<Fields>>> list(ObjectKind kind) {
        return watch().flatMap(present -> present.list(kind));
    }

    private void wrote(Effect effect) {
        Optional<String> id = Optional.empty();
        try {
            id = effect.container().flatMap(ref -> index.find(ref, Optional.of(node))).map(Container::id);
        } catch (Failure ambiguous) {
            // then all are looked at
        }
        Optional<String> found = id;
        watch().ifPresent(present -> present.wrote(found, effect.expected()));
    }

    /** The index has learnt of a change of a container, or of any. */
    void changed(Optional<String> id) {
        watch().ifPresent(present -> present.wrote(id, Effect.Expected.ANY));
    }

    /** Completed when the index knows all that has been changed by requests whose reply was given before. */
    CompletableFuture<Void> written() {
        Optional<ContainerWatch> asked = watch();
        if (asked.isEmpty() || asked.get().isWritten()) {
            return CompletableFuture.completedFuture(null);
        }
        return asked.get().written().thenCompose(isKnown -> isKnown || asked.equals(watch()) ? CompletableFuture.completedFuture(null) : written());
    }

    /** When the node last told something of its containers, to the second; empty if it never did. */
    Optional<Instant> updatedAt() {
        OptionalLong told = watch().map(ContainerWatch::toldAt).filter(OptionalLong::isPresent).orElseGet(this::toldBefore);
        return told.isEmpty() ? Optional.empty()
                : Optional.of(Instant.now().minusMillis(Nodes.now() - told.getAsLong()).truncatedTo(ChronoUnit.SECONDS));
    }

    private synchronized OptionalLong toldBefore() {
        return toldBefore;
    }

    /** How old it is, for people; empty if nothing is known. */
    Optional<String> line() {
        return watch().flatMap(ContainerWatch::line);
    }
}
