package com.libswarm.runtime;

import java.time.Duration;

/**
 * How long, and how much, the runtime waits. The protocol itself has no limits of time: a request may take for ever.
 *
 * @param start for a link's spawn, start and active
 * @param stop for a link's stop
 * @param send for a link's send, and for its details, which must not block: then the request gets an Error and the thread is interrupted
 * @param drain for the requests that a replaced link carries, in a chain without {@link DrainLimits} of its own; streams have no limit
 * @param leave for what links carry when their adapter goes away, or their chain is stopped; less than the gap, so that messages
 *     which wait meanwhile live to see the successor
 * @param gap for a message at a place where no link is
 * @param gapMessages how many messages wait there
 */
public record Limits(Duration start, Duration stop, Duration send, Duration drain, Duration leave, Duration gap, int gapMessages) {

    /** @throws IllegalArgumentException if the time to leave is not less than the gap */
    public Limits {
        if (leave.compareTo(gap) >= 0) {
            throw new IllegalArgumentException("What a link carries may take " + leave + " when its adapter goes, but messages wait for the "
                    + "successor for " + gap + " only: make that longer.");
        }
    }

    /** 10 s to start, 5 s to stop, 5 s in send, 30 s to drain, 5 s to leave; 1,000 messages wait 10 s in a gap. */
    public static final Limits DEFAULT = new Limits(Duration.ofSeconds(10), Duration.ofSeconds(5), Duration.ofSeconds(5),
            Duration.ofSeconds(30), Duration.ofSeconds(5), Duration.ofSeconds(10), 1_000);
}
