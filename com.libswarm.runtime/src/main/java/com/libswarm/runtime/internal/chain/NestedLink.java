package com.libswarm.runtime.internal.chain;

import com.libswarm.api.Failure;
import com.libswarm.api.Message;
import com.libswarm.api.adapter.Child;
import com.libswarm.runtime.internal.spec.Spec;
import java.lang.System.Logger.Level;

/** A link within a link: a slot of its own, and the port to it. */
final class NestedLink implements Child {

    private final Scope scope;
    private final Slot slot;
    private final LinkPort port;
    private final Runnable onClose;

    NestedLink(Scope scope, String place, Spec spec, Runnable onClose) {
        this.scope = scope;
        this.slot = new Slot(scope, () -> place, spec);
        this.port = scope.port();
        this.onClose = onClose;
        slot.out().leadTo(scope.end());
        slot.entrance().lead(port);
    }

    Slot slot() {
        return slot;
    }

    /** If its adapter is not there, messages wait; if it cannot be started, they are told why. */
    void start() {
        try {
            slot.fill();
        } catch (Failure failure) {
            scope.journal(Level.WARNING, slot.place(), failure.getMessage());
            slot.refuse(failure.getMessage());
        }
    }

    void activate() {
        try {
            slot.activate();
        } catch (Failure failure) {
            scope.journal(Level.WARNING, slot.place(), failure.getMessage());
        }
    }

    @Override
    public void send(Message message) {
        port.send(message);
    }

    @Override
    public AutoCloseable onSwitch(Runnable action) {
        return port.onSwitch(action);
    }

    @Override
    public void close() {
        onClose.run();
        slot.refuse("The nested link " + slot.place() + " is closed.");
        slot.closeSockets();
    }
}
