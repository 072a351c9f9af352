package com.libswarm.adapter.ssh.internal.transport;

import com.libswarm.api.Failure;
import java.util.Optional;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** When a tunnel connects: one attempt at a time, after growing delays, or sooner when somebody asks. Guarded by its tunnel. */
final class Attempts {

    private final ScheduledExecutorService timer;
    private final Runnable prompted;
    private final Runnable due;

    private Optional<Outage> outage = Optional.of(new Outage());
    private Optional<Future<?>> retry = Optional.empty();
    private boolean connecting;
    private boolean everConnected;

    /**
     * @param prompted called when somebody who asks may have a connection tried
     * @param due called when the delay after a failure is over, to call {@link #mayBegin}
     */
    Attempts(ScheduledExecutorService timer, Runnable prompted, Runnable due) {
        this.timer = timer;
        this.prompted = prompted;
        this.due = due;
    }

    /** What is known as long as there is no connection. */
    Optional<Outage> outage() {
        return outage;
    }

    /**
     * Whether the caller is to connect now, and then to tell how it went.
     *
     * @param asked whether somebody waits for it
     * @param missed whether there is no connection, and one is to be kept
     */
    boolean begin(boolean asked, boolean missed) {
        boolean wanted = asked || missed && !outage.map(Outage::isHopeless).orElse(false);
        if (connecting || !wanted || !isTime(asked)) {
            return false;
        }
        retry = Optional.empty();
        connecting = true;
        return true;
    }

    private boolean isTime(boolean asked) {
        if (retry.isEmpty()) {
            return true;
        }
        long millis = asked ? outage.map(Outage::untilPrompted).orElse(Long.MAX_VALUE) : Long.MAX_VALUE;
        if (millis == 0) {
            retry.get().cancel(false);
            return true;
        }
        if (millis < Long.MAX_VALUE) {
            timer.schedule(prompted, millis, TimeUnit.MILLISECONDS);
        }
        return false;
    }

    /** @return whether that is news: a connection was away, or could not be had */
    boolean succeeded() {
        boolean back = outage.isPresent() && (everConnected || outage.get().trouble().isPresent());
        connecting = false;
        everConnected = true;
        outage = Optional.empty();
        return back;
    }

    /**
     * The next attempt is made after a delay.
     *
     * @param lasting whether trying again soon would not help
     * @param hasOthers whether it was a further connection that failed
     * @return whether that is news
     */
    boolean failed(Failure why, boolean lasting, boolean hasOthers) {
        connecting = false;
        Outage now = outage.orElseGet(Outage::new);
        outage = hasOthers ? Optional.empty() : Optional.of(now);
        long delay = now.failed(why, lasting);
        retry = Optional.of(timer.schedule(due, delay, TimeUnit.MILLISECONDS));
        return now.isNews();
    }

    /** The delay is over. */
    void mayBegin() {
        retry = Optional.empty();
        outage.ifPresent(Outage::mayTryAgain);
    }

    /** The last connection is gone. */
    void lost() {
        outage = Optional.of(new Outage());
    }
}
