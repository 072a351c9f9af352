/**
 * Counts the requests that a chain carries, once each, where they enter it: so that a swap knows when an instance that was
 * replaced is idle, and a hop costs nothing.
 *
 * <p>Time is cut into epochs; each switch of a port begins a new one. A request belongs to the epoch in which it entered. An
 * instance that was born in epoch b and replaced at the end of epoch k is idle when no request of the epochs b to k is in flight
 * and none of an older one still waits for its reply (an older one that has its reply has it from an older instance).
 */
package com.libswarm.runtime.internal.flight;
