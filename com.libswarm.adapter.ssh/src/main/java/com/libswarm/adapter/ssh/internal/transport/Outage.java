package com.libswarm.adapter.ssh.internal.transport;

import com.libswarm.api.Failure;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

/** What is known while there is no connection: since when, why, and when it is worth trying again. Guarded by its tunnel. */
final class Outage {

    /** How long requests wait for a connection that was there just now, or should be; when it is away for longer, this much less. */
    static final long WAITING_MILLIS = 10_000;
    private static final long SHORTEST_WAITING_MILLIS = 2_000;
    private static final long FIRST_DELAY_MILLIS = 250;
    private static final long FIRST_REFUSAL_MILLIS = 2_000;
    private static final long LAST_DELAY_MILLIS = 30_000;
    /** A request makes this side try again before its time, if the last attempt is as long ago. */
    private static final long PROMPTED_MILLIS = 1_000;

    private final long since = System.nanoTime();
    private Optional<Failure> refusal = Optional.empty();
    private Optional<Failure> trouble = Optional.empty();
    private boolean hopeless;
    private boolean reported;
    private int failures;
    private long lastAttempt;

    /**
     * Notes that an attempt has failed.
     *
     * @param lasting whether trying again soon would not help
     * @return how long to wait before the next, in milliseconds; half of it is left to chance, so that many do not come back at once
     */
    long failed(Failure why, boolean lasting) {
        trouble = Optional.of(why);
        refusal = trouble.filter(any -> lasting);
        hopeless = lasting;
        lastAttempt = System.nanoTime();
        long longest = Math.min(LAST_DELAY_MILLIS, (lasting ? FIRST_REFUSAL_MILLIS : FIRST_DELAY_MILLIS) << Math.min(failures++, 10));
        return longest / 2 + ThreadLocalRandom.current().nextLong(longest / 2 + 1);
    }

    /** The delay is over: requests are not refused at once any more. */
    void mayTryAgain() {
        refusal = Optional.empty();
    }

    /** What those who ask now are told at once. */
    Optional<Failure> refusal() {
        return refusal;
    }

    /** Why the last attempt failed, if there was one. */
    Optional<Failure> trouble() {
        return trouble;
    }

    /** Whether only a request is to make this side try again: a server that lets nobody in is not pestered. */
    boolean isHopeless() {
        return hopeless;
    }

    /** Whether the operator does not know of it yet; he does from now on. */
    boolean isNews() {
        boolean news = !reported;
        reported = true;
        return news;
    }

    /** How long a request that comes now waits, in milliseconds. */
    long patience() {
        return Math.max(SHORTEST_WAITING_MILLIS, WAITING_MILLIS - TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - since));
    }

    /** In how many milliseconds a request may make this side try again. */
    long untilPrompted() {
        return refusal.isPresent() ? Long.MAX_VALUE : failures == 0 ? 0
                : Math.max(0, PROMPTED_MILLIS - TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - lastAttempt));
    }
}
