package com.libswarm.adapter.debug;

import com.libswarm.api.Tap;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;

/** Prints how many bytes a body had, when it ends. */
final class SizePrinter implements Tap {

    private final String arrow;
    private final System.Logger log;
    // a cancel may come from another thread than the reader's
    private volatile long size;

    SizePrinter(String arrow, System.Logger log) {
        this.arrow = arrow;
        this.log = log;
    }

    @Override
    public void bytes(ByteBuffer view) {
        long more = view.remaining();
        size = size + more;
    }

    @Override
    public void ended(Ending how) {
        log.log(Level.INFO, arrow + line(how));
    }

    private String line(Ending how) {
        switch (how) {
            case WHOLE:
                return "body of " + size + " bytes";
            case BROKEN:
                return "body broken at " + size + " bytes";
            default:
                return "body cancelled at " + size + " bytes";
        }
    }
}
