package com.libswarm.adapter.docker.internal.http;

import com.libswarm.api.Failure;
import io.netty.handler.codec.http.HttpHeaderNames;

/** Refuses a head with more than one {@code Content-Length}: for HTTP/1.0 Netty takes the first and forgets the rest. */
public final class OneLength {

    private boolean seen;

    /** A head begins. */
    public void reset() {
        seen = false;
    }

    /**
     * @param name of the next field
     * @throws Failure 400 if it is the second length
     */
    public void field(CharSequence name) {
        if (HttpHeaderNames.CONTENT_LENGTH.contentEqualsIgnoreCase(name)) {
            if (seen) {
                throw new Failure(400, "There is more than one Content-Length: where the body ends is in doubt.");
            }
            seen = true;
        }
    }
}
