package com.libswarm.runtime.internal.chain;

import com.libswarm.api.Failure;
import com.libswarm.api.Message;
import com.libswarm.api.adapter.Child;
import com.libswarm.runtime.ChangeKind;
import com.libswarm.runtime.internal.flight.Carried;
import com.libswarm.runtime.internal.flight.Flights;
import com.libswarm.runtime.internal.spec.Spec;
import java.lang.System.Logger.Level;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

/** One instance's port to a nested link of its slot. */
final class ChildPort implements Child {

    private final Instance parent;
    private final NestedLinks links;
    private final NestedLink link;
    private final LinkPort port;
    private final Spec askedBefore;
    private final AtomicBoolean begun = new AtomicBoolean();
    private final AtomicBoolean released = new AtomicBoolean();
    private volatile Spec asked;
    private volatile long born;
    private boolean first;
    private boolean settled;
    private Optional<Swap> swap = Optional.empty();

    ChildPort(Instance parent, NestedLinks links, String name, Spec asked) {
        this.parent = parent;
        this.links = links;
        this.asked = asked;
        this.link = links.use(name, asked, this);
        this.born = flights().epoch();
        this.port = slot().scope().port(flights());
        this.askedBefore = link.asked();
        slot().entrance().lead(port);
    }

    Instance parent() {
        return parent;
    }

    private Slot slot() {
        return link.slot();
    }

    private Flights flights() {
        return slot().flights();
    }

    /** The parent is about to get messages: what was sent before is not its own. */
    void born() {
        flights().next();
        born = flights().epoch();
    }

    /** The parent gets no more messages: what it carries, with what it has sent here. */
    Carried with(Carried carried) {
        return carried.andSent(flights(), born, flights().next());
    }

    /**
     * Starts the nested link if it is not there; if another spec was asked for before, its successor. May be called again.
     *
     * @throws Failure if the successor cannot be started; a new one that cannot answers with that Error
     */
    void start() {
        if (begun.getAndSet(true) || released.get()) {
            return;
        }
        first = link.begin() || slot().current().isEmpty() && slot().missing().isEmpty();
        if (first) {
            slot().respec(asked);
            fill();
        } else if (!asked.equals(link.asked())) {
            swap = Optional.of(Swap.prepare(slot(), asked, ChangeKind.SWAP));
        }
    }

    private void fill() {
        try {
            slot().fill();
        } catch (Failure failure) {
            failed(failure);
        }
    }

    private void failed(Failure failure) {
        slot().scope().journal(Level.WARNING, slot().place(), failure.getMessage());
        slot().refuse(failure.getMessage());
        slot().troubled(failure.getMessage());
    }

    /** The parent is switched in: the successor, too. */
    void switchOver() {
        swap = swap.filter(Swap::switchOver);
        link.ask(asked);
        link.take();
    }

    /** @throws Failure if the successor cannot become active; then the nested link is what it was */
    void activate() {
        if (first) {
            try {
                slot().activate();
            } catch (Failure failure) {
                failed(failure);
            }
        } else if (swap.isPresent()) {
            Swap made = swap.get();
            try {
                made.activate();
            } catch (Failure failure) {
                swap = Optional.empty();
                link.ask(askedBefore);
                throw failure;
            }
        }
    }

    /** The parent could not become active: the nested link is what it was. */
    void goBack(String why) {
        if (!settled) {
            swap.ifPresent(made -> made.undo(why));
            swap = Optional.empty();
            link.ask(askedBefore);
        }
    }

    /** The parent is active: there is no way back, and nothing is held for it. */
    void settle() {
        settled = true;
        swap = Optional.empty();
    }

    /** The parent has stopped, or needs it no more. */
    void release() {
        if (!released.getAndSet(true)) {
            port.close(message -> {
                throw new Failure(503, "The nested link " + slot().place() + " is closed.");
            });
            swap.ifPresent(prepared -> prepared.abandon("The link that asked for it could not be started."));
            links.release(link, this);
        }
    }

    @Override
    public void send(Message message) {
        port.enter(message);
    }

    @Override
    public AutoCloseable onSwitch(Runnable action) {
        return port.onSwitch(action);
    }

    @Override
    public void swap(String spec) {
        Spec parsed = Spec.parse(spec);
        slot().scope().changes().run(() -> {
            if (released.get()) {
                throw new Failure(409, "The nested link " + slot().place() + " is closed.");
            }
            Swap.make(slot(), parsed, ChangeKind.SWAP);
            asked = parsed;
            link.ask(parsed);
            slot().scope().switched(slot().entrance().ports());
        });
    }

    @Override
    public void close() {
        parent.forget(this);
        release();
    }
}
