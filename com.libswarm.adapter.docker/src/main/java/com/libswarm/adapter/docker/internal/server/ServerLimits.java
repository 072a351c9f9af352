package com.libswarm.adapter.docker.internal.server;

import java.time.Duration;

/**
 * What clients of one {@code dockerserver} may use up.
 *
 * @param headTime for a request's head, from its first byte; also for what is left of a request that has been answered already
 * @param connections open at a time
 * @param lookEvery how often a connection that is not read is looked at, whether its client has died
 */
record ServerLimits(Duration headTime, int connections, Duration lookEvery) {

    static final ServerLimits STANDARD = new ServerLimits(Duration.ofSeconds(30), 10_000, Duration.ofSeconds(15));
}
