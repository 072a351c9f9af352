package com.libswarm.adapter.ssh.internal.transport;

import com.libswarm.adapter.ssh.internal.config.HostSettings;
import com.libswarm.adapter.ssh.internal.config.Refused;
import com.libswarm.adapter.ssh.internal.config.Refused.Kind;
import com.libswarm.adapter.ssh.internal.config.SshOptions;
import com.libswarm.adapter.ssh.internal.hosts.HostKeyCheck;
import com.libswarm.adapter.ssh.internal.io.Loop;
import com.libswarm.adapter.ssh.internal.io.LoopSession;
import com.libswarm.adapter.ssh.internal.keys.Identities;
import com.libswarm.api.Failure;
import java.io.IOException;
import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.apache.sshd.client.session.ClientSession;
import org.apache.sshd.common.util.net.SshdSocketAddress;

/** Connects to a host and logs in, over others if it has to be. Blocks: each step has a limit. */
final class Connector {

    private static final Duration CONNECT_TIME = Duration.ofSeconds(10);
    private static final Duration LOGIN_TIME = Duration.ofSeconds(15);

    private final Client client;
    private final SshOptions options;
    private final HostKeyCheck.Unknown unknown;
    private final Loop loop;
    private final Consumer<String> news;

    /**
     * @param loop serves the connection when it is logged in
     * @param news takes sentences for the operator
     */
    Connector(Transport.Lease lease, SshOptions options, HostKeyCheck.Unknown unknown, Consumer<String> news) {
        this.client = lease.client();
        this.loop = lease.loop();
        this.options = options;
        this.unknown = unknown;
        this.news = news;
    }

    /**
     * Files are read anew each time.
     *
     * @throws Refused if trying again would not help
     * @throws Failure 502 if it may be otherwise in a while
     */
    Connection connect() throws Refused {
        HostSettings host;
        try {
            host = HostSettings.of(options);
        } catch (Failure unusable) {
            throw new Refused(Kind.SETUP, unusable.getMessage());
        }
        List<ClientSession> way = new ArrayList<>();
        try {
            for (HostSettings hop : host.jumps()) {
                way.add(login(hop, way));
            }
            return new Connection(login(host, way), List.copyOf(way));
        } catch (Refused | RuntimeException failed) {
            way.forEach(hop -> hop.close(true));
            throw failed;
        }
    }

    private ClientSession login(HostSettings host, List<ClientSession> way) throws Refused {
        Identities identities;
        try {
            identities = Identities.of(host, options);
        } catch (Failure unusable) {
            throw new Refused(Kind.SETUP, unusable.getMessage());
        }
        var check = new HostKeyCheck(host, unknown, news);
        var login = new Login(host, identities, check);
        ClientSession session = null;
        try {
            session = way.isEmpty() ? directly(login) : over(way.get(way.size() - 1), login);
            session.auth().verify(LOGIN_TIME);
            ((LoopSession) session.getIoSession()).moveTo(loop);
            return session;
        } catch (IOException | RuntimeException failed) {
            boolean connected = session != null;
            if (connected) {
                session.close(true);
            }
            if (check.refusal().isPresent()) {
                throw new Refused(Kind.HOST_KEY, check.refusal().get());
            }
            if (connected && isRefusal(failed)) {
                throw unwelcome(login);
            }
            throw new Failure(502, "Cannot connect to the SSH server of " + host + ": " + Reasons.of(failed) + ".", failed);
        }
    }

    private ClientSession directly(Login login) throws IOException {
        // the name is looked up here, where it may take its time
        String address = InetAddress.getByName(login.host().address()).getHostAddress();
        return client.connect(login, address, login.host().port()).verify(CONNECT_TIME).getSession();
    }

    private ClientSession over(ClientSession last, Login login) throws IOException {
        var target = new SshdSocketAddress(login.host().address(), login.host().port());
        SshdSocketAddress bound = last.createLocalPortForwardingTracker(SshdSocketAddress.LOCALHOST_ADDRESS, target).getBoundAddress();
        return client.connect(login, bound.getHostName(), bound.getPort()).verify(CONNECT_TIME).getSession();
    }

    private static boolean isRefusal(Throwable failed) {
        String text = String.valueOf(failed.getMessage());
        return text.contains("No more authentication methods") || text.contains("Too many authentication failures");
    }

    private static Refused unwelcome(Login login) {
        HostSettings host = login.host();
        String agent = login.agentTrouble().isEmpty() ? "" : " " + login.agentTrouble();
        if (login.offered().isEmpty()) {
            return new Refused(Kind.SETUP, "There is no key to log in to " + host + " with: name one by --key, or add one to the ssh-agent." + agent);
        }
        return new Refused(Kind.KEY, "The SSH server of " + host + " lets nobody in with the keys that were offered (" + String.join(", ", login.offered())
                + "): add the public key to that user's ~/.ssh/authorized_keys, or name another by --key." + agent);
    }
}
