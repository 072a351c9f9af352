package com.libswarm.runtime.internal.chain;

import com.libswarm.runtime.Change;
import com.libswarm.runtime.ChangeKind;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/** The latest changes of all chains of one runtime. Thread-safe. */
final class History {

    private static final int MOST = 1_000;

    // guarded by this
    private final Deque<Entry> entries = new ArrayDeque<>();

    /** A change begins. */
    Entry begin(Slot slot, ChangeKind kind, Optional<Change.Version> from, Optional<Change.Version> to) {
        return new Entry(slot.scope().name(), slot.address(), kind, from, to);
    }

    private synchronized void add(Entry entry) {
        entries.add(entry);
        if (entries.size() > MOST) {
            entries.remove();
        }
    }

    /** The oldest first. */
    synchronized List<Change> all() {
        return entries.stream().map(Entry::snapshot).toList();
    }

    /** One change; its methods are called in their order, each once. */
    final class Entry {

        private final Instant at = Instant.now();
        private final long begun = System.nanoTime();
        private final String chain;
        private final String link;
        private final ChangeKind kind;
        private final Optional<Change.Version> from;
        private final Optional<Change.Version> to;

        // guarded by this
        private long started = begun;
        private long switched = begun;
        private boolean drains;
        private Optional<Duration> draining = Optional.empty();
        private final List<String> ended = new ArrayList<>();
        private Optional<String> failure = Optional.empty();

        private Entry(String chain, String link, ChangeKind kind, Optional<Change.Version> from, Optional<Change.Version> to) {
            this.chain = chain;
            this.link = link;
            this.kind = kind;
            this.from = from;
            this.to = to;
        }

        /** The new one has started. */
        synchronized void started() {
            started = System.nanoTime();
            switched = started;
        }

        /** The change is made. */
        void made(boolean drainsNow) {
            synchronized (this) {
                switched = System.nanoTime();
                drains = drainsNow && draining.isEmpty();
            }
            add(this);
        }

        void failed(String why) {
            synchronized (this) {
                switched = System.nanoTime();
                failure = Optional.of(why);
            }
            add(this);
        }

        synchronized void ended(List<String> lines) {
            ended.addAll(lines);
        }

        /** What drained has stopped. */
        synchronized void drained(Duration took) {
            drains = false;
            draining = Optional.of(took);
        }

        private synchronized Change snapshot() {
            return new Change(at, chain, link, kind, from, to, Duration.ofNanos(started - begun), Duration.ofNanos(switched - started),
                    draining, drains, List.copyOf(ended), failure);
        }
    }
}
