package com.libswarm.adapter.aggregate.internal.node;

import java.time.Duration;

/**
 * How long others wait for a node that does not answer.
 *
 * @param answer until an answer is given without it
 * @param stream until a stream that it gave, and that is silent, breaks off
 */
public record Limits(Duration answer, Duration stream) {
}
