package com.libswarm.adapter.docker.internal.server;

import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.Collection;

/**
 * Finds clients that died while nothing was read from them, because a reader in the chain is slow. Their loop's selector is not asked
 * about them then, and a read would give what they sent before. But a selector that is asked for {@link SelectionKey#OP_CONNECT} tells
 * of a connected socket only that it has an error, or that its peer has closed it altogether.
 */
final class DeadClients {

    private DeadClients() {
    }

    /** Closes the connections of dead clients. */
    static void close(Collection<ServerConnection> connections) throws IOException {
        var paused = connections.stream().filter(ServerConnection::isPaused).toList();
        if (paused.isEmpty()) {
            return;
        }
        try (Selector selector = Selector.open()) {
            for (ServerConnection connection : paused) {
                register(connection, selector);
            }
            selector.selectNow(key -> ((ServerConnection) key.attachment()).closeIfPaused());
        }
    }

    private static void register(ServerConnection connection, Selector selector) {
        try {
            connection.socket().register(selector, SelectionKey.OP_CONNECT, connection);
        } catch (ClosedChannelException closed) {
            // it has been noticed already
        }
    }
}
