package com.libswarm.runtime;

import java.util.Locale;

/** What a {@link Chain} does. */
public enum ChainState {
    /** An adapter that it names is not there yet. */
    WAITING,
    /** All of its links are there. */
    RUNNING,
    /** The operator stopped it. */
    STOPPED,
    /** A link could not be started. */
    FAILED;

    /** As it is shown: in small letters. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
