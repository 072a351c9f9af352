package com.libswarm.adapter.simulator;

import com.libswarm.adapter.simulator.internal.program.Stream;
import java.time.Instant;

/** A line that a container wrote, with its line end if it has one. */
record LogLine(Instant time, Stream stream, byte[] bytes) {
}
