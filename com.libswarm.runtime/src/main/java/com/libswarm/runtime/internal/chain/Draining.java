package com.libswarm.runtime.internal.chain;

import com.libswarm.api.Failure;
import com.libswarm.runtime.DrainLimits;
import com.libswarm.runtime.LinkInfo;
import com.libswarm.runtime.internal.flight.Carried;
import com.libswarm.runtime.internal.flight.Flights.Kind;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;

/** An instance that gets no more messages, until it is idle, or its chain's {@link DrainLimits} have passed, and it has been stopped. */
final class Draining {

    // how often it is looked whether only others' requests are left
    private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(5);

    private final Scope scope;
    private final Instance instance;
    private final Carried carried;
    private final CompletableFuture<?> drained;
    private final History.Entry change;
    private final Instant since = Instant.now();
    private final long begun = System.nanoTime();
    private final AtomicBoolean waits = new AtomicBoolean();
    private final CompletableFuture<Void> hurried = new CompletableFuture<>();
    private final CompletableFuture<Void> stopped = new CompletableFuture<>();

    // guarded by this
    private final List<Future<?>> limits = new ArrayList<>();

    /**
     * @param carried what it carries that can be seen
     * @param drained the instance's own word that it carries nothing that cannot be seen from here
     * @param change that made it drain
     */
    Draining(Scope scope, Instance instance, Carried carried, CompletableFuture<?> drained, History.Entry change) {
        this.scope = scope;
        this.instance = instance;
        this.carried = carried;
        this.drained = drained;
        this.change = change;
    }

    /** May be called again. */
    void stopWhenIdle() {
        if (waits.getAndSet(true)) {
            return;
        }
        schedule();
        CompletableFuture<Void> itself = carried.idle(true).thenCompose(idle -> drainedInTime());
        CompletableFuture.anyOf(itself, hurried).exceptionally(thrown -> null)
                .thenRunAsync(instance::stop, scope.services().threads().blocking()).whenComplete((nothing, thrown) -> {
                    cancelLimits();
                    change.drained(Duration.ofNanos(System.nanoTime() - begun));
                    stopped.complete(null);
                });
    }

    private CompletableFuture<Void> drainedInTime() {
        Duration limit = scope.drainLimits().requests();
        Future<?> timer = after(limit, () -> {
            if (!drained.isDone() && !hurried.isDone()) {
                scope.journal(Level.WARNING, instance.name(), "It was replaced and carries no request any more, but did not say within "
                        + scope.drainLimits().requestsText() + " that it has drained: it is stopped.");
            }
            hurried.complete(null);
        });
        return drained.handle((done, thrown) -> {
            timer.cancel(false);
            return null;
        });
    }

    /** Begins to keep the limits that the chain has now. */
    synchronized void schedule() {
        cancelLimits();
        if (!stopped.isDone()) {
            DrainLimits now = scope.drainLimits();
            limits.add(after(left(now.requests()),
                    () -> end(Kind.REQUESTS, "by the limit of " + now.requestsText() + " for requests of replaced links")));
            now.streams().ifPresent(streams -> limits.add(after(left(streams),
                    () -> end(Kind.STREAMS, "by the limit of " + now.streamsText() + " for streams of replaced links"))));
        }
    }

    private Duration left(Duration limit) {
        return limit.minusNanos(System.nanoTime() - begun);
    }

    private Future<?> after(Duration time, Runnable task) {
        return scope.services().threads().timer().schedule(task, Math.max(0, time.toNanos()), TimeUnit.NANOSECONDS);
    }

    private synchronized void cancelLimits() {
        limits.forEach(limit -> limit.cancel(false));
        limits.clear();
    }

    /**
     * Waits until these carry nothing, but not longer than {@code limit} for all together; then what is left gets an Error, and they
     * are stopped.
     *
     * @param streams whether streams may take the time, too; else they end at once
     * @param why for those who get the Error: {@code "the chain 'web' is stopped"}
     */
    static void hurry(List<Draining> all, Duration limit, boolean streams, String why) {
        long deadline = System.nanoTime() + limit.toNanos();
        all.forEach(one -> one.awaitIdle(streams, deadline));
        all.forEach(one -> one.end(Kind.ALL, "because " + why));
        all.forEach(one -> one.hurried.complete(null));
        all.forEach(one -> await(one.stopped, System.nanoTime() + one.scope.services().limits().stop().plusSeconds(1).toNanos()));
    }

    /** What waits in the gap that it leaves has been counted with what it carries, but is not its own. */
    private void awaitIdle(boolean streams, long deadline) {
        CompletableFuture<Void> idle = carried.idle(streams);
        while (!idle.isDone() && System.nanoTime() < deadline
                && !carried.isIdleBut(streams, instance.slot().waiting())) {
            await(idle, Math.min(deadline, System.nanoTime() + LOOK_NANOS));
        }
    }

    private void end(Kind kind, String why) {
        List<String> ended = carried.end(kind, instance.slot().waiting(), new Failure(503, "The request was ended " + why + "."));
        if (!ended.isEmpty()) {
            change.ended(ended);
            scope.journal(Level.WARNING, instance.name(), "These were ended " + why + ": " + String.join("; ", ended));
        }
    }

    private static void await(CompletableFuture<?> future, long deadline) {
        try {
            future.get(Math.max(0, deadline - System.nanoTime()), TimeUnit.NANOSECONDS);
        } catch (TimeoutException | ExecutionException goOn) {
            // it was given its time
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    void onStopped(Runnable action) {
        stopped.thenRun(action);
    }

    Instance instance() {
        return instance;
    }

    LinkInfo.Draining info() {
        return new LinkInfo.Draining(instance.spec().toString(), instance.source().version(), since, carried.shown());
    }
}
