package com.libswarm.itest.greeter;

/** What may be wrong with a greeter. */
public enum Fault {
    /** Its activator throws. */
    ACTIVATOR,
    /** It registers no adapter. */
    SERVICE,
    /** Its links in the mood "picky" cannot be made. */
    SPAWN,
    /** Making its links in the mood "picky" does not end. */
    SPAWN_HANGS
}
