package com.libswarm.adapter.aggregate.internal.act;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/** Work that concerns one name is done one after the other, in the order in which it comes. Thread-safe. */
final class Turns {

    private final Map<String, CompletableFuture<Void>> last = new ConcurrentHashMap<>();

    /**
     * Begins the work when all of that name that came before is done.
     *
     * @return what the work gives
     */
    <T> CompletableFuture<T> take(String name, Supplier<CompletableFuture<T>> work) {
        var turn = new CompletableFuture<Void>();
        CompletableFuture<Void> before = last.put(name, turn);
        return (before == null ? CompletableFuture.<Void>completedFuture(null) : before).thenCompose(mine -> work.get()).whenComplete((result, thrown) -> {
            last.remove(name, turn);
            turn.complete(null);
        });
    }

    /** @param names in an order that is the same for all, so that no two wait for each other */
    <T> CompletableFuture<T> take(List<String> names, Supplier<CompletableFuture<T>> work) {
        return names.isEmpty() ? work.get() : take(names.get(0), () -> take(names.subList(1, names.size()), work));
    }
}
