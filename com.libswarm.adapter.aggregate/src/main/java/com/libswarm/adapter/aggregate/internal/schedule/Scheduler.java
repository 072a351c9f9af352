package com.libswarm.adapter.aggregate.internal.schedule;

import com.libswarm.adapter.aggregate.internal.node.Node;
import com.libswarm.api.Failure;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** Chooses nodes. It knows nothing but what it is told. */
public final class Scheduler {

    private final Strategy strategy;

    public Scheduler(Strategy strategy) {
        this.strategy = strategy;
    }

    public Strategy strategy() {
        return strategy;
    }

    /**
     * The nodes that would do, the best first; those that do not fulfil the soft wishes come last.
     *
     * @throws Failure 409 if none would; it says what is missing, and its cause is {@link NoRoom} if one more node might have it
     */
    public List<Node> choose(List<Candidate> candidates, Wishes wishes, Needs needs) {
        if (candidates.isEmpty()) {
            throw new Failure(503, "There is no node that takes anything new: see docker info.");
        }
        List<Candidate> wished = left(candidates, candidate -> wishes.areFulfilledBy(candidate, false));
        if (wished.isEmpty()) {
            throw new Failure(409, "No node fulfils " + wishes + ".");
        }
        List<Candidate> withSlots = left(wished, Candidate::hasSlot);
        checkRoom(withSlots, "No node has room for one more container: all have as many as their label containerslots allows.");
        List<Candidate> withPorts = left(withSlots, candidate -> candidate.hasPortsFor(needs));
        checkRoom(withPorts, "No node has the port" + (needs.ports().size() == 1 ? " " : "s ") + String.join(", ", needs.ports()) + " free.");
        List<Candidate> withRoom = left(withPorts, candidate -> candidate.hasRoomFor(needs));
        checkRoom(withRoom, "No node has the memory and the processors left that the container asks for.");
        // those that soft wishes are for come first; the others are tried when these fail
        var ordered = new ArrayList<Node>();
        for (boolean fulfilled : new boolean[] {true, false}) {
            strategy.order(left(withRoom, candidate -> wishes.areFulfilledBy(candidate, true) == fulfilled), needs)
                    .forEach(candidate -> ordered.add(candidate.node()));
        }
        return ordered;
    }

    private static List<Candidate> left(List<Candidate> candidates, Predicate<Candidate> test) {
        return candidates.stream().filter(test).toList();
    }

    private static void checkRoom(List<Candidate> left, String otherwise) {
        if (left.isEmpty()) {
            throw new Failure(409, otherwise, new NoRoom());
        }
    }
}
