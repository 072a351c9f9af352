package com.libswarm.adapter.docker.internal.client;

import com.libswarm.adapter.docker.internal.http.Address;
import com.libswarm.adapter.docker.internal.net.Loops;
import com.libswarm.api.adapter.Adapter;
import com.libswarm.api.adapter.Context;
import com.libswarm.api.adapter.Declaration;
import com.libswarm.api.adapter.Link;
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
        arguments = "[DOCKER_HOST]  the engine, tcp://HOST:PORT or unix:///PATH; without it, what docker itself would use",
        examples = {"dockerclient", "dockerclient unix:///var/run/docker.sock", "dockerclient tcp://10.0.0.7:2375"})
public final class DockerClient implements Adapter {

    /** What Docker uses for an address without a port. */
    private static final int DEFAULT_PORT = 2375;

    private final Loops loops;
    private final Map<String, String> environment;

    @Activate
    public DockerClient(@Reference Loops loops) {
        this(loops, System.getenv());
    }

    DockerClient(Loops loops, Map<String, String> environment) {
        this.loops = loops;
        this.environment = environment;
    }

    @Override
    public Link spawn(Context context) {
        String host = context.args().isEmpty() ? DockerHost.ofEnvironment(environment) : context.args().get(0);
        return new ClientLink(context, loops, Address.parse(host, DEFAULT_PORT));
    }
}
