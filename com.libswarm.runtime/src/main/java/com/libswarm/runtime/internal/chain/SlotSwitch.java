package com.libswarm.runtime.internal.chain;

import com.libswarm.api.Failure;
import com.libswarm.api.Sender;
import com.libswarm.runtime.Limits;
import com.libswarm.runtime.internal.flight.Carried;
import java.lang.System.Logger.Level;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * What is behind a slot's entrance: an instance, a gap where messages wait for the next one, or somebody who refuses them; and the
 * instances before that still drain.
 *
 * <p>It is changed by one thread at a time, but that a nested link may be closed by any, and at any moment: inside a reply, perhaps,
 * that a change of this very slot lets pass. So no lock is held while adapters are called, and a close that comes during a change is
 * made by whoever makes that, as soon as it is over. Looking is for any.
 */
final class SlotSwitch {

    private final Slot slot;
    private final Entrance entrance;
    private final List<Draining> draining = new CopyOnWriteArrayList<>();
    private volatile Optional<Instance> current = Optional.empty();
    private volatile boolean waits;
    private volatile boolean closed;

    // guarded by this
    private boolean changing;
    private Optional<Runnable> closing = Optional.empty();

    private final CompletableFuture<Void> over = new CompletableFuture<>();

    SlotSwitch(Slot slot) {
        this.slot = slot;
        this.entrance = new Entrance(gap());
    }

    Entrance entrance() {
        return entrance;
    }

    Optional<Instance> current() {
        return current;
    }

    /** The instances before this one that still carry something. */
    List<Draining> draining() {
        return List.copyOf(draining);
    }

    /** Whether an instance is to come, for which nested links that nobody uses are kept. */
    boolean waits() {
        return waits && current.isEmpty();
    }

    /** The ids of the requests that wait here for the next instance. */
    Set<String> waiting() {
        return entrance.behind() instanceof Gap gap ? gap.waiting() : Set.of();
    }

    boolean isClosed() {
        return closed;
    }

    /**
     * Puts an instance that has started behind the entrance; the one before acts on its own no more. If the slot has been closed, the
     * instance is stopped instead.
     *
     * @return the one before, whose requests are not ended before {@link Draining#stopWhenIdle}
     */
    Optional<Draining> install(Instance fresh, History.Entry change) {
        if (!begin()) {
            fresh.stop();
            return Optional.empty();
        }
        try {
            Optional<Instance> old = current;
            old.ifPresent(Instance::pause);
            // an epoch for the switch alone: who enters in it may get either
            fresh.born();
            lead(fresh.link());
            current = Optional.of(fresh);
            slot.respec(fresh.spec());
            return old.map(instance -> drain(instance, instance.replaced(), change));
        } finally {
            end();
        }
    }

    /** Takes the instance away; what is sent here waits for the next one. */
    void vacate(History.Entry change) {
        if (begin()) {
            try {
                waits = true;
                leave(gap(), change);
            } finally {
                end();
            }
        }
    }

    /** Takes the instance away; what is sent here goes elsewhere. */
    void leaveFor(Sender instead, History.Entry change) {
        if (begin()) {
            try {
                waits = false;
                leave(instead, change);
            } finally {
                end();
            }
        }
    }

    /**
     * The same for ever: the slot is not changed any more.
     *
     * @param then run when it is done; not before this returns, if the slot is just being changed
     */
    void close(Sender instead, History.Entry change, Runnable then) {
        Runnable last = () -> {
            try {
                waits = false;
                leave(instead, change);
                then.run();
            } finally {
                over.complete(null);
            }
        };
        synchronized (this) {
            if (closed) {
                return;
            }
            closed = true;
            if (changing) {
                closing = Optional.of(last);
                return;
            }
        }
        last.run();
    }

    /** If it is closed, or just being closed by another thread, waits until the instance drains. For who changes the chain. */
    void awaitClosed() {
        if (closed) {
            over.join();
        }
    }

    private boolean begin() {
        boolean begun;
        synchronized (this) {
            changing = !closed;
            begun = changing;
        }
        if (!begun) {
            // what is carried is to be found among what drains
            over.join();
        }
        return begun;
    }

    private void end() {
        Optional<Runnable> last;
        synchronized (this) {
            changing = false;
            last = closing;
            closing = Optional.empty();
        }
        last.ifPresent(Runnable::run);
    }

    private void leave(Sender instead, History.Entry change) {
        Optional<Instance> old = current;
        old.ifPresent(Instance::pause);
        lead(instead);
        Optional<Draining> begun = old.map(instance -> drain(instance, instance.replaced(), change));
        // only now, or the slot would look for a moment as if nothing of it were left to wait for
        current = Optional.empty();
        begun.ifPresent(Draining::stopWhenIdle);
    }

    private void lead(Sender behind) {
        Sender before = entrance.behind();
        if (before instanceof Gap) {
            fill((Gap) before, behind);
        }
        entrance.change(behind);
    }

    // what waits is sent to code that may not return
    private void fill(Gap gap, Sender behind) {
        try {
            slot.scope().steps().run("The link " + slot.place() + " did not take the messages that waited for it", limits().start(), () -> {
                gap.fill(behind);
                return true;
            });
        } catch (Failure failure) {
            slot.scope().journal(Level.WARNING, slot.place(), failure.getMessage());
        }
    }

    private Draining drain(Instance old, Carried carried, History.Entry change) {
        Draining begun = new Draining(slot.scope(), old, carried, old.drain(), change);
        draining.add(begun);
        begun.onStopped(() -> draining.remove(begun));
        return begun;
    }

    private Gap gap() {
        return new Gap(limits().gapMessages(), limits().gap().toNanos(), slot.scope().services().threads().timer(), slot::whyEmpty);
    }

    private Limits limits() {
        return slot.scope().services().limits();
    }
}
