package com.libswarm.runtime.internal.chain;

import com.libswarm.api.Failure;
import com.libswarm.runtime.LinkInfo;
import com.libswarm.runtime.internal.flight.Flights;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * An instance that gets no more messages, until it is idle and has been stopped. Requests that it carries have a limit; streams
 * have none, unless it is told to {@link #hurry}.
 */
final class Draining {

    private final Scope scope;
    private final Instance instance;
    private final long replaced;
    private final CompletableFuture<?> drained;
    private final CompletableFuture<Void> hurried = new CompletableFuture<>();
    private final CompletableFuture<Void> stopped = new CompletableFuture<>();

    /** @param drained the instance's own word that it carries nothing that cannot be seen from here */
    Draining(Scope scope, Instance instance, long replaced, CompletableFuture<?> drained) {
        this.scope = scope;
        this.instance = instance;
        this.replaced = replaced;
        this.drained = drained;
    }

    void stopWhenIdle() {
        Duration limit = scope.services().limits().drain();
        Future<?> requestsLimit = scope.services().threads().timer().schedule(() -> end(false, "took longer than the "
                + limit.toSeconds() + " s that a replaced link has"), limit.toNanos(), TimeUnit.NANOSECONDS);
        CompletableFuture<Object> itself = flights().idle(instance.born(), replaced, true)
                .thenCompose(idle -> CompletableFuture.anyOf(drained, laterThan(limit)));
        CompletableFuture.anyOf(itself, hurried).thenRunAsync(() -> {
            requestsLimit.cancel(false);
            instance.stop();
        }, scope.services().threads().blocking()).whenComplete((nothing, thrown) -> stopped.complete(null));
    }

    private CompletableFuture<Void> laterThan(Duration limit) {
        CompletableFuture<Void> later = new CompletableFuture<>();
        Future<?> timer = scope.services().threads().timer().schedule(() -> later.complete(null), limit.toNanos(), TimeUnit.NANOSECONDS);
        stopped.thenRun(() -> timer.cancel(false));
        return later;
    }

    /**
     * Waits until it carries nothing, but not longer than {@code limit}; then what is left gets an Error, and it is stopped.
     *
     * @param streams whether streams may take the time, too; else they end at once
     */
    void hurry(Duration limit, boolean streams, String why) {
        await(flights().idle(instance.born(), replaced, streams), limit);
        end(true, why);
        hurried.complete(null);
        await(stopped, scope.services().limits().stop().plusSeconds(1));
    }

    private void end(boolean streams, String why) {
        List<String> left = flights().shown(instance.born(), replaced);
        if (!left.isEmpty()) {
            scope.journal(Level.WARNING, instance.name(), "These were ended, because " + why + ": " + String.join("; ", left));
        }
        flights().end(instance.born(), replaced, streams, new Failure(503, "The request was ended, because " + why + "."));
    }

    private static void await(CompletableFuture<?> future, Duration limit) {
        try {
            future.get(limit.toNanos(), TimeUnit.NANOSECONDS);
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
        return new LinkInfo.Draining(instance.spec().toString(), instance.source().version(), flights().shown(instance.born(), replaced));
    }

    private Flights flights() {
        return scope.flights();
    }
}
