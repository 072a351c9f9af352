package com.libswarm.conformance.wire;

import com.libswarm.api.Body;
import com.libswarm.api.Failure;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicInteger;

/** Reads a body and sends it as DATA, as far as the other end has given credit. */
final class OutgoingBody {

    private static final int LARGEST_DATA = 16 * 1024;

    private final long id;
    private final Body body;
    private final Lane lane;
    private final Runnable done;
    private final AtomicInteger credit = new AtomicInteger(IncomingBody.WINDOW);
    private final AtomicInteger runs = new AtomicInteger();
    private volatile boolean waitingForBytes;
    private volatile boolean cancelled;

    // only touched inside a run
    private boolean finished;
    private ByteBuffer rest = Body.NOTHING_YET;

    /** @param done runs once, when the body has been sent or is no longer wanted */
    OutgoingBody(long id, Body body, Lane lane, Runnable done) {
        this.id = id;
        this.body = body;
        this.lane = lane;
        this.done = done;
    }

    /** Sends what can be sent now. Any thread; one of them does it, for all, so that nobody cancels a buffer that another sends. */
    void run() {
        if (runs.getAndIncrement() > 0) {
            return;
        }
        int seen;
        do {
            seen = runs.get();
            if (cancelled) {
                stopReading();
            } else if (!waitingForBytes) {
                pump();
            }
        } while (runs.addAndGet(-seen) > 0);
    }

    private void pump() {
        try {
            while (!finished && !cancelled && credit.get() > 0) {
                if (!rest.hasRemaining()) {
                    rest = body.read();
                }
                if (rest == Body.NOTHING_YET) {
                    waitingForBytes = true;
                    body.demand(this::bytesCame);
                    return;
                }
                if (rest == Body.END) {
                    finish(Frame.end(id, body.trailer()));
                    return;
                }
                sendSome();
            }
        } catch (IOException why) {
            finish(Frame.fail(id, Failure.of(why)));
        }
    }

    private void sendSome() {
        int n = Math.min(Math.min(rest.remaining(), credit.get()), LARGEST_DATA);
        ByteBuffer some = rest.slice(rest.position(), n);
        rest.position(rest.position() + n);
        credit.addAndGet(-n);
        lane.send(Frame.of(Frame.Type.DATA, id, some));
    }

    private void bytesCame() {
        waitingForBytes = false;
        run();
    }

    /** The other end has room for so many bytes more. */
    void credit(int bytes) {
        credit.addAndGet(bytes);
        run();
    }

    /** The other end wants no more, or is not there any more. */
    void cancel() {
        cancelled = true;
        run();
    }

    private void stopReading() {
        if (!finished) {
            finished = true;
            body.cancel();
            done.run();
        }
    }

    private void finish(Frame last) {
        finished = true;
        lane.send(last);
        done.run();
    }
}
