package com.libswarm.adapter.aggregate.internal.node;

import com.libswarm.api.Body;
import com.libswarm.api.BrokenBodyException;
import com.libswarm.api.Failure;
import com.libswarm.api.Head;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * A body whose reader can be told by another that no more will come: it is cancelled, and breaks off. It also tells whether anything
 * comes at all.
 */
final class RevocableBody implements Body {

    private final Body body;
    private final Runnable onEnd;
    private volatile boolean quiet;

    // guarded by this
    private Optional<Failure> revoked = Optional.empty();
    private boolean inUse;

    RevocableBody(Body body) {
        this(body, () -> { });
    }

    /** @param onEnd called when it has ended in any way; perhaps more than once */
    RevocableBody(Body body, Runnable onEnd) {
        this.body = body;
        this.onEnd = onEnd;
    }

    /** From now on it is quiet until bytes come. */
    void hush() {
        quiet = true;
    }

    /** Whether no bytes have come since it was hushed. */
    boolean isQuiet() {
        return quiet;
    }

    /** Any thread. Bytes that the reader is using stay his until he asks for more. */
    void revoke(Failure why) {
        synchronized (this) {
            if (revoked.isPresent()) {
                return;
            }
            revoked = Optional.of(why);
            if (inUse) {
                return;
            }
        }
        // who waits for more is called by this
        body.cancel();
    }

    @Override
    public ByteBuffer read() throws IOException {
        ByteBuffer bytes = isRevoked(false) ? NOTHING_YET : next();
        if (isRevoked(bytes != NOTHING_YET && bytes != END)) {
            cancel();
            Failure why = revoked.orElseThrow();
            throw new BrokenBodyException(why.status(), why.getMessage());
        }
        return bytes;
    }

    private ByteBuffer next() throws IOException {
        try {
            ByteBuffer bytes = body.read();
            if (bytes == END) {
                onEnd.run();
            } else if (quiet && bytes != NOTHING_YET) {
                quiet = false;
            }
            return bytes;
        } catch (IOException broken) {
            onEnd.run();
            throw broken;
        }
    }

    private synchronized boolean isRevoked(boolean usesBytes) {
        inUse = usesBytes && revoked.isEmpty();
        return revoked.isPresent();
    }

    @Override
    public void demand(Runnable ready) {
        body.demand(ready);
    }

    @Override
    public void cancel() {
        onEnd.run();
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
}
