package com.libswarm.api;

import java.nio.ByteBuffer;

final class NoBody implements Body {

    @Override
    public ByteBuffer read() {
        return END;
    }

    @Override
    public void demand(Runnable ready) {
        ready.run();
    }

    @Override
    public void cancel() {
        // there is nothing to cancel
    }

    @Override
    public long length() {
        return 0;
    }
}
