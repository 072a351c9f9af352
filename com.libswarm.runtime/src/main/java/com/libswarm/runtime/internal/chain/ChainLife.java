package com.libswarm.runtime.internal.chain;

import com.libswarm.api.Failure;
import com.libswarm.runtime.ChainState;
import com.libswarm.runtime.ChangeKind;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Brings the links of a chain up and takes them down, and knows whether they are. Changed by one thread at a time; looking is for any. */
final class ChainLife {

    private final Scope scope;
    private final Row row;
    private volatile boolean wanted;
    private volatile boolean destroyed;
    private volatile Optional<String> failed = Optional.empty();

    ChainLife(Scope scope, Row row) {
        this.scope = scope;
        this.row = row;
    }

    ChainState state() {
        if (failed.isPresent() || trouble().isPresent()) {
            return ChainState.FAILED;
        }
        if (!wanted) {
            return ChainState.STOPPED;
        }
        return row.slots().stream().allMatch(slot -> slot.current().isPresent()) ? ChainState.RUNNING : ChainState.WAITING;
    }

    private Optional<String> trouble() {
        return row.slots().stream().flatMap(slot -> slot.trouble().stream()).findFirst();
    }

    /** Why the chain is not running, in a sentence. */
    Optional<String> problem() {
        if (destroyed) {
            return Optional.of(destroyedSentence());
        }
        return failed.or(this::trouble).or(() -> state() == ChainState.WAITING
                ? row.slots().stream().flatMap(slot -> slot.missing().stream()).findFirst() : Optional.empty());
    }

    private String destroyedSentence() {
        return "The chain '" + scope.name() + "' was destroyed.";
    }

    /** @throws Failure 404 if the chain was destroyed */
    void checkExists() {
        if (destroyed) {
            throw new Failure(404, destroyedSentence());
        }
    }

    /** Whether somebody wants it up: perhaps it waits for an adapter, or has failed. */
    boolean isWanted() {
        return wanted;
    }

    /** Whether it should be up and nothing is known against it. */
    boolean mayRun() {
        return wanted && failed.isEmpty();
    }

    /** Whether a link of it is there. */
    boolean isUp() {
        return row.slots().stream().anyMatch(slot -> slot.current().isPresent());
    }

    /** @throws Failure why a link cannot be brought up; then none is */
    void start() {
        checkExists();
        wanted = true;
        failed = Optional.empty();
        fillAll();
    }

    /**
     * Brings up the links that are not, if the adapters of all are there: from the last to the first, so that a link finds its neighbour
     * there and a server listens when all is ready.
     *
     * @throws Failure why one cannot be; then the chain is down, and failed
     */
    void fillAll() {
        List<Slot> empty = new ArrayList<>(row.slots().stream().filter(slot -> slot.current().isEmpty()).toList());
        if (empty.stream().anyMatch(slot -> slot.missing().isPresent())) {
            return;
        }
        Collections.reverse(empty);
        try {
            empty.forEach(Slot::fill);
            empty.forEach(Slot::activate);
        } catch (Failure failure) {
            takeDown(failure.getMessage());
            failed = Optional.of(failure.getMessage());
            throw failure;
        }
    }

    /** A link could not be brought up, but is another again: the chain has not failed, and messages wait in it. */
    void pardon() {
        failed = Optional.empty();
        row.slots().forEach(each -> each.vacate(each.change(ChangeKind.GAP)));
    }

    void stop() {
        wanted = false;
        failed = Optional.empty();
        takeDown("The chain '" + scope.name() + "' is stopped.");
    }

    void destroy() {
        destroyed = true;
    }

    private void takeDown(String why) {
        String ended = "the chain '" + scope.name() + "' is stopped";
        row.slots().forEach(slot -> slot.sockets().closeAllBut(Set.of()));
        for (Slot slot : row.slots()) {
            slot.refuse(why);
            slot.respec(slot.spec());
            end(slot, ended);
        }
        row.removed().forEach(slot -> end(slot, ended));
    }

    // the nested links of an instance begin to end when it has stopped
    private void end(Slot slot, String why) {
        for (List<Draining> left = draining(slot); !left.isEmpty(); left = draining(slot)) {
            Draining.hurry(left, scope.services().limits().leave(), false, why);
        }
    }

    private static List<Draining> draining(Slot slot) {
        List<Slot> all = slot.withNested();
        all.forEach(Slot::awaitClosed);
        return all.stream().flatMap(each -> each.draining().stream()).toList();
    }
}
