package com.libswarm.runtime.internal.chain;

import com.libswarm.api.Failure;
import com.libswarm.runtime.ChangeKind;
import com.libswarm.runtime.internal.spec.Spec;

/** Replaces links of a chain, puts others between them and takes them out: as it runs, or its specs alone. Called by one thread at a time. */
final class LinkChanges {

    private final Scope scope;
    private final Row row;
    private final ChainLife life;

    LinkChanges(Scope scope, Row row, ChainLife life) {
        this.scope = scope;
        this.row = row;
        this.life = life;
    }

    /** @throws Failure why it cannot be replaced; then nothing has changed */
    void swap(String link, Spec spec) {
        life.checkExists();
        Slot slot = row.find(link);
        if (runs()) {
            Swap.make(slot, spec, ChangeKind.SWAP);
            row.tellThoseInFrontOf(slot);
        } else {
            respec(slot, spec);
        }
    }

    private boolean runs() {
        return life.mayRun() && life.isUp();
    }

    /** A swap in a chain that does not run; one that waited for the adapter that was there before comes up. */
    private void respec(Slot slot, Spec other) {
        Spec before = slot.spec();
        slot.check(other);
        slot.respec(other);
        if (life.mayRun()) {
            try {
                life.fillAll();
            } catch (Failure failure) {
                slot.respec(before);
                life.pardon();
                throw failure;
            }
        }
    }

    /** @throws Failure why it cannot be put there; then nothing has changed */
    void insert(int before, Spec spec) {
        life.checkExists();
        row.checkPlace(before);
        Slot slot = row.make(before - 1, spec);
        try {
            slot.check(spec);
            if (runs()) {
                insertRunning(before - 1, slot, Swap.prepare(slot, spec, ChangeKind.INSERT));
            } else {
                row.insert(before - 1, slot);
            }
        } catch (Failure failure) {
            slot.ports().detach();
            throw failure;
        }
    }

    private void insertRunning(int index, Slot slot, Swap swap) {
        swap.switchOver();
        row.insert(index, slot);
        try {
            swap.activate();
        } catch (Failure failure) {
            takeOut(slot, slot.change(ChangeKind.REMOVE));
            throw failure;
        }
        row.tellThoseInFrontOf(slot);
    }

    /** @throws Failure 404 if there is no such link, 409 if there is no other */
    void remove(int link) {
        life.checkExists();
        Slot slot = row.numbered(link);
        if (row.slots().size() == 1) {
            throw new Failure(409, "The chain '" + scope.name() + "' has only this link: destroy the chain instead.");
        }
        History.Entry change = slot.change(ChangeKind.REMOVE);
        takeOut(slot, change);
        change.made(!slot.draining().isEmpty());
        row.tellThoseInFrontOf(slot, link - 1);
    }

    private void takeOut(Slot slot, History.Entry change) {
        row.remove(slot);
        // what waited in it goes to the one behind it
        slot.leaveFor(slot.ports().out()::send, change);
    }
}
