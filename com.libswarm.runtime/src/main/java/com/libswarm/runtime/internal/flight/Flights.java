package com.libswarm.runtime.internal.flight;

import com.libswarm.api.Message;
import com.libswarm.api.Sender;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiConsumer;

/**
 * The requests in flight in one chain, but for what its nested links are sent: each of those has a count of its own, of all that
 * passes into it. Thread-safe.
 */
public final class Flights {

    /** What is in flight: what waits for its reply, the bodies of replies, or both. */
    public enum Kind { REQUESTS, STREAMS, ALL }

    private final SendWatch watch;
    private final BiConsumer<Message, Message> onSecondReply;
    private volatile Epoch now = new Epoch(0);

    // guarded by this: the epochs before, oldest first, and who waits for them
    private final Deque<Epoch> past = new ArrayDeque<>();
    private final List<Idle> waiting = new ArrayList<>();

    /**
     * @param watch ends what never returns from a send
     * @param onSecondReply gets the request and the reply when a request is answered again
     */
    public Flights(SendWatch watch, BiConsumer<Message, Message> onSecondReply) {
        this.watch = watch;
        this.onSecondReply = onSecondReply;
    }

    /** Sends {@code request}, which has not entered here yet, to {@code to}, and counts it until it is over. */
    public void enter(Message request, Sender to) {
        // counted before the port behind "to" is read: a swap that does not see the count has switched that port already
        Epoch epoch = now;
        epoch.enter();
        Flight flight = new Flight(this, epoch, request);
        SendWatch.Sending sending = watch.begin(flight);
        try {
            to.send(request.withRet(flight));
        } finally {
            sending.end();
            flight.sent();
        }
    }

    /** The number of the epoch that is now: where an instance that is switched in is born. */
    public long epoch() {
        return now.number;
    }

    /** Begins a new epoch; to be called after a port was switched. Gives the number of the one that ended. */
    public synchronized long next() {
        Epoch ended = now;
        now = new Epoch(ended.number + 1);
        ended.end();
        past.add(ended);
        return ended.number;
    }

    /**
     * Completes when an instance that was switched in in one epoch, and out at the end of another, carries nothing more.
     *
     * @param streams whether the bodies of replies count, too
     */
    CompletableFuture<Void> idle(long born, long replaced, boolean streams) {
        // without streams it is as if the instance were born after: only those that wait for a reply count
        Idle idle = new Idle(streams ? born : Long.MAX_VALUE, replaced);
        synchronized (this) {
            waiting.add(idle);
        }
        quieter();
        return idle.done;
    }

    /**
     * Whether an instance that was switched in in one epoch, and out at the end of another, carries nothing but requests with these
     * ids: those wait for the next instance.
     *
     * @param streams whether the bodies of replies count, too
     */
    boolean isIdleBut(long born, long replaced, boolean streams, Set<String> ids) {
        List<Epoch> epochs;
        synchronized (this) {
            epochs = past.stream().filter(epoch -> epoch.number <= replaced).toList();
        }
        return epochs.stream().allMatch(epoch -> epoch.hasOnly(ids, streams && epoch.number >= born)
                && !(streams && epoch.number < born && epoch.hasStreamSince(born)));
    }

    /** Something has left an epoch that is past. */
    void quieter() {
        List<Idle> done = new ArrayList<>();
        synchronized (this) {
            past.removeIf(Epoch::isQuiet);
            for (Iterator<Idle> all = waiting.iterator(); all.hasNext();) {
                Idle idle = all.next();
                if (past.stream().noneMatch(idle::waitsFor)) {
                    all.remove();
                    done.add(idle);
                }
            }
        }
        done.forEach(idle -> idle.done.complete(null));
    }

    void answeredAgain(Message request, Message reply) {
        onSecondReply.accept(request, reply);
    }

    /** What an instance still carries: what waits for its reply, and streams. */
    List<Flight> carried(long born, long replaced) {
        List<Flight> carried = new ArrayList<>();
        List<Epoch> epochs;
        synchronized (this) {
            epochs = new ArrayList<>(past);
            epochs.add(now);
        }
        for (Epoch epoch : epochs) {
            if (epoch.number <= replaced) {
                epoch.listed().stream().filter(flight -> epoch.number >= born || flight.isWaiting() || flight.isStreamSince(born))
                        .forEach(carried::add);
            }
        }
        return carried;
    }

    /** Somebody waits for the epochs from one to another to be quiet, and for those before to have all replies. */
    private static final class Idle {

        private final long born;
        private final long replaced;
        private final CompletableFuture<Void> done = new CompletableFuture<>();

        Idle(long born, long replaced) {
            this.born = born;
            this.replaced = replaced;
        }

        boolean waitsFor(Epoch epoch) {
            return epoch.number <= replaced && (epoch.number >= born ? !epoch.isQuiet() : epoch.hasWaiting() || epoch.hasStreamSince(born));
        }
    }
}
