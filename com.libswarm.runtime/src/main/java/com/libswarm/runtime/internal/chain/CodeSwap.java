package com.libswarm.runtime.internal.chain;

import com.libswarm.api.Failure;
import com.libswarm.runtime.ChangeKind;
import com.libswarm.runtime.DeployReport.SwitchedLink;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;

/**
 * Gives every link whose adapter is served by other code an instance of that code: first all are made and started, then all are
 * switched. While this goes on, no chain is changed otherwise.
 */
final class CodeSwap {

    private final List<Prepared> prepared = new ArrayList<>();
    private final List<SwitchedLink> switched = new ArrayList<>();

    private record Prepared(RunningChain chain, Slot slot, Swap swap) {
    }

    private CodeSwap() {
    }

    /**
     * Gives those that were switched.
     *
     * @throws Failure if one cannot be made, started or become active: then all are as they were
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
                for (Slot slot : chain.adapters().outdated()) {
                    prepared.add(new Prepared(chain, slot, Swap.prepare(slot, slot.spec(), ChangeKind.CODE)));
                }
            }
        } catch (Failure failure) {
            prepared.forEach(one -> one.swap.abandon("Another link could not be started with the new code: " + failure.getMessage()));
            throw failure;
        }
    }

    private void switchAll() {
        List<Prepared> done = new ArrayList<>();
        for (Prepared one : prepared) {
            String from = one.slot.current().map(instance -> instance.source().version()).orElse("");
            try {
                if (!one.swap.switchOver()) {
                    continue;
                }
                one.swap.activate();
            } catch (Failure failure) {
                goBack(done, one, failure);
                throw failure;
            }
            done.add(one);
            String to = one.slot.current().map(instance -> instance.source().version()).orElse("");
            switched.add(new SwitchedLink(one.slot.place(), one.slot.spec().adapter(), from, to));
            one.chain.adapters().tellThoseInFrontOf(one.slot);
        }
    }

    /** One could not become active: those that could go back, too, and the others are never switched. */
    private void goBack(List<Prepared> done, Prepared failed, Failure failure) {
        String why = "Another link could not become active with the new code: " + failure.getMessage();
        prepared.stream().filter(one -> one != failed && !done.contains(one)).forEach(one -> one.swap.abandon(why));
        Collections.reverse(done);
        for (Prepared one : done) {
            one.swap.undo(why);
            one.chain.adapters().tellThoseInFrontOf(one.slot);
        }
    }
}
