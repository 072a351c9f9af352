package com.libswarm.adapter.simulator;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** Docker's states of a container that the simulator's can be in. */
enum ContainerState {
    CREATED, RUNNING, PAUSED, RESTARTING, EXITED;

    /** As Docker writes it. */
    String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    static Optional<ContainerState> of(String word) {
        return Arrays.stream(values()).filter(state -> state.word().equals(word)).findFirst();
    }
}
