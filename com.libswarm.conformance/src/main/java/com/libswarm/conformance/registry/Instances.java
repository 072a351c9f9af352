package com.libswarm.conformance.registry;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;

/**
 * The instances that are there, when they expire, and who watches them. What is there stands in the link's kept state and nowhere
 * else, so that a successor has it at any moment. Thread-safe; calls no watcher with the lock held.
 */
final class Instances {

    private final ScheduledExecutorService timer;
    private final List<Watcher> watchers = new CopyOnWriteArrayList<>();

    // changed under the lock of this
    private final ConcurrentMap<String, byte[]> kept;

    // guarded by this
    private final Map<String, Future<?>> expiries = new HashMap<>();
    private boolean closed;

    Instances(ScheduledExecutorService timer, ConcurrentMap<String, byte[]> kept) {
        this.timer = timer;
        this.kept = kept;
    }

    /** From now on those that are not renewed in time are removed. */
    synchronized void startExpiry() {
        all().forEach(this::scheduleExpiry);
    }

    private List<Instance> all() {
        List<Instance> all = new ArrayList<>();
        new TreeMap<>(kept).forEach((key, bytes) -> all.add(Instance.of(key, bytes)));
        return all;
    }

    synchronized Set<String> names() {
        Set<String> names = new LinkedHashSet<>();
        all().forEach(instance -> names.add(instance.name()));
        return names;
    }

    synchronized List<Instance> of(String name) {
        return all().stream().filter(instance -> instance.name().equals(name)).toList();
    }

    synchronized Optional<Instance> find(String key) {
        return Optional.ofNullable(kept.get(key)).map(bytes -> Instance.of(key, bytes));
    }

    /** Whether it was added; if not, there is one of that key. */
    boolean add(Instance instance) {
        synchronized (this) {
            if (kept.putIfAbsent(instance.key(), instance.bytes()) != null) {
                return false;
            }
            scheduleExpiry(instance);
            note(instance.key(), instance.json());
        }
        flush();
        return true;
    }

    /** Whether there was one to change. */
    boolean change(String key, UnaryOperator<Instance> change) {
        synchronized (this) {
            Optional<Instance> present = find(key);
            if (present.isEmpty()) {
                return false;
            }
            Instance changed = change.apply(present.get());
            kept.put(key, changed.bytes());
            scheduleExpiry(changed);
            note(key, changed.json());
        }
        flush();
        return true;
    }

    /** Whether there was one to remove. */
    boolean remove(String key) {
        synchronized (this) {
            Optional<Instance> gone = find(key);
            if (gone.isEmpty()) {
                return false;
            }
            kept.remove(key);
            cancelExpiry(key);
            note(key, gone.get().removedJson());
        }
        flush();
        return true;
    }

    private void scheduleExpiry(Instance instance) {
        cancelExpiry(instance.key());
        if (!closed) {
            instance.expiry().ifPresent(expiry -> expiries.put(instance.key(), timer.schedule(() -> expire(instance),
                    Duration.between(Instant.now(), expiry).toMillis(), TimeUnit.MILLISECONDS)));
        }
    }

    private void cancelExpiry(String key) {
        Optional.ofNullable(expiries.remove(key)).ifPresent(expiry -> expiry.cancel(false));
    }

    private void expire(Instance instance) {
        synchronized (this) {
            // it may have been renewed while the timer fired
            if (closed || !Arrays.equals(kept.get(instance.key()), instance.bytes())) {
                return;
            }
            kept.remove(instance.key());
            expiries.remove(instance.key());
            note(instance.key(), instance.removedJson());
        }
        flush();
    }

    // under the lock, so that each watcher sees the changes in order
    private void note(String key, String json) {
        watchers.forEach(watcher -> watcher.note(key, json));
    }

    private void flush() {
        watchers.forEach(Watcher::flush);
    }

    /** Tells a watcher what is there, then all that changes. */
    void tell(Watcher watcher) {
        boolean tooLate;
        synchronized (this) {
            watchers.add(watcher);
            all().forEach(instance -> watcher.note(instance.key(), instance.json()));
            tooLate = closed;
        }
        watcher.begin();
        if (tooLate) {
            watcher.stop();
        }
    }

    void forget(Watcher watcher) {
        watchers.remove(watcher);
    }

    /** Ends all watches; nothing expires here any more. */
    void close() {
        synchronized (this) {
            closed = true;
            expiries.values().forEach(expiry -> expiry.cancel(false));
            expiries.clear();
        }
        watchers.forEach(Watcher::stop);
    }
}
