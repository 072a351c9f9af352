package com.libswarm.api.adapter;

import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.Optional;
import javax.net.ssl.SSLEngine;
import org.osgi.annotation.versioning.ProviderType;

/**
 * A listening socket. The runtime owns it, so it outlives the link that asked for it and the link's code: a successor that asks
 * for the same address takes it over, and not one connection is refused.
 */
@ProviderType
public interface Listener {

    /** Where it listens, with the port that was given to it if port 0 was asked for: {@code tcp://127.0.0.1:4243}. */
    String url();

    /**
     * Gives a quiet connection back, for the successor to take: no request is in flight on it. The caller no longer touches it.
     *
     * @param received bytes that were read from it and not used; with a session, as they came from the socket
     * @param session its TLS session, if it has one, past the handshake. What it refers to, such as key managers, outlives the caller's
     *     code, so no class of an adapter may be among it.
     */
    void release(SocketChannel connection, ByteBuffer received, Optional<SSLEngine> session);
}
