package com.libswarm.runtime;

import java.time.Duration;

/**
 * How long, and how much, the runtime waits. The protocol itself has no limits of time: a request may take for ever.
 *
 * @param start for a link's spawn, start and active
 * @param stop for a link's stop
 * @param send for a link's send, which must not block: then the request gets an Error and the thread is interrupted
 * @param drain for the requests that a replaced link carries; its streams have no limit
 * @param leave for what a link carries when its adapter goes away, or its chain is stopped
 * @param gap for a message at a place where no link is
 * @param gapMessages how many messages wait there
 */
public record Limits(Duration start, Duration stop, Duration send, Duration drain, Duration leave, Duration gap, int gapMessages) {

    /** 10 s to start, 5 s to stop, 5 s in send, 30 s to drain, 5 s to leave; 1,000 messages wait 10 s in a gap. */
    public static final Limits DEFAULT = new Limits(Duration.ofSeconds(10), Duration.ofSeconds(5), Duration.ofSeconds(5),
            Duration.ofSeconds(30), Duration.ofSeconds(5), Duration.ofSeconds(10), 1_000);
}
