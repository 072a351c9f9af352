package com.libswarm.runtime.internal.chain;

import com.libswarm.api.Failure;
import com.libswarm.runtime.DeployReport.SwitchedLink;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;

/**
 * Gives every link whose adapter is served by other code an instance of that code: first all are made and started, then all are
 * switched. While this goes on, no chain is changed otherwise.
 */
final class CodeSwap {

    private final List<Prepared> prepared = new ArrayList<>();
    private final List<SwitchedLink> switched = new ArrayList<>();

    private record Prepared(RunningChain chain, Slot slot, Instance fresh) {
    }

    private CodeSwap() {
    }

    /**
     * Gives those that were switched.
     *
     * @throws Failure if one cannot be made or started: then none is switched
     */
    static List<SwitchedLink> of(Collection<RunningChain> chains) {
        CodeSwap swap = new CodeSwap();
        swap.inAll(chains.iterator(), () -> {
            swap.prepare(chains);
            swap.switchAll();
        });
        return swap.switched;
    }

    private void inAll(Iterator<RunningChain> chains, Runnable change) {
        if (chains.hasNext()) {
            chains.next().change(() -> inAll(chains, change));
        } else {
            change.run();
        }
    }

    private void prepare(Collection<RunningChain> chains) {
        try {
            for (RunningChain chain : chains) {
                for (Slot slot : chain.outdated()) {
                    prepared.add(new Prepared(chain, slot, slot.prepare(slot.spec())));
                }
            }
        } catch (Failure failure) {
            prepared.forEach(one -> one.slot.abandon(one.fresh));
            throw failure;
        }
    }

    private void switchAll() {
        for (Prepared one : prepared) {
            String from = one.slot.current().map(instance -> instance.source().version()).orElse("");
            try {
                one.slot.switchIn(one.fresh);
            } catch (Failure notActive) {
                // it is switched all the same, and the one before has begun to drain
                one.slot.scope().journal(Level.WARNING, one.slot.place(), notActive.getMessage());
            }
            switched.add(new SwitchedLink(one.slot.place(), one.slot.spec().adapter(), from, one.fresh.source().version()));
            one.chain.switched(one.slot);
        }
    }
}
