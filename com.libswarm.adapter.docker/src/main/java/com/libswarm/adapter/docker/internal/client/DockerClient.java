package com.libswarm.adapter.docker.internal.client;

import com.libswarm.adapter.docker.internal.net.Loops;
import com.libswarm.adapter.docker.internal.tls.Tls;
import com.libswarm.adapter.docker.internal.tls.TlsSettings;
import com.libswarm.api.adapter.Adapter;
import com.libswarm.api.adapter.Context;
import com.libswarm.api.adapter.Declaration;
import com.libswarm.api.adapter.Finding;
import com.libswarm.api.adapter.Inspection;
import com.libswarm.api.adapter.Link;
import com.libswarm.api.adapter.SpecWords;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Reference;

/** Ends a chain at a Docker engine: messages become requests of the Docker Engine API. */
@Component(configurationPolicy = ConfigurationPolicy.IGNORE)
@Declaration(
        name = "dockerclient",
        summary = "asks a Docker engine",
        arguments = "[DOCKER_HOST]  the engine, tcp://HOST:PORT, unix:///PATH, ssh://USER@HOST or context:NAME; without it, what docker itself would use",
        options = {
            "--tlsverify  TLS, with an engine whose certificate bears the name of its host and is signed by --tlscacert",
            "--tls  TLS, with whatever engine is there",
            "--tlscacert FILE  the authority of the engine's certificate, in PEM (ca.pem in DOCKER_CERT_PATH or ~/.docker)",
            "--tlscert FILE  the client's certificate, in PEM (cert.pem there, if there is one)",
            "--tlskey FILE  its private key, in PEM (key.pem there)"},
        examples = {"dockerclient", "dockerclient unix:///var/run/docker.sock", "dockerclient context:production",
            "dockerclient ssh://me@build.example.com",
            "dockerclient tcp://10.0.0.7:2376 --tlsverify --tlscacert ca.pem --tlscert cert.pem --tlskey key.pem"})
public final class DockerClient implements Adapter {

    private static final Duration IDLE_TIME = Duration.ofMinutes(1);

    private final Loops loops;
    private final Map<String, String> environment;
    private final Duration idleTime;

    @Activate
    public DockerClient(@Reference Loops loops) {
        this(loops, System.getenv());
    }

    DockerClient(Loops loops, Map<String, String> environment) {
        this(loops, environment, IDLE_TIME);
    }

    /** @param idleTime how long connections are kept that are not needed */
    DockerClient(Loops loops, Map<String, String> environment, Duration idleTime) {
        this.loops = loops;
        this.environment = environment;
        this.idleTime = idleTime;
    }

    @Override
    public List<Finding> inspect(Inspection inspection) {
        DockerHost host = host(inspection);
        if (host.ssh().isPresent()) {
            return List.of(Finding.unchecked("Whether the host can be reached by SSH was not tried: plan '" + host.ssh().get().spec() + "' to see it."));
        }
        Finding connected = EngineProbe.look(host.address());
        return host.tls().isEmpty() || connected.outcome() == Finding.Outcome.BAD ? List.of(connected)
                : List.of(connected, Finding.unchecked("Whether the engine and this side accept each other's certificates was not tried."));
    }

    private DockerHost host(SpecWords spec) {
        String named = spec.args().isEmpty() ? "" : spec.args().get(0);
        return DockerHost.of(named, TlsSettings.ofClient(spec, environment), environment);
    }

    @Override
    public Link spawn(Context context) {
        DockerHost host = host(context);
        if (host.ssh().isPresent()) {
            return new TunneledLink(context, host.ssh().get());
        }
        return new ClientLink(context, loops, host.address(), host.tls().map(settings -> Tls.client(settings, context.log())), idleTime);
    }
}
