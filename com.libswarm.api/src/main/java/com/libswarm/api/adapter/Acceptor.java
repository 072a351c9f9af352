package com.libswarm.api.adapter;

import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.Optional;
import javax.net.ssl.SSLEngine;
import org.osgi.annotation.versioning.ConsumerType;

/** Takes the connections of a {@link Listener}. */
@ConsumerType
@FunctionalInterface
public interface Acceptor {

    /**
     * A connection, new or given back by the instance before: the acceptor owns it now. It is in non-blocking mode. Called on the
     * runtime's thread; must not block.
     *
     * @param received bytes that have been read from it already and are the acceptor's to handle first; mostly none
     * @param session its TLS session, if it has been given back with one
     */
    void accept(SocketChannel connection, ByteBuffer received, Optional<SSLEngine> session);
}
