package com.libswarm.adapter.ssh.internal.transport;

import com.libswarm.adapter.ssh.internal.stream.Conduit;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Future;

/** Conduits that wait for a channel, in their order, each with a limit. Guarded by its tunnel. */
final class Waiting {

    private record Entry(Conduit conduit, Future<?> limit) {
    }

    private final Deque<Entry> entries = new ArrayDeque<>();

    int size() {
        return entries.size();
    }

    boolean isEmpty() {
        return entries.isEmpty();
    }

    /** @param limit cancelled when it waits no more */
    void add(Conduit conduit, Future<?> limit, boolean first) {
        if (first) {
            entries.addFirst(new Entry(conduit, limit));
        } else {
            entries.addLast(new Entry(conduit, limit));
        }
    }

    Optional<Conduit> next() {
        return Optional.ofNullable(entries.poll()).map(Waiting::released);
    }

    /** @return whether it was among them */
    boolean remove(Conduit conduit) {
        for (Iterator<Entry> all = entries.iterator(); all.hasNext();) {
            Entry entry = all.next();
            if (entry.conduit() == conduit) {
                released(entry);
                all.remove();
                return true;
            }
        }
        return false;
    }

    List<Conduit> removeAll() {
        List<Conduit> all = new ArrayList<>();
        for (Optional<Conduit> next = next(); next.isPresent(); next = next()) {
            all.add(next.get());
        }
        return all;
    }

    private static Conduit released(Entry entry) {
        entry.limit().cancel(false);
        return entry.conduit();
    }
}
