package com.libswarm.runtime.internal.chain;

import com.libswarm.api.Failure;
import com.libswarm.runtime.Change;
import com.libswarm.runtime.ChangeKind;
import com.libswarm.runtime.internal.spec.Spec;
import java.lang.System.Logger.Level;
import java.util.Optional;
import java.util.Set;

/**
 * The replacement of what is in a slot: the new one first, then the switch, then the old one drains while the new one becomes
 * active. What fails on the way leaves the slot as it was.
 */
final class Swap {

    private final Slot slot;
    private final Instance fresh;
    private final Spec spec;
    private final History.Entry change;
    private final Optional<Instance> before;
    private final Spec specBefore;
    private final KeptStates.Kept keptBefore;
    private Optional<Draining> old = Optional.empty();
    private boolean switched;

    private Swap(Slot slot, Instance fresh, Spec spec, History.Entry change) {
        this.slot = slot;
        this.fresh = fresh;
        this.spec = spec;
        this.change = change;
        this.before = slot.current();
        this.specBefore = slot.spec();
        this.keptBefore = slot.kept().save(spec.adapter());
    }

    /** Replaces what is in {@code slot}, if something is, by a link of {@code spec}. */
    static void make(Slot slot, Spec spec, ChangeKind kind) {
        Swap swap = prepare(slot, spec, kind);
        if (swap.switchOver()) {
            swap.activate();
        }
    }

    /**
     * Makes and starts the new one. It has to be followed by {@link #switchOver} or {@link #abandon}.
     *
     * @throws Failure if it cannot be started; nothing has changed
     */
    static Swap prepare(Slot slot, Spec spec, ChangeKind kind) {
        AdapterSource source = slot.adapter(spec).orElseThrow(() -> new Failure(404, slot.missing(spec)));
        History.Entry change = slot.scope().services().history().begin(slot, kind, slot.version(),
                Optional.of(new Change.Version(spec.toString(), source.version())));
        try {
            Instance fresh = new Instance(slot, spec, source);
            Swap swap = new Swap(slot, fresh, spec, change);
            fresh.start();
            change.started();
            return swap;
        } catch (Failure failure) {
            closeSocketsBut(slot, slot.current());
            change.failed(failure.getMessage());
            throw failure;
        }
    }

    private static void closeSocketsBut(Slot slot, Optional<Instance> instance) {
        slot.sockets().closeAllBut(instance.map(Instance::listensOn).orElse(Set.of()));
    }

    void abandon(String why) {
        if (!switched) {
            fresh.stop();
            closeSocketsBut(slot, slot.current());
            change.failed(why);
        }
    }

    /**
     * The new one gets the messages; the old one acts on its own no more.
     *
     * @return false if the slot, of a nested link, has ended meanwhile: then the new one is stopped
     */
    boolean switchOver() {
        if (slot.isClosed()) {
            abandon("The link " + slot.place() + " has ended meanwhile.");
            return false;
        }
        switched = true;
        fresh.switchNested();
        old = slot.install(fresh, change);
        return true;
    }

    /**
     * The new one acts on its own; the old one stops as soon as it is idle.
     *
     * @throws Failure if the new one cannot become active; then the old one is there again, made anew
     */
    void activate() {
        try {
            fresh.activate();
        } catch (Failure failure) {
            change.failed(failure.getMessage());
            slot.scope().stackTrace(slot.place(), failure);
            throw new Failure(failure.status(), goBack(failure.getMessage(), change), failure);
        }
        change.made(old.isPresent());
        finish(fresh);
    }

    /** Takes back a swap that was made, or at least switched. */
    void undo(String why) {
        History.Entry back = slot.scope().services().history().begin(slot, ChangeKind.SWAP, slot.version(),
                before.map(instance -> new Change.Version(specBefore.toString(), instance.source().version())));
        back.started();
        goBack(why, back);
        back.made(!slot.draining().isEmpty());
    }

    // the one of before has drained already, so it is made anew; gives the whole story, in sentences
    private String goBack(String why, History.Entry change) {
        fresh.goBackNested(why);
        slot.kept().restore(spec.adapter(), keptBefore);
        if (slot.scope().steps().isAbandoned()) {
            // the chain goes down, and this slot with it
            slot.refuse(why);
            old.ifPresent(Draining::stopWhenIdle);
            return why;
        }
        if (before.isEmpty()) {
            slot.vacate(change);
            slot.respec(specBefore);
            slot.troubled(why);
            closeSocketsBut(slot, Optional.empty());
            return why;
        }
        try {
            Instance again = new Instance(slot, specBefore, before.get().source());
            again.start();
            again.switchNested();
            Optional<Draining> failed = slot.install(again, change);
            again.activate();
            finish(again);
            failed.ifPresent(Draining::stopWhenIdle);
            return why + " What was there before is there again.";
        } catch (Failure worse) {
            return giveUp(why, worse);
        }
    }

    private String giveUp(String why, Failure worse) {
        String sentence = why + " The link that was there before could not take its place again: " + worse.getMessage();
        slot.scope().journal(Level.ERROR, slot.place(), sentence);
        slot.refuse(sentence);
        slot.respec(specBefore);
        slot.troubled(sentence);
        slot.draining().forEach(Draining::stopWhenIdle);
        return sentence;
    }

    private void finish(Instance there) {
        there.settleNested();
        closeSocketsBut(slot, Optional.of(there));
        old.ifPresent(Draining::stopWhenIdle);
        slot.nested().closeUnused();
    }
}
