package com.libswarm.conformance.registry;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;

/** The instances that are there, when they expire, and who watches them. Thread-safe; calls no watcher with the lock held. */
final class Instances {

    private final ScheduledExecutorService timer;
    private final List<Watcher> watchers = new CopyOnWriteArrayList<>();

    // guarded by this
    private final Map<String, Instance> byKey = new TreeMap<>();
    private final Map<String, Future<?>> expiries = new HashMap<>();

    Instances(ScheduledExecutorService timer) {
        this.timer = timer;
    }

    synchronized Set<String> names() {
        Set<String> names = new LinkedHashSet<>();
        byKey.values().forEach(instance -> names.add(instance.name()));
        return names;
    }

    synchronized List<Instance> of(String name) {
        return byKey.values().stream().filter(instance -> instance.name().equals(name)).toList();
    }

    synchronized Optional<Instance> find(String key) {
        return Optional.ofNullable(byKey.get(key));
    }

    /** Whether it was added; if not, there is one of that key. */
    boolean add(Instance instance) {
        synchronized (this) {
            if (byKey.putIfAbsent(instance.key(), instance) != null) {
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
            if (!byKey.containsKey(key)) {
                return false;
            }
            Instance changed = change.apply(byKey.get(key));
            byKey.put(key, changed);
            scheduleExpiry(changed);
            note(key, changed.json());
        }
        flush();
        return true;
    }

    /** Whether there was one to remove. */
    boolean remove(String key) {
        synchronized (this) {
            Optional<Instance> gone = Optional.ofNullable(byKey.remove(key));
            if (gone.isEmpty()) {
                return false;
            }
            cancelExpiry(key);
            note(key, gone.get().removedJson());
        }
        flush();
        return true;
    }

    private void scheduleExpiry(Instance instance) {
        cancelExpiry(instance.key());
        instance.ttl().ifPresent(ttl -> expiries.put(instance.key(), expiry(instance, ttl)));
    }

    private Future<?> expiry(Instance instance, Duration ttl) {
        return timer.schedule(() -> expire(instance), ttl.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void cancelExpiry(String key) {
        Optional.ofNullable(expiries.remove(key)).ifPresent(expiry -> expiry.cancel(false));
    }

    private void expire(Instance instance) {
        synchronized (this) {
            // it may have been renewed while the timer fired
            if (byKey.get(instance.key()) != instance) {
                return;
            }
            byKey.remove(instance.key());
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
        synchronized (this) {
            watchers.add(watcher);
            byKey.forEach((key, instance) -> watcher.note(key, instance.json()));
        }
        watcher.begin();
    }

    void forget(Watcher watcher) {
        watchers.remove(watcher);
    }

    /** Ends all watches; nothing expires any more. */
    void close() {
        List<Watcher> told = new ArrayList<>(watchers);
        synchronized (this) {
            expiries.values().forEach(expiry -> expiry.cancel(false));
            expiries.clear();
        }
        told.forEach(Watcher::stop);
    }
}
