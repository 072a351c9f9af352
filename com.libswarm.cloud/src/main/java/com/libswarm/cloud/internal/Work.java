package com.libswarm.cloud.internal;

import com.libswarm.api.Failure;
import com.libswarm.api.adapter.Context;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** What a link does on its own: steps that block, and waiting between them without a thread. All of it ends with the link. */
final class Work {

    private final Context context;

    Work(Context context) {
        this.context = context;
    }

    /** Runs a step that blocks. */
    <T> CompletableFuture<T> run(Callable<T> step) {
        var result = new CompletableFuture<T>();
        try {
            context.blocking().execute(() -> {
                try {
                    result.complete(step.call());
                } catch (Throwable thrown) {
                    result.completeExceptionally(thrown);
                }
            });
        } catch (RejectedExecutionException stopped) {
            result.completeExceptionally(new Failure(503, "The link has stopped.", stopped));
        }
        return result;
    }

    /** Done when one of them is, or there is none; fails when all have. */
    static CompletableFuture<Void> firstOf(List<CompletableFuture<Void>> all) {
        if (all.isEmpty()) {
            return CompletableFuture.completedFuture(null);
        }
        var first = new CompletableFuture<Void>();
        all.forEach(one -> one.thenRun(() -> first.complete(null)));
        CompletableFuture.allOf(all.toArray(CompletableFuture[]::new)).exceptionally(thrown -> {
            first.completeExceptionally(Failure.of(thrown));
            return null;
        });
        return first;
    }

    /** Runs {@code task}, which does not block, later. */
    void later(Duration delay, Runnable task) {
        try {
            context.timer().schedule(task, delay.toMillis(), TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException stopped) {
            // nothing is to be done any more
        }
    }

    /** Takes a step again and again, after pauses, until it gives something or fails. */
    <T> CompletableFuture<T> repeat(Supplier<Duration> pause, Supplier<CompletionStage<Optional<T>>> step) {
        var result = new CompletableFuture<T>();
        repeat(pause, step, result);
        return result;
    }

    private <T> void repeat(Supplier<Duration> pause, Supplier<CompletionStage<Optional<T>>> step, CompletableFuture<T> result) {
        CompletionStage<Optional<T>> taken;
        try {
            taken = step.get();
        } catch (RuntimeException thrown) {
            taken = CompletableFuture.failedFuture(thrown);
        }
        taken.whenComplete((given, thrown) -> {
            if (thrown != null) {
                result.completeExceptionally(Failure.of(thrown));
            } else if (given.isPresent()) {
                result.complete(given.get());
            } else {
                later(pause.get(), () -> repeat(pause, step, result));
            }
        });
    }
}
