package com.libswarm.adapter.aggregate.internal.node;

import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/** Does something some time later, once for all who ask for it until then. Thread-safe. */
final class Soon {

    private final ScheduledExecutorService timer;
    private final long seconds;
    private final Runnable action;
    private final AtomicBoolean isAsked = new AtomicBoolean();

    Soon(ScheduledExecutorService timer, long seconds, Runnable action) {
        this.timer = timer;
        this.seconds = seconds;
        this.action = action;
    }

    /** Nothing is done any more when the link has stopped. */
    void ask() {
        if (isAsked.compareAndSet(false, true)) {
            try {
                timer.schedule(() -> {
                    isAsked.set(false);
                    action.run();
                }, seconds, TimeUnit.SECONDS);
            } catch (RejectedExecutionException stopped) {
                isAsked.set(false);
            }
        }
    }
}
