package com.libswarm.adapter.simulator.internal.program;

/** Where a program writes. The number of each is what Docker's multiplexed streams call it. */
public enum Stream {
    OUT(1), ERR(2), NULL(0);

    private final int number;

    Stream(int number) {
        this.number = number;
    }

    public int number() {
        return number;
    }
}
