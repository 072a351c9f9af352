package com.libswarm.cloud.internal;

import com.libswarm.api.Failure;
import java.util.Comparator;
import java.util.List;

/** The hosts of a link as the cloud has them. To be asked on threads that may block. */
final class Inventory {

    private final Parts parts;
    private final Members members;

    Inventory(Parts parts, Members members) {
        this.parts = parts;
        this.members = members;
    }

    /** All of them, by their names. */
    List<Host> list() {
        return parts.provider().list(parts.options().names().first()).stream().filter(members::isOurs).sorted(Comparator.comparing(Host::name)).toList();
    }

    /** @throws Failure 404 if there is none */
    Host named(String name) {
        return list().stream().filter(host -> host.name().equals(name)).findFirst()
                .orElseThrow(() -> new Failure(404, "There is no host " + name + ": swarm:hosts CHAIN lists those that there are."));
    }

    /** Whether the cloud has it no more. It may be missing in a list and be there all the same: nova leaves out the servers of a cell that is down. */
    boolean isGone(String id) {
        try {
            return parts.provider().get(id).status() == Host.Status.DELETED;
        } catch (Failure failure) {
            return failure.status() == 404;
        }
    }

    /** @return whether it is gone */
    boolean forgetKeyIfGone(String name, String id) {
        boolean gone = isGone(id);
        if (gone) {
            parts.keys().forget(name, id);
        }
        return gone;
    }
}
