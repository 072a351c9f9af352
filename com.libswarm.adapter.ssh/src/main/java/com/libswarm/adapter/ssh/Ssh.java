package com.libswarm.adapter.ssh;

import com.libswarm.adapter.ssh.internal.config.SshOptions;
import com.libswarm.adapter.ssh.internal.transport.Lookout;
import com.libswarm.adapter.ssh.internal.transport.Transport;
import com.libswarm.api.adapter.Adapter;
import com.libswarm.api.adapter.Context;
import com.libswarm.api.adapter.Declaration;
import com.libswarm.api.adapter.Finding;
import com.libswarm.api.adapter.Inspection;
import com.libswarm.api.adapter.Link;
import java.util.List;
import java.util.Map;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Reference;

/** {@code ssh}: ends a chain at a Docker engine on another host, through one SSH connection that is kept. */
@Component(configurationPolicy = ConfigurationPolicy.IGNORE)
@Declaration(
        name = "ssh",
        summary = "asks a Docker engine on another host, through SSH",
        arguments = "HOST  the host, [USER@]HOST[:PORT], or a name of ssh's configuration",
        options = {
            "--key FILE  a private key; others are not tried then (those of ssh's configuration, the ssh-agent, ~/.ssh)",
            "--passphrase-file FILE  whose first line opens the key (SSH_KEY_PASSPHRASE in the environment)",
            "--known-hosts FILE  the keys of hosts (UserKnownHostsFile of ssh's configuration, ~/.ssh/known_hosts)",
            "--accept-new  trust a host that is not known, and record its key",
            "--host-key-alias NAME  what the host is called in the file of known hosts (HostKeyAlias of ssh's configuration, its address)",
            "--socket PATH  where the engine listens over there (/var/run/docker.sock)",
            "--port PORT  where it listens over there, if that is a port of 127.0.0.1",
            "--jump HOST  the host on the way, or several with commas (ProxyJump of ssh's configuration)",
            "--config FILE  ssh's configuration, or none (~/.ssh/config and /etc/ssh/ssh_config)"},
        examples = {"ssh me@build.example.com", "ssh me@10.0.0.7:2222 --key ~/.ssh/id_ed25519 --port 2375",
            "ssh production --known-hosts hosts --accept-new"})
public final class Ssh implements Adapter {

    private final Transport transport;
    private final Map<String, String> environment;

    @Activate
    public Ssh(@Reference Transport transport) {
        this(transport, System.getenv());
    }

    Ssh(Transport transport, Map<String, String> environment) {
        this.transport = transport;
        this.environment = environment;
    }

    @Override
    public List<Finding> inspect(Inspection inspection) {
        return Lookout.look(SshOptions.of(inspection, environment), transport);
    }

    @Override
    public Link spawn(Context context) {
        return new SshLink(context, transport, SshOptions.of(context, environment));
    }
}
