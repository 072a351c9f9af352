package com.libswarm.runtime.internal.flight;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/** The requests that entered between two switches. */
final class Epoch {

    final long number;

    private final LongAdder entered = new LongAdder();
    private final LongAdder left = new LongAdder();
    // bodies of replies: only those are streams that may outlive what sent them
    private final LongAdder opened = new LongAdder();
    private final LongAdder closed = new LongAdder();
    private final Set<Flight> listed = ConcurrentHashMap.newKeySet();
    private volatile boolean past;

    Epoch(long number) {
        this.number = number;
    }

    void enter() {
        entered.increment();
    }

    void leave() {
        left.increment();
    }

    void open() {
        opened.increment();
    }

    void close() {
        closed.increment();
    }

    void list(Flight flight) {
        listed.add(flight);
    }

    void unlist(Flight flight) {
        listed.remove(flight);
    }

    /** Those whose send has returned without a reply, and those whose reply's body has not ended. */
    Set<Flight> listed() {
        return listed;
    }

    /** No more requests enter, but for those that have just read which epoch it is. */
    void end() {
        past = true;
    }

    boolean isPast() {
        return past;
    }

    // what leaves is read first: a request counted out but not in would hide another one
    boolean isQuiet() {
        long out = left.sum();
        return entered.sum() == out;
    }

    /** Whether one of its requests got its reply, with a stream, after an instance was born in a later epoch. */
    boolean hasStreamSince(long born) {
        return opened.sum() > 0 && listed.stream().anyMatch(flight -> flight.isStreamSince(born));
    }

    boolean hasWaiting() {
        return waiting() > 0;
    }

    private long waiting() {
        long out = left.sum();
        long shut = closed.sum();
        return entered.sum() - out - (opened.sum() - shut);
    }

    /** Whether all that it has in flight, or all of it that waits for a reply, are requests with these ids. */
    boolean hasOnly(Set<String> ids, boolean streams) {
        long out = left.sum();
        long carried = streams ? entered.sum() - out : waiting();
        return carried == listed.stream().filter(flight -> flight.isWaiting() && ids.contains(flight.id())).count();
    }
}
