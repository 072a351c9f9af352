package com.libswarm.runtime.internal.chain;

import com.libswarm.api.Failure;
import com.libswarm.runtime.internal.flight.Flights;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The ports by which the instances of a slot send on: one for each, and one that leads where they do, also while there is none. Thread-safe. */
final class SlotPorts {

    private final Scope scope;
    private final Flights flights;
    private final LinkPort out;
    private final Set<LinkPort> ofInstances = ConcurrentHashMap.newKeySet();

    SlotPorts(Scope scope, Flights flights) {
        this.scope = scope;
        this.flights = flights;
        this.out = scope.port(flights);
    }

    LinkPort out() {
        return out;
    }

    /** A port for an instance to send by. */
    LinkPort open() {
        LinkPort port = scope.port(flights);
        port.follow(out);
        ofInstances.add(port);
        return port;
    }

    void close(LinkPort port) {
        ofInstances.remove(port);
        port.close(message -> {
            throw new Failure(503, "The link that sent " + message + " has stopped.");
        });
    }

    /** Nothing is sent from the slot any more. */
    void detach() {
        close(out);
    }

    boolean has(LinkPort port) {
        return port == out || ofInstances.contains(port);
    }

    Set<LinkPort> ofInstances() {
        return Set.copyOf(ofInstances);
    }
}
