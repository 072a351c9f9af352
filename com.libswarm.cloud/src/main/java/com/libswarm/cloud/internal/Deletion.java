package com.libswarm.cloud.internal;

import com.libswarm.api.Failure;
import com.libswarm.api.adapter.Context;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** Deletes hosts: nothing goes to it any more, what reaches it ends, the cloud deletes it. */
final class Deletion {

    private static final Duration LOOK_AGAIN = Duration.ofMillis(500);
    private static final long LIMIT_NANOS = Duration.ofSeconds(30).toNanos();

    private final Context context;
    private final Provider provider;
    private final HostPool pool;
    private final Work work;
    private final HostKeys keys;

    Deletion(Context context, Provider provider, HostPool pool, Work work, HostKeys keys) {
        this.context = context;
        this.provider = provider;
        this.pool = pool;
        this.work = work;
        this.keys = keys;
    }

    /** @return done when the cloud has it no more, or has been told so half a minute ago; fails with 404 if there is none of that name */
    CompletableFuture<Void> delete(String name) {
        return work.run(() -> pool.list().stream().filter(host -> host.name().equals(name)).findFirst()
                .orElseThrow(() -> new Failure(404, "There is no host " + name + ": swarm:hosts CHAIN lists those that there are.")))
                .thenCompose(this::delete);
    }

    private CompletableFuture<Void> delete(Host host) {
        pool.members().deleted(host.id(), true);
        CompletableFuture<Void> unused = pool.members().named(host.name()).map(pool::forget).orElseGet(() -> CompletableFuture.completedFuture(null));
        return unused.thenCompose(none -> work.run(() -> {
            provider.delete(host.id());
            forgetKey(host);
            return host;
        })).whenComplete((done, thrown) -> {
            if (thrown != null) {
                pool.members().deleted(host.id(), false);
            }
        }).thenCompose(this::gone);
    }

    /** Its record would be in nobody's way, for no other host has its id. */
    private void forgetKey(Host host) {
        try {
            keys.forget(host.name(), host.id());
        } catch (IOException unwritable) {
            context.log().log(Level.WARNING, "The key of the deleted host " + host.name() + " stays in " + keys.file() + ", which cannot be written.");
        }
    }

    private CompletableFuture<Void> gone(Host host) {
        long end = System.nanoTime() + LIMIT_NANOS;
        return work.repeat(() -> LOOK_AGAIN, () -> work.run(() -> isGone(host) || System.nanoTime() - end > 0 ? Optional.of(true) : Optional.<Boolean>empty()))
                .thenAccept(yes -> { });
    }

    private boolean isGone(Host host) {
        try {
            return provider.get(host.id()).status() == Host.Status.DELETED;
        } catch (Failure failure) {
            return failure.status() == 404;
        }
    }
}
