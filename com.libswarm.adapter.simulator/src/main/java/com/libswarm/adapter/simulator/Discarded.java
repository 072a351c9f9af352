package com.libswarm.adapter.simulator;

import com.libswarm.api.Body;
import java.io.IOException;
import java.nio.ByteBuffer;

/** A body that nobody wants: read all the same, because only so is it known that its writer has gone. */
final class Discarded {

    private Discarded() {
    }

    /** @param broken run if it breaks off */
    static void read(Body body, Runnable broken) {
        try {
            for (ByteBuffer bytes = body.read(); bytes != Body.END; bytes = body.read()) {
                if (bytes == Body.NOTHING_YET) {
                    body.demand(() -> read(body, broken));
                    return;
                }
            }
        } catch (IOException gone) {
            broken.run();
        }
    }
}
