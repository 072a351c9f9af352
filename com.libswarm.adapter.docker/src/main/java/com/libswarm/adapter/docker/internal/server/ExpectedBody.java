package com.libswarm.adapter.docker.internal.server;

import com.libswarm.api.Body;
import com.libswarm.api.Head;
import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * The body of a request whose client waits to be told that somebody wants it (RFC 9110, 10.1.1): the first read tells him, and no
 * read means that he keeps it.
 */
final class ExpectedBody implements Body {

    private final Body body;
    private final Runnable wanted;
    private boolean read;

    /** @param wanted run at the first read, on its thread */
    ExpectedBody(Body body, Runnable wanted) {
        this.body = body;
        this.wanted = wanted;
    }

    @Override
    public ByteBuffer read() throws IOException {
        if (!read) {
            read = true;
            wanted.run();
        }
        return body.read();
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
