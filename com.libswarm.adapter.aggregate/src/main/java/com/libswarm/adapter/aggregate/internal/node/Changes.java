package com.libswarm.adapter.aggregate.internal.node;

import com.libswarm.adapter.aggregate.internal.node.Effect.Expected;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/** Which containers of a node are to be listed again, and who waits for that. One list is under way at a time. Thread-safe. */
final class Changes {

    /** Time between looks at a container that has ended but is listed as one that runs, in milliseconds. */
    static final long PATIENCE_MILLIS = 50;

    private static final int MOST_AT_ONCE = 100;
    private static final int MOST_TRIES = 40;
    private static final Set<String> ALIVE = Set.of("running", "paused");

    /**
     * One list that is to be asked for.
     *
     * @param all whether of all containers; otherwise of those of {@code moments}
     * @param moments when they have started or ended, as far as that is known
     * @param covers up to which write it shows what was written
     */
    record Look(boolean all, Map<String, OptionalLong> moments, long covers) {
    }

    private record Waiter(long write, CompletableFuture<Boolean> done) {
    }

    // guarded by this
    private final Map<String, OptionalLong> changed = new LinkedHashMap<>();
    private final Map<String, Integer> ended = new HashMap<>();
    private final Map<Long, Set<String>> seenAgain = new HashMap<>();
    private final Set<String> linked = new HashSet<>();
    private final List<Waiter> waiters = new ArrayList<>();
    private boolean all;
    private boolean looking = true;
    private boolean closed;
    // what was there before is not known before the first list
    private long written = 1;
    private long known;

    /** The first list, of all; no other is under way before it is {@link #done}. */
    synchronized Look first() {
        return new Look(true, Map.of(), written);
    }

    synchronized void all() {
        all = true;
    }

    /** A request has changed something of a container, or of any. */
    synchronized void wrote(Optional<String> id, Expected expected) {
        written++;
        if (id.isPresent()) {
            note(id.get(), expected, OptionalLong.empty());
        } else {
            all = true;
        }
    }

    /** An event tells, at this moment, of a container. */
    synchronized void happened(String id, Expected expected, long moment) {
        note(id, expected, expected == Expected.ANY ? OptionalLong.empty() : OptionalLong.of(moment));
    }

    /** What lists tell of links, which is another when a container that has them is renamed or removed. */
    synchronized void linked(Look look, Set<String> ids) {
        if (look.all) {
            linked.clear();
        } else {
            linked.removeAll(look.moments.keySet());
        }
        linked.addAll(ids);
    }

    /** A container is gone. */
    synchronized void removed() {
        again(linked);
    }

    private void note(String id, Expected expected, OptionalLong moment) {
        if (expected == Expected.ANY) {
            again(linked);
        }
        changed.merge(id, moment, (before, now) -> now.isPresent() ? now : before);
        if (expected == Expected.ENDED) {
            ended.putIfAbsent(id, 0);
        } else if (expected == Expected.STARTED) {
            ended.remove(id);
        }
    }

    /** Adds a container to those that are to be seen again after that time; whether somebody has to see to it. */
    synchronized boolean isToBeSeenAgain(String id, long millis) {
        Set<String> ids = seenAgain.computeIfAbsent(millis, key -> new LinkedHashSet<>());
        return ids.add(id) && ids.size() == 1;
    }

    synchronized void seeAgain(long millis) {
        again(seenAgain.remove(millis));
    }

    synchronized void again(Iterable<String> ids) {
        ids.forEach(id -> changed.putIfAbsent(id, OptionalLong.empty()));
    }

    /** What is to be listed now, if there is anything, and no other list is under way. Then {@link #done} has to be called. */
    synchronized Optional<Look> take() {
        if (closed || looking || !all && changed.isEmpty()) {
            return Optional.empty();
        }
        looking = true;
        var look = new Look(all || changed.size() > MOST_AT_ONCE, Map.copyOf(changed), written);
        changed.clear();
        all = false;
        return Optional.of(look);
    }

    /**
     * A list is there.
     *
     * @param states of the containers that are in it
     * @return those that have ended, but are listed as if they had not: they are to be listed again soon
     */
    List<String> done(Look look, Map<String, String> states) {
        var unsettled = new ArrayList<String>();
        List<Waiter> over = List.of();
        synchronized (this) {
            looking = false;
            for (String id : List.copyOf(ended.keySet())) {
                if (look.all || look.moments.containsKey(id)) {
                    if (ALIVE.contains(states.getOrDefault(id, "")) && ended.merge(id, 1, Integer::sum) < MOST_TRIES) {
                        unsettled.add(id);
                    } else {
                        ended.remove(id);
                    }
                }
            }
            if (unsettled.isEmpty()) {
                known = Math.max(known, look.covers);
                over = waiters.stream().filter(waiter -> waiter.write <= known).toList();
                waiters.removeAll(over);
            }
        }
        over.forEach(waiter -> waiter.done.complete(true));
        return unsettled;
    }

    synchronized boolean isWritten() {
        return closed || known >= written;
    }

    /** Completed with true when all is known that has been written by now, with false when this is closed before. */
    synchronized CompletableFuture<Boolean> written() {
        if (closed || known >= written) {
            return CompletableFuture.completedFuture(!closed);
        }
        var waiter = new Waiter(written, new CompletableFuture<>());
        waiters.add(waiter);
        return waiter.done;
    }

    synchronized boolean isClosed() {
        return closed;
    }

    /** Nothing is listed any more. */
    void close() {
        List<Waiter> over;
        synchronized (this) {
            closed = true;
            over = List.copyOf(waiters);
            waiters.clear();
            changed.clear();
            ended.clear();
        }
        over.forEach(waiter -> waiter.done.complete(false));
    }
}
