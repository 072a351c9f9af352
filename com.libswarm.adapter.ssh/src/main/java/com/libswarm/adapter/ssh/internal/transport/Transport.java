package com.libswarm.adapter.ssh.internal.transport;

import com.libswarm.adapter.ssh.internal.io.Loop;
import java.util.Optional;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;

/**
 * What all links of this bundle share: the SSH client with its threads, and the thread that serves the local ends. Both start with
 * the first link and end with the last. Nothing of MINA is loaded before.
 */
@Component(service = Transport.class, configurationPolicy = ConfigurationPolicy.IGNORE)
public final class Transport {

    // guarded by this
    private int leases;
    private Optional<Running> running = Optional.empty();

    /** For one link, until it closes the lease. */
    public synchronized Lease lease() {
        Running shared = running.orElseGet(Running::start);
        running = Optional.of(shared);
        leases++;
        return new Lease(shared);
    }

    private synchronized Optional<Running> giveBack() {
        if (--leases > 0) {
            return Optional.empty();
        }
        Optional<Running> last = running;
        running = Optional.empty();
        return last;
    }

    /** Logins have a thread of their own: a slow ssh-agent must not hold up streams. */
    private record Running(Client client, Loop logins, Loop loop) {

        static Running start() {
            Loop logins = Loop.start("ssh-login");
            return new Running(Client.start(logins), logins, Loop.start("ssh-loop"));
        }

        void stop() {
            client.stop();
            logins.stop();
            loop.stop();
        }
    }

    /** One link's use of it. */
    public final class Lease implements AutoCloseable {

        private final Running shared;

        private Lease(Running shared) {
            this.shared = shared;
        }

        public Client client() {
            return shared.client();
        }

        public Loop loop() {
            return shared.loop();
        }

        /** Ends what is shared if this was the last lease, and waits for that. To be called once, not on one of its threads. */
        @Override
        public void close() {
            giveBack().ifPresent(Running::stop);
        }
    }
}
