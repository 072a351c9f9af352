package com.libswarm.cloud.internal;

import com.libswarm.api.Failure;
import com.libswarm.api.Message;
import com.libswarm.api.Sender;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/**
 * Where messages wait while no host is ready: {@value #MOST} at most, in order. It is open when one is: then they pass. Thread-safe; nothing
 * is sent while a lock is held.
 */
final class WaitingRoom {

    static final int MOST = 1_000;

    // guarded by this
    private final Deque<Message> waiting = new ArrayDeque<>();
    private boolean emptying;
    private int closings;

    private volatile Optional<Sender> open = Optional.empty();

    /** Whether it passed; otherwise it waits, or has been refused because too many do. */
    boolean pass(Message message) {
        Optional<Sender> engine = open;
        if (engine.isEmpty()) {
            engine = enter(message);
        }
        engine.ifPresent(sender -> sender.send(message));
        return engine.isPresent();
    }

    private Optional<Sender> enter(Message message) {
        boolean full;
        synchronized (this) {
            if (open.isPresent()) {
                return open;
            }
            full = waiting.size() >= MOST;
            if (!full) {
                waiting.add(message);
            }
        }
        if (full) {
            refuse(message, new Failure(503, MOST + " requests wait for a host already."));
        } else {
            message.ret().onCancel(() -> leave(message));
        }
        return Optional.empty();
    }

    private void leave(Message message) {
        boolean waited;
        synchronized (this) {
            waited = waiting.remove(message);
        }
        if (waited) {
            refuse(message, new Failure(499, "The asker went away."));
        }
    }

    /** Sends on what waits, then all that still comes. */
    void open(Sender engine) {
        int before;
        synchronized (this) {
            if (emptying) {
                return;
            }
            emptying = true;
            before = closings;
        }
        while (true) {
            Message next;
            synchronized (this) {
                next = waiting.poll();
                if (next == null || closings != before) {
                    open = closings == before ? Optional.of(engine) : Optional.empty();
                    emptying = false;
                    if (next != null) {
                        waiting.addFirst(next);
                    }
                    return;
                }
            }
            engine.send(next);
        }
    }

    /** What comes from now on waits. */
    synchronized void close() {
        closings++;
        open = Optional.empty();
    }

    /** Answers all that wait with an Error. */
    void refuseAll(Failure why) {
        List<Message> refused;
        synchronized (this) {
            refused = List.copyOf(waiting);
            waiting.clear();
        }
        refused.forEach(message -> refuse(message, why));
    }

    static void refuse(Message message, Failure why) {
        message.body().cancel();
        message.reply(Message.error(why));
    }

    boolean isOpen() {
        return open.isPresent();
    }

    synchronized int size() {
        return waiting.size();
    }
}
