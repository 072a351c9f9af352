package com.libswarm.adapter.simulator;

import com.libswarm.adapter.simulator.internal.program.Stream;
import java.util.ArrayList;
import java.util.List;

/** The clients that see what a process writes as it writes it: the slowest of them sets the pace. */
final class Attachments {

    private final boolean tty;
    private final List<Attachment> all = new ArrayList<>();

    private record Attachment(Outlet outlet, boolean out, boolean err) {
        boolean wants(Stream stream) {
            return stream == Stream.OUT ? out : err;
        }
    }

    Attachments(boolean tty) {
        this.tty = tty;
    }

    void add(Outlet outlet, boolean out, boolean err) {
        all.add(new Attachment(outlet, out, err));
    }

    void remove(Outlet outlet) {
        all.removeIf(attachment -> attachment.outlet == outlet);
    }

    /** @param taken run when all have room again */
    void write(Stream stream, byte[] bytes, Runnable taken) {
        List<Attachment> takers = all.stream().filter(attachment -> attachment.wants(stream)).toList();
        if (takers.isEmpty()) {
            taken.run();
            return;
        }
        byte[] frame = Frames.frame(tty, stream, bytes);
        int[] left = {takers.size()};
        for (Attachment taker : takers) {
            taker.outlet.write(frame, () -> {
                if (--left[0] == 0) {
                    taken.run();
                }
            });
        }
    }

    /** The process has ended. */
    void end() {
        var left = List.copyOf(all);
        all.clear();
        left.forEach(attachment -> attachment.outlet.end());
    }
}
