package com.libswarm.api;

import java.util.function.BooleanSupplier;

/**
 * The reader's standing wish of one {@link Body}, for those who write a body of their own: it keeps the callback of
 * {@link Body#demand} until there is something to read, and never runs one inside another.
 *
 * <p>Thread-safe; holds no lock while it calls out.
 */
public final class Demand {

    // guarded by this
    private Runnable waiting = NOBODY;
    private boolean due;
    private boolean running;

    private static final Runnable NOBODY = () -> { };

    /**
     * The reader asks.
     *
     * @param ready the reader's callback
     * @param readable whether a read would give something now; called without a lock, perhaps while the writer writes
     */
    public void await(Runnable ready, BooleanSupplier readable) {
        synchronized (this) {
            waiting = ready;
        }
        if (readable.getAsBoolean()) {
            signal();
        }
    }

    /** There is something to read: bytes, the end, or a failure. Called by the writer after each change. */
    public void signal() {
        synchronized (this) {
            if (waiting == NOBODY) {
                return;
            }
            due = true;
            if (running) {
                return;
            }
            running = true;
        }
        for (Runnable ready = take(); ready != NOBODY; ready = take()) {
            try {
                ready.run();
            } catch (Throwable thrown) {
                synchronized (this) {
                    running = false;
                }
                throw thrown;
            }
        }
    }

    private synchronized Runnable take() {
        if (!due) {
            running = false;
            return NOBODY;
        }
        due = false;
        Runnable ready = waiting;
        waiting = NOBODY;
        return ready;
    }
}
