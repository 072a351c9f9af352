package com.libswarm.adapter.aggregate.internal.node;

import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/** Does something a second later, once for all who ask for it until then. Thread-safe. */
final class Soon {

    private static final long MILLIS = 1_000;

    private final ScheduledExecutorService timer;
    private final Runnable action;
    private final AtomicBoolean isAsked = new AtomicBoolean();

    Soon(ScheduledExecutorService timer, Runnable action) {
        this.timer = timer;
        this.action = action;
    }

    /** Nothing is done any more when the link has stopped. */
    void ask() {
        if (isAsked.compareAndSet(false, true)) {
            try {
                timer.schedule(() -> {
                    isAsked.set(false);
                    action.run();
                }, MILLIS, TimeUnit.MILLISECONDS);
            } catch (RejectedExecutionException stopped) {
                isAsked.set(false);
            }
        }
    }
}
