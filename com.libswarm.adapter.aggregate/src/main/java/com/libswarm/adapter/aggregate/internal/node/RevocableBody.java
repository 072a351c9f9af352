package com.libswarm.adapter.aggregate.internal.node;

import com.libswarm.api.Body;
import com.libswarm.api.BrokenBodyException;
import com.libswarm.api.Failure;
import com.libswarm.api.Head;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;

/** A body whose reader can be told by another that no more will come: it is cancelled, and breaks off. */
final class RevocableBody implements Body {

    private final Body body;

    // guarded by this
    private Optional<Failure> revoked = Optional.empty();
    private boolean inUse;

    RevocableBody(Body body) {
        this.body = body;
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
        ByteBuffer bytes = isRevoked(false) ? NOTHING_YET : body.read();
        if (isRevoked(bytes != NOTHING_YET && bytes != END)) {
            body.cancel();
            Failure why = revoked.orElseThrow();
            throw new BrokenBodyException(why.status(), why.getMessage());
        }
        return bytes;
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
