package com.libswarm.cloud.internal;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** Deletes hosts: nothing goes to it any more, what reaches it ends, the cloud deletes it. */
final class Deletion {

    private static final Duration LOOK_AGAIN = Duration.ofMillis(500);
    private static final long LIMIT_NANOS = Duration.ofSeconds(30).toNanos();

    private final Parts parts;
    private final HostPool pool;

    Deletion(Parts parts, HostPool pool) {
        this.parts = parts;
        this.pool = pool;
    }

    /** @return done when the cloud has it no more, or has been told so half a minute ago; fails with 404 if there is none of that name */
    CompletableFuture<Void> delete(String name) {
        return parts.work().run(() -> pool.inventory().named(name)).thenCompose(this::delete);
    }

    private CompletableFuture<Void> delete(Host host) {
        pool.members().deleted(host.id(), true);
        CompletableFuture<Void> unused = pool.members().named(host.name()).map(pool::forget).orElseGet(() -> CompletableFuture.completedFuture(null));
        return unused.thenCompose(none -> parts.work().run(() -> {
            parts.provider().delete(host.id());
            parts.keys().forget(host.name(), host.id());
            return host;
        })).whenComplete((done, thrown) -> {
            if (thrown != null) {
                pool.members().deleted(host.id(), false);
            }
        }).thenCompose(this::gone);
    }

    private CompletableFuture<Void> gone(Host host) {
        long end = System.nanoTime() + LIMIT_NANOS;
        return parts.work().repeat(() -> LOOK_AGAIN, () -> parts.work().run(() -> pool.inventory().isGone(host.id()) || System.nanoTime() - end > 0 ? Optional.of(true) : Optional.<Boolean>empty()))
                .thenAccept(yes -> { });
    }
}
