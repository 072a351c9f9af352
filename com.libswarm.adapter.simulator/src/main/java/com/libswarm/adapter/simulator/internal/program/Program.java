package com.libswarm.adapter.simulator.internal.program;

/** A program that the simulator knows. */
@FunctionalInterface
public interface Program {

    void run(Task task);
}
