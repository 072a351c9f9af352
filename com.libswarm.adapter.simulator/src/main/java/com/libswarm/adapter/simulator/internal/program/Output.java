package com.libswarm.adapter.simulator.internal.program;

/** Takes what a process writes. */
@FunctionalInterface
public interface Output {

    /**
     * Takes {@code bytes}, which nobody changes any more.
     *
     * @param taken is run once there is room for more: until then the process writes nothing
     */
    void write(Stream stream, byte[] bytes, Runnable taken);
}
