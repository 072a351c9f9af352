package com.libswarm.adapter.ssh.internal.transport;

import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.apache.sshd.common.session.helpers.AbstractSession;
import org.apache.sshd.common.session.helpers.KeyExchangeMessageHandler;

/**
 * After an exchange of keys MINA sends what has waited for its end, on threads that all sessions share and nobody ends: they would hold the
 * code of a replaced bundle for a minute. In their place come threads that end when they have done that.
 */
final class KeyExchanges extends KeyExchangeMessageHandler {

    private static final long IDLE_MILLIS = 50;

    private KeyExchanges(AbstractSession session) {
        super(session, null);
    }

    /** For all sessions of this bundle's MINA. */
    static void use() {
        flushRunner = new ThreadPoolExecutor(0, Integer.MAX_VALUE, IDLE_MILLIS, TimeUnit.MILLISECONDS, new SynchronousQueue<>(), task -> {
            var thread = new Thread(task, "ssh-rekey");
            thread.setDaemon(true);
            return thread;
        });
    }
}
