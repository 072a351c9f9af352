package com.libswarm.api;

import java.nio.ByteBuffer;
import org.osgi.annotation.versioning.ConsumerType;

/** Sees the bytes of a {@link Body} as they pass, and how it ended. Called on the reader's threads; must not block. */
@ConsumerType
public interface Tap {

    /** How a body ended. */
    enum Ending {
        /** To its last byte. */
        WHOLE,
        /** It broke off. */
        BROKEN,
        /** Its reader wanted no more. */
        CANCELLED
    }

    /** Bytes pass. They are a view of their own, valid during the call. */
    void bytes(ByteBuffer view);

    /** No more bytes will pass. Called once. */
    void ended(Ending how);
}
