package com.libswarm.e2e.storm;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.EnumMap;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;

/** What became of the requests. Thread-safe. */
final class Tally {

    /** What may be wrong. */
    enum Fault {
        /** A connection was not to be had. */
        REFUSED,
        /** A connection ended or broke while an answer was still to come. */
        RESET,
        /** Another answer came than the right one. */
        WRONG,
        /** The answer was an error of the chain, as a sentence: it has no engine, or ends. */
        UNAVAILABLE,
        /** An answer came again, or more than was asked for. */
        DUPLICATED,
        /** An answer came from an instance that had been replaced before the request was sent, or passed one by that was there. */
        STALE,
        /** No answer came for a minute. */
        HUNG,
        /** A server closed a connection after an answer, which nobody had asked for. */
        CLOSED
    }

    private static final int TOLD = 20;

    private final AtomicLong answered = new AtomicLong();
    private final AtomicLong connections = new AtomicLong();
    private final Map<Fault, AtomicLong> faults = new EnumMap<>(Fault.class);
    private final Queue<String> told = new ConcurrentLinkedQueue<>();
    private final AtomicLong excused = new AtomicLong();
    private volatile Set<Fault> excuse = Set.of();

    Tally() {
        for (Fault fault : Fault.values()) {
            faults.put(fault, new AtomicLong());
        }
    }

    void answered() {
        answered.incrementAndGet();
    }

    void connected() {
        connections.incrementAndGet();
    }

    /** These are no faults from now on: an engine has died, or swarmd is told to end. */
    void excuse(Fault... unavoidable) {
        excuse = Set.of(unavoidable);
    }

    /** How many faults were excused. */
    long excused() {
        return excused.get();
    }

    /** @param what happened, on what */
    void fault(Fault fault, String what) {
        if (excuse.contains(fault)) {
            excused.incrementAndGet();
        } else if (faults.get(fault).incrementAndGet() <= TOLD) {
            told.add(fault + ": " + what);
        }
    }

    long answers() {
        return answered.get();
    }

    long faults(Fault fault) {
        return faults.get(fault).get();
    }

    /** Fails unless every request got its answer, once, in order and whole. */
    void assertFlawless() {
        assertFlawless("nothing that is known");
    }

    /** @param said what the daemon printed meanwhile */
    void assertFlawless(String said) {
        assertThat(told).as("%s; swarmd said: %s", this, said).isEmpty();
        assertThat(answered.get()).isPositive();
    }

    @Override
    public String toString() {
        return answered + " requests answered over " + connections + " connections; faults: " + faults;
    }
}
