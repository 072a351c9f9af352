package com.libswarm.api;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicBoolean;

final class TappedBody implements Body {

    private final Body body;
    private final Tap tap;
    private final AtomicBoolean ended = new AtomicBoolean();

    TappedBody(Body body, Tap tap) {
        this.body = body;
        this.tap = tap;
    }

    @Override
    public ByteBuffer read() throws IOException {
        ByteBuffer bytes;
        try {
            bytes = body.read();
        } catch (IOException why) {
            end(Tap.Ending.BROKEN);
            throw why;
        }
        if (bytes == END) {
            end(Tap.Ending.WHOLE);
        } else if (bytes != NOTHING_YET) {
            tap.bytes(bytes.asReadOnlyBuffer());
        }
        return bytes;
    }

    @Override
    public void demand(Runnable ready) {
        body.demand(ready);
    }

    @Override
    public void cancel() {
        // first, because a reader that waits is called by the cancel and reads the end
        end(Tap.Ending.CANCELLED);
        body.cancel();
    }

    @Override
    public long length() {
        return body.length();
    }

    @Override
    public Head trailer() {
        return body.trailer();
    }

    private void end(Tap.Ending how) {
        if (ended.compareAndSet(false, true)) {
            tap.ended(how);
        }
    }
}
