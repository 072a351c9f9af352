package com.libswarm.runtime.internal.chain;

import com.libswarm.api.Sender;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

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
        // an instance may stop, and close its port, while it is on its way here
        if (port.ledBy(this, behind)) {
            ports.add(port);
        }
    }

    synchronized void forget(LinkPort port) {
        ports.remove(port);
    }

    synchronized void change(Sender other) {
        behind = other;
        ports.forEach(port -> port.leadTo(other));
    }

    /** Sends on, to another entrance, the ports that lead here. */
    void redirect(Entrance other, Predicate<LinkPort> which) {
        List<LinkPort> moved;
        synchronized (this) {
            moved = ports.stream().filter(which).toList();
            moved.forEach(ports::remove);
        }
        moved.forEach(other::lead);
    }

    synchronized List<LinkPort> ports() {
        return List.copyOf(ports);
    }
}
