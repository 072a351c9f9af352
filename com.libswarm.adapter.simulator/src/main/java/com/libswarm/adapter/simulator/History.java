package com.libswarm.adapter.simulator;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToIntFunction;

/** The latest of a sequence of items, up to a total weight: lines of a log, events. Each has a number, counted from 0. */
final class History<T> {

    // what an item costs in memory besides its own bytes
    private static final int OVERHEAD = 100;

    private final int limit;
    private final ToIntFunction<T> weigh;
    private final Map<Long, T> items = new LinkedHashMap<>();
    private final List<Runnable> followers = new ArrayList<>();
    private long first;
    private long next;
    private int weight;

    /** @param limit of the total weight, in bytes */
    History(int limit, ToIntFunction<T> weigh) {
        this.limit = limit;
        this.weigh = weigh;
    }

    void add(T item) {
        items.put(next++, item);
        weight += weigh.applyAsInt(item) + OVERHEAD;
        while (weight > limit && items.size() > 1) {
            weight -= weigh.applyAsInt(items.remove(first++)) + OVERHEAD;
        }
        tellFollowers();
    }

    /** The number of the oldest item that is still there. */
    long first() {
        return first;
    }

    /** The number that the next item will have. */
    long next() {
        return next;
    }

    Optional<T> get(long number) {
        return Optional.ofNullable(items.get(number));
    }

    List<T> all() {
        return List.copyOf(items.values());
    }

    /** Runs {@code follower} after each change until it is taken away with {@link #unfollow}. */
    void follow(Runnable follower) {
        followers.add(follower);
    }

    void unfollow(Runnable follower) {
        followers.remove(follower);
    }

    void tellFollowers() {
        List.copyOf(followers).forEach(Runnable::run);
    }
}
