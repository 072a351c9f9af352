package com.libswarm.cloud.internal;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;

/** A host of the link, and how far it is. */
final class Member {

    /** How far it is, as far as the link is concerned. */
    enum Phase {
        /** The cloud is asked to build it. */
        ORDERED("is ordered"),
        /** The cloud builds it. */
        BUILDING("is being built"),
        /** It runs; its SSH server and its engine do not answer yet. */
        STARTING("is starting"),
        /** Its engine answers. */
        READY("is ready"),
        /** It is of no use as it is. */
        FAILED("has failed"),
        /** It is not used any more. */
        LEAVING("is leaving");

        private final String words;

        Phase(String words) {
            this.words = words;
        }
    }

    private final String name;
    private final boolean ordered;
    private final Optional<Location> before;
    private final long begun = System.nanoTime();
    private volatile Optional<Host> host = Optional.empty();
    private volatile Phase phase = Phase.ORDERED;
    private volatile String detail = "";
    private volatile long told = begun;
    private volatile long running;
    private final AtomicReference<CompletableFuture<Void>> readiness = new AtomicReference<>();

    private Member(String name, boolean ordered, Optional<Location> before) {
        this.name = name;
        this.ordered = ordered;
        this.before = before;
    }

    /** One that is ordered now. */
    static Member ordered(String name) {
        return new Member(name, true, Optional.empty());
    }

    /** One that the cloud knows of. */
    static Member found(String name) {
        return new Member(name, false, Optional.empty());
    }

    /** One that was ready there when the instance before had it. */
    static Member takenOver(String name, Location location) {
        return new Member(name, false, Optional.of(location));
    }

    String name() {
        return name;
    }

    Optional<Host> host() {
        return host;
    }

    /** The cloud's. */
    Optional<String> id() {
        return host.map(Host::id).or(() -> before.map(Location::id));
    }

    void known(Host now) {
        host = Optional.of(now);
    }

    Phase phase() {
        return phase;
    }

    boolean is(Phase one) {
        return phase == one;
    }

    /** @param why what it waits for, or why it failed */
    void phase(Phase now, String why) {
        phase = now;
        detail = why;
    }

    /** The cloud has built it. */
    void runs() {
        running = System.nanoTime();
    }

    /** Whether it was ordered by this link, and has run for less than this. */
    boolean isNew(Duration limit) {
        return ordered && System.nanoTime() - running < limit.toNanos();
    }

    /** Since this link knows of it. */
    Duration age() {
        return Duration.ofNanos(System.nanoTime() - begun);
    }

    /** Whether the operator has heard nothing of it for so long; then he is told now. */
    boolean isToBeTold(Duration silence) {
        long now = System.nanoTime();
        if (now - told < silence.toNanos()) {
            return false;
        }
        told = now;
        return true;
    }

    String address() {
        return host.map(Host::address).orElse("");
    }

    /** To be asked of a host that the cloud has built. */
    Location location() {
        return Location.of(host.orElseThrow());
    }

    /**
     * Whether the caller is the first who makes it ready; then he completes {@code mine}.
     *
     * @return what the first one completes
     */
    CompletableFuture<Void> readiness(CompletableFuture<Void> mine) {
        return readiness.compareAndSet(null, mine) ? mine : readiness.get();
    }

    /** For the operator: {@code libswarm (10.1.2.3) is being built for 12 s: BUILD}. */
    String sentence() {
        return name + (address().isEmpty() ? "" : " (" + address() + ")") + " " + condition();
    }

    /** The same without its name: {@code is being built for 12 s: BUILD}. */
    String condition() {
        boolean under = phase == Phase.ORDERED || phase == Phase.BUILDING || phase == Phase.STARTING;
        return phase.words + (under ? " for " + age().toSeconds() + " s" : "") + (detail.isEmpty() ? "" : ": " + detail);
    }
}
