package com.libswarm.runtime.internal.chain;

import com.libswarm.api.Sender;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Where ports lead: to whoever is behind it now. Thread-safe. */
final class Entrance {

    // guarded by this
    private final Set<LinkPort> ports = new HashSet<>();
    private Sender behind;

    Entrance(Sender behind) {
        this.behind = behind;
    }

    synchronized Sender behind() {
        return behind;
    }

    synchronized void lead(LinkPort port) {
        ports.add(port);
        port.leadTo(behind);
    }

    synchronized void forget(LinkPort port) {
        ports.remove(port);
    }

    synchronized void change(Sender other) {
        behind = other;
        ports.forEach(port -> port.leadTo(other));
    }

    /** Sends on, to another entrance, all ports that lead here, but for one. */
    void redirect(Entrance other, LinkPort but) {
        List<LinkPort> moved;
        synchronized (this) {
            moved = new ArrayList<>(ports);
            moved.remove(but);
            ports.removeAll(moved);
        }
        moved.forEach(other::lead);
    }

    synchronized List<LinkPort> ports() {
        return List.copyOf(ports);
    }
}
