package com.libswarm.runtime.internal.flight;

import com.libswarm.api.Body;
import com.libswarm.api.BrokenBodyException;
import com.libswarm.api.Demand;
import com.libswarm.api.Failure;
import com.libswarm.api.Head;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

/** The body of a reply, while somebody wants to know when it has ended and may break it off. */
final class FlightBody implements Body {

    private final Body body;
    private final Runnable onEnd;
    private final AtomicBoolean ended = new AtomicBoolean();
    private final Demand reader = new Demand();
    private volatile Optional<BrokenBodyException> broken = Optional.empty();

    FlightBody(Body body, Runnable onEnd) {
        this.body = body;
        this.onEnd = onEnd;
    }

    @Override
    public ByteBuffer read() throws IOException {
        if (broken.isPresent()) {
            body.cancel();
            throw broken.get();
        }
        ByteBuffer bytes;
        try {
            bytes = body.read();
        } catch (IOException why) {
            end();
            throw why;
        }
        if (bytes == END) {
            end();
        }
        return bytes;
    }

    @Override
    public void demand(Runnable ready) {
        reader.await(ready, () -> broken.isPresent());
        body.demand(reader::signal);
    }

    @Override
    public void cancel() {
        body.cancel();
        end();
    }

    /**
     * Breaks the body off, whatever its writer does. The writer is told when the reader comes for more: until then the reader may
     * still use the bytes that it was lent.
     */
    void fail(Failure why) {
        broken = Optional.of(new BrokenBodyException(why.status(), why.getMessage()));
        end();
        reader.signal();
    }

    @Override
    public long length() {
        return body.length();
    }

    @Override
    public Head trailer() {
        return body.trailer();
    }

    private void end() {
        if (ended.compareAndSet(false, true)) {
            onEnd.run();
        }
    }
}
