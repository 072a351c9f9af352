package com.libswarm.adapter.ssh.internal.transport;

import com.libswarm.adapter.ssh.internal.config.HostSettings;
import com.libswarm.adapter.ssh.internal.config.Refused;
import com.libswarm.adapter.ssh.internal.config.SshOptions;
import com.libswarm.adapter.ssh.internal.hosts.HostKeyCheck;
import com.libswarm.adapter.ssh.internal.keys.Identities;
import com.libswarm.api.Failure;
import com.libswarm.api.adapter.Finding;
import java.util.List;

/** Looks whether this side can log in to a host, and hangs up again. */
public final class Lookout {

    private Lookout() {
    }

    /**
     * Blocks for some seconds at most. A host that is not known yet is not recorded.
     *
     * @throws Failure 400 if a key or the configuration cannot be used
     */
    public static List<Finding> look(SshOptions options, Transport transport) {
        HostSettings host = HostSettings.of(options);
        Identities.of(host, options);
        try (Transport.Lease lease = transport.lease()) {
            var connector = new Connector(lease, options,
                    options.acceptNew() ? HostKeyCheck.Unknown.TOLERATED : HostKeyCheck.Unknown.REFUSED, news -> { });
            connector.connect().close();
            return List.of(Finding.good("The SSH server of " + host + " lets this side in."),
                    Finding.unchecked("Whether a Docker engine answers at " + options.engine() + " over there was not tried."));
        } catch (Refused | Failure failed) {
            return List.of(Finding.bad(failed.getMessage()));
        }
    }
}
