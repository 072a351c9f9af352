package com.libswarm.adapter.ssh.internal.io;

import java.util.Optional;
import org.apache.sshd.common.Factory;
import org.apache.sshd.common.FactoryManager;
import org.apache.sshd.common.io.IoAcceptor;
import org.apache.sshd.common.io.IoConnector;
import org.apache.sshd.common.io.IoHandler;
import org.apache.sshd.common.io.IoServiceEventListener;
import org.apache.sshd.common.io.IoServiceFactory;
import org.apache.sshd.common.io.IoServiceFactoryFactory;
import org.apache.sshd.common.io.nio2.Nio2ServiceFactory;
import org.apache.sshd.common.util.closeable.AbstractCloseable;
import org.apache.sshd.common.util.threads.CloseableExecutorService;

/**
 * Gives MINA connections that a {@link Loop} serves. What it accepts itself, for hosts on the way to another, is served by MINA's own
 * threads, which start only then.
 */
public final class LoopServices implements IoServiceFactoryFactory {

    private final Loop loop;

    /** @param loop serves connections at first */
    public LoopServices(Loop loop) {
        this.loop = loop;
    }

    @Override
    public IoServiceFactory create(FactoryManager manager) {
        return new Services(manager);
    }

    @Override
    public void setExecutorServiceFactory(Factory<CloseableExecutorService> factory) {
        // there are no threads but the loop's
    }

    private final class Services extends AbstractCloseable implements IoServiceFactory {

        private final FactoryManager manager;
        private volatile IoServiceEventListener listener;
        // guarded by this
        private Optional<Nio2ServiceFactory> accepting = Optional.empty();

        Services(FactoryManager manager) {
            this.manager = manager;
        }

        @Override
        public IoConnector createConnector(IoHandler handler) {
            return new LoopConnector(loop, handler);
        }

        @Override
        public synchronized IoAcceptor createAcceptor(IoHandler handler) {
            Nio2ServiceFactory made = accepting.orElseGet(() -> new Nio2ServiceFactory(manager, null, null));
            accepting = Optional.of(made);
            return made.createAcceptor(handler);
        }

        @Override
        public IoServiceEventListener getIoServiceEventListener() {
            return listener;
        }

        @Override
        public void setIoServiceEventListener(IoServiceEventListener other) {
            listener = other;
        }

        @Override
        protected synchronized void doCloseImmediately() {
            accepting.ifPresent(services -> services.close(true));
            super.doCloseImmediately();
        }
    }
}
