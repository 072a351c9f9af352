package com.libswarm.runtime.internal.flight;

import com.libswarm.api.Failure;
import java.lang.ref.WeakReference;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiFunction;

/**
 * Finds sends that do not return, though a send never blocks: their request gets an Error, and the thread an interrupt, so that
 * whoever else is served by it is served again. It looks at the threads, not at the messages: a send costs two writes.
 */
public final class SendWatch {

    private final int limit;
    private final BiFunction<Thread, String, String> onStuck;
    private final Set<Sending> sendings = ConcurrentHashMap.newKeySet();
    private final ThreadLocal<Sending> own = ThreadLocal.withInitial(this::register);
    private volatile int tick;

    /**
     * @param limit how many calls of {@link #look} a send may take
     * @param onStuck gets the thread that is stuck and the request, reports it, and gives the sentence for its asker
     */
    public SendWatch(int limit, BiFunction<Thread, String, String> onStuck) {
        this.limit = limit;
        this.onStuck = onStuck;
    }

    private Sending register() {
        Sending sending = new Sending(Thread.currentThread());
        sendings.add(sending);
        return sending;
    }

    /** A send begins on this thread; {@link Sending#end} when it has returned. */
    Sending begin(Flight flight) {
        Sending sending = own.get();
        sending.begin(flight, tick);
        return sending;
    }

    /** To be called from time to time, by one thread. */
    public void look() {
        tick++;
        for (Sending sending : sendings) {
            Thread thread = sending.thread.get();
            if (thread == null || !thread.isAlive()) {
                sendings.remove(sending);
            } else if (sending.isStuck()) {
                sending.interrupt(thread);
            }
        }
    }

    /** What one thread sends. Of nested sends only the outermost counts, because it returns last. */
    final class Sending {

        private static final int NOT = 0;
        private static final int SENDING = 1;
        private static final int INTERRUPTING = 2;
        private static final int INTERRUPTED = 3;

        private final WeakReference<Thread> thread;
        private final AtomicInteger state = new AtomicInteger(NOT);
        private int depth;
        private Flight flight;
        private int since;

        Sending(Thread thread) {
            this.thread = new WeakReference<>(thread);
        }

        private void begin(Flight sent, int now) {
            if (depth++ == 0) {
                flight = sent;
                since = now;
                state.setRelease(SENDING);
            }
        }

        void end() {
            if (--depth > 0) {
                return;
            }
            while (!state.compareAndSet(SENDING, NOT)) {
                if (state.get() == INTERRUPTED) {
                    // it came too late for the handler, and must not hit who is served next
                    Thread.interrupted();
                    state.set(NOT);
                    break;
                }
                Thread.onSpinWait();
            }
            flight = null;
        }

        private boolean isStuck() {
            if (!state.compareAndSet(SENDING, INTERRUPTING)) {
                return false;
            }
            // while it is INTERRUPTING, this send cannot end and another not begin
            boolean stuck = tick - since > limit;
            if (!stuck) {
                state.set(SENDING);
            }
            return stuck;
        }

        private void interrupt(Thread stuck) {
            try {
                // answered first, or what the interrupt makes the handler throw would be the answer
                flight.end(new Failure(504, onStuck.apply(stuck, flight.toString())));
            } finally {
                stuck.interrupt();
                state.set(INTERRUPTED);
            }
        }
    }
}
