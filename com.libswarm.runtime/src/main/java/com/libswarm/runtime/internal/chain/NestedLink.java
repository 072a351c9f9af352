package com.libswarm.runtime.internal.chain;

import com.libswarm.runtime.internal.spec.Spec;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;

/** A link within a link: a slot of its own, and who uses it. */
final class NestedLink {

    private final String name;
    private final Slot slot;
    private final Set<ChildPort> users = ConcurrentHashMap.newKeySet();
    private final AtomicBoolean begun = new AtomicBoolean();
    private volatile Spec asked;
    private volatile boolean taken;

    NestedLink(Slot parent, String name, Spec asked) {
        this.name = name;
        this.asked = asked;
        this.slot = new Slot(parent.scope(), parent.scope().newFlights(), () -> parent.address() + "." + name, asked);
        new Entrance(parent.scope().end()).lead(slot.ports().out());
    }

    String name() {
        return name;
    }

    Slot slot() {
        return slot;
    }

    Set<ChildPort> users() {
        return users;
    }

    /** Whether the caller is the first, who has to start it. */
    boolean begin() {
        return !begun.getAndSet(true);
    }

    /** What its parent asked for last: the operator may have put something else there. */
    Spec asked() {
        return asked;
    }

    void ask(Spec other) {
        asked = other;
    }

    /** Whether an instance that was switched in has asked for it. */
    boolean isTaken() {
        return taken;
    }

    void take() {
        taken = true;
    }

    boolean isUsedBy(Instance instance) {
        return users.stream().anyMatch(user -> user.parent() == instance);
    }

    /** Whether nothing of it is left. */
    boolean isOver() {
        return slot.current().isEmpty() && slot.draining().isEmpty() && slot.nested().slots().isEmpty();
    }
}
