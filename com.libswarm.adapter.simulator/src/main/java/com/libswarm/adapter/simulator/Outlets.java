package com.libswarm.adapter.simulator;

import com.libswarm.adapter.simulator.internal.program.Lane;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** All bodies that are being written, so that none is left open when the simulator stops. */
final class Outlets {

    private final Lane lane;
    private final Set<Outlet> open = new LinkedHashSet<>();

    Outlets(Lane lane) {
        this.lane = lane;
    }

    Outlet open() {
        Outlet[] self = new Outlet[1];
        self[0] = new Outlet(lane, () -> open.remove(self[0]));
        open.add(self[0]);
        self[0].onGone(() -> { });
        return self[0];
    }

    void failAll(int status, String sentence) {
        List.copyOf(open).forEach(outlet -> outlet.fail(status, sentence));
    }
}
