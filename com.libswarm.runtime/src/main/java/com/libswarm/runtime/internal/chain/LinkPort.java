package com.libswarm.runtime.internal.chain;

import com.libswarm.api.Failure;
import com.libswarm.api.Message;
import com.libswarm.api.Sender;
import com.libswarm.api.adapter.Port;
import com.libswarm.runtime.internal.flight.Flights;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/** A port of a chain: one volatile read a hop. */
final class LinkPort implements Port {

    private final Flights flights;
    private final FailedSend failed;
    private final List<Runnable> onSwitch = new CopyOnWriteArrayList<>();
    private final Sender entered = this::pass;
    private volatile Sender target = LinkPort::leadsNowhere;
    private volatile Optional<Entrance> entrance = Optional.empty();
    // guarded by this
    private boolean closed;

    /** Reports what a link threw, and gives the Error for the one who asked. */
    interface FailedSend {
        Message answer(Sender link, Message message, Throwable thrown);
    }

    LinkPort(Flights flights, FailedSend failed) {
        this.flights = flights;
        this.failed = failed;
    }

    @Override
    public void send(Message message) {
        if (message.entered()) {
            pass(message);
        } else {
            enter(message);
        }
    }

    /** Sends it, and counts it also if it has entered elsewhere. */
    void enter(Message message) {
        flights.enter(message, entered);
    }

    private void pass(Message message) {
        Sender link = target;
        try {
            link.send(message);
        } catch (Throwable thrown) {
            fail(link, message, thrown);
        }
    }

    private void fail(Sender link, Message message, Throwable thrown) {
        message.body().cancel();
        message.reply(failed.answer(link, message, thrown));
    }

    synchronized void leadTo(Sender other) {
        if (!closed) {
            target = other;
        }
    }

    /** Leads where another one does, now and later. */
    void follow(LinkPort other) {
        other.entrance.ifPresent(led -> led.lead(this));
    }

    /** Leads nowhere any more, whatever happens behind it. */
    void close(Sender instead) {
        onSwitch.clear();
        synchronized (this) {
            closed = true;
            target = instead;
        }
        entrance.ifPresent(led -> led.forget(this));
    }

    /** @return false if it is closed */
    synchronized boolean ledBy(Entrance other, Sender behind) {
        if (!closed) {
            entrance = Optional.of(other);
            target = behind;
        }
        return !closed;
    }

    private static void leadsNowhere(Message message) {
        throw new Failure(503, "The link that sent " + message + " has no neighbour yet.");
    }

    @Override
    public AutoCloseable onSwitch(Runnable action) {
        // one action may be given twice, and each is ended on its own
        Runnable own = action::run;
        onSwitch.add(own);
        return () -> onSwitch.remove(own);
    }

    boolean isWatched() {
        return !onSwitch.isEmpty();
    }

    /** What is behind it was replaced. */
    void switched() {
        onSwitch.forEach(Runnable::run);
    }
}
