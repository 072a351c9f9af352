package com.libswarm.runtime.internal.flight;

import com.libswarm.api.Failure;
import com.libswarm.api.Message;
import com.libswarm.api.Return;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * One request in a chain, from where it enters until its reply is given and the reply's body has ended. It stands between the
 * asker and the links, so it sees the one reply and drops a second.
 */
final class Flight implements Return {

    private static final int WAITING = 0;
    private static final int REPLIED = 1;
    private static final int CANCELLED = 2;

    private static final VarHandle STATE;

    static {
        try {
            STATE = MethodHandles.lookup().findVarHandle(Flight.class, "state", int.class);
        } catch (ReflectiveOperationException impossible) {
            throw new ExceptionInInitializerError(impossible);
        }
    }

    private final Flights flights;
    private final Epoch epoch;
    private final Message request;
    private volatile int state = WAITING;
    private volatile boolean over;
    private volatile boolean listed;
    private volatile Optional<FlightBody> stream = Optional.empty();
    // the epoch in which the stream began: an instance that came after the request may carry it
    private volatile long streams = -1;

    // guarded by this
    private List<Runnable> onCancel = List.of();
    private boolean listens;

    Flight(Flights flights, Epoch epoch, Message request) {
        this.flights = flights;
        this.epoch = epoch;
        this.request = request;
    }

    boolean isWaiting() {
        return state == WAITING;
    }

    /** Whether its stream began in that epoch or later. */
    boolean isStreamSince(long number) {
        return streams >= number;
    }

    /** Whether it began where it is counted; if not, it is counted where it began, too. */
    boolean isFirst() {
        return !request.entered();
    }

    boolean isStream() {
        return stream.isPresent();
    }

    @Override
    public void send(Message reply) {
        if (!STATE.compareAndSet(this, WAITING, REPLIED)) {
            reply.body().cancel();
            // one without an asker counts as answered as soon as it was sent
            if (state == REPLIED && wantsReply()) {
                flights.answeredAgain(request, reply);
            }
        } else if (reply.body().isNone()) {
            try {
                asker().send(reply);
            } finally {
                over();
            }
        } else {
            FlightBody body = new FlightBody(reply.body(), this::streamEnded);
            stream = Optional.of(body);
            streams = flights.epoch();
            list();
            // counted as a stream only when it can be found as one: until then it waits for its reply
            epoch.open();
            asker().send(reply.withBody(body));
        }
    }

    private void list() {
        listed = true;
        epoch.list(this);
    }

    private void streamEnded() {
        epoch.close();
        over();
    }

    private void over() {
        over = true;
        epoch.leave();
        // most are over before they are listed, and need no identity hash
        if (listed) {
            epoch.unlist(this);
        }
        if (epoch.isPast()) {
            flights.quieter();
        }
    }

    /** The send of the message has returned: what has no reply yet is listed, and can be cancelled. */
    void sent() {
        if (asker() == NONE) {
            if (STATE.compareAndSet(this, WAITING, REPLIED)) {
                over();
            }
        } else if (state == WAITING) {
            list();
            listen();
            if (over) {
                epoch.unlist(this);
            }
        }
    }

    @Override
    public void onCancel(Runnable action) {
        boolean late;
        synchronized (this) {
            late = state == CANCELLED;
            if (state == WAITING) {
                onCancel = onCancel.isEmpty() ? new ArrayList<>(2) : onCancel;
                onCancel.add(action);
            }
        }
        if (late) {
            action.run();
        } else {
            listen();
        }
    }

    private void listen() {
        boolean first;
        synchronized (this) {
            first = !listens;
            listens = true;
        }
        if (first) {
            asker().onCancel(this::cancelled);
        }
    }

    // whoever works on it may never answer now; nobody waits for him
    private void cancelled() {
        if (STATE.compareAndSet(this, WAITING, CANCELLED)) {
            over();
            runOnCancel();
        }
    }

    /** Ends the request: its asker gets an Error, or the body of its reply breaks off; whoever works on it is told. */
    void end(Failure why) {
        if (STATE.compareAndSet(this, WAITING, CANCELLED)) {
            try {
                asker().send(Message.error(why));
            } finally {
                over();
                runOnCancel();
            }
        } else {
            stream.ifPresent(body -> body.fail(why));
        }
    }

    private void runOnCancel() {
        List<Runnable> actions;
        synchronized (this) {
            actions = onCancel;
            onCancel = List.of();
        }
        actions.forEach(Runnable::run);
    }

    /** What it is, for people: its id, the request, whether it is a stream. */
    @Override
    public String toString() {
        return id() + " " + request + (stream.isPresent() ? " (stream)" : "");
    }

    private Return asker() {
        return request.ret();
    }

    @Override
    public void cancel() {
        asker().cancel();
    }

    @Override
    public String id() {
        return asker().id();
    }

    @Override
    public String subId() {
        return asker().subId();
    }

    @Override
    public boolean wantsReply() {
        return asker().wantsReply();
    }

    @Override
    public boolean entered() {
        return true;
    }
}
