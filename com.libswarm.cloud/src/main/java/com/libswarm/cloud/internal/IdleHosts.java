package com.libswarm.cloud.internal;

import com.libswarm.api.Failure;
import com.libswarm.api.adapter.Context;
import com.libswarm.cloud.internal.Member.Phase;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Deletes hosts that are idle, if that is asked for: that had no container, running or not, for the time of {@code --delete-idle}; the
 * only host, too, must not have been asked for anything. Never below the least number.
 */
final class IdleHosts {

    private static final Duration LONGEST_LOOK = Duration.ofSeconds(30);

    private final Context context;
    private final CloudOptions options;
    private final HostPool pool;
    private final Engines engines;
    private final Work work;
    private final Deletion deletion;
    private final Map<String, Long> emptySince = new ConcurrentHashMap<>();
    private volatile long askedAt = System.nanoTime();

    IdleHosts(Context context, CloudOptions options, HostPool pool, Engines engines, Work work, Deletion deletion) {
        this.context = context;
        this.options = options;
        this.pool = pool;
        this.engines = engines;
        this.work = work;
        this.deletion = deletion;
    }

    /** A request came. */
    void asked() {
        if (options.idleLimit().isPresent() && !options.many()) {
            askedAt = System.nanoTime();
        }
    }

    void begin() {
        options.idleLimit().ifPresent(this::lookLater);
    }

    private void lookLater(Duration limit) {
        Duration quarter = limit.dividedBy(4);
        work.later(quarter.compareTo(LONGEST_LOOK) < 0 ? quarter : LONGEST_LOOK, () -> {
            if (pool.acts()) {
                look(limit).whenComplete((done, thrown) -> lookLater(limit));
            }
        });
    }

    private CompletableFuture<Void> look(Duration limit) {
        CompletableFuture<Void> one = CompletableFuture.completedFuture(null);
        for (Member member : pool.members().ready()) {
            one = one.thenCompose(none -> look(member, limit)).exceptionally(unknown -> null);
        }
        return one;
    }

    private CompletableFuture<Void> look(Member member, Duration limit) {
        return engines.containers(member.name()).thenCompose(containers -> {
            long now = System.nanoTime();
            if (containers > 0) {
                emptySince.remove(member.name());
                return CompletableFuture.completedFuture(null);
            }
            long since = emptySince.computeIfAbsent(member.name(), first -> now);
            boolean over = now - since >= limit.toNanos() && (options.many() || now - askedAt >= limit.toNanos());
            return over && pool.members().ready().size() > options.least() ? delete(member) : CompletableFuture.completedFuture(null);
        });
    }

    /** First nothing new comes to it; if something has come just before that, it stays. */
    private CompletableFuture<Void> delete(Member member) {
        String name = member.name();
        CompletableFuture<Integer> left = engines.takeNew(name, false).thenCompose(none -> {
            pool.leave(member);
            return engines.containers(name);
        });
        return left.thenCompose(containers -> {
            if (containers > 0 || !member.is(Phase.LEAVING)) {
                pool.stay(member);
                return engines.takeNew(name, true);
            }
            context.log().log(Level.INFO, "The host " + name + " had no container for " + options.idleLimit().map(Duration::toSeconds).orElse(0L)
                    + " s and is deleted.");
            emptySince.remove(name);
            return deletion.delete(name);
        }).exceptionally(thrown -> {
            context.log().log(Level.WARNING, "The idle host " + name + " could not be deleted: " + Failure.of(thrown).getMessage());
            Optional.of(member).filter(still -> pool.members().named(name).filter(still::equals).isPresent()).ifPresent(pool::stay);
            return null;
        });
    }
}
