package com.libswarm.adapter.docker.internal.server;

import com.libswarm.adapter.docker.internal.http.Address;
import com.libswarm.adapter.docker.internal.net.Loops;
import com.libswarm.api.Failure;
import com.libswarm.api.adapter.Adapter;
import com.libswarm.api.adapter.Context;
import com.libswarm.api.adapter.Declaration;
import com.libswarm.api.adapter.Link;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Reference;

/** Serves the Docker Engine API: what {@code docker} asks becomes messages to the next link. */
@Component(configurationPolicy = ConfigurationPolicy.IGNORE)
@Declaration(
        name = "dockerserver",
        summary = "serves the Docker Engine API to docker and other clients",
        arguments = "[URL...]  where to listen, tcp://HOST:PORT or unix:///PATH (default: tcp://localhost:4243)",
        options = "--insecure  listen on addresses that other machines can reach, though there is no TLS",
        examples = {"dockerserver", "dockerserver tcp://localhost:4243 unix:///tmp/swarm.sock"})
public final class DockerServer implements Adapter {

    private static final int DEFAULT_PORT = 4243;

    private final Loops loops;
    private final ServerLimits limits;

    @Activate
    public DockerServer(@Reference Loops loops) {
        this(loops, ServerLimits.STANDARD);
    }

    DockerServer(Loops loops, ServerLimits limits) {
        this.loops = loops;
        this.limits = limits;
    }

    @Override
    public Link spawn(Context context) {
        boolean insecure = !context.option("insecure").isEmpty();
        for (String url : context.args()) {
            Address address = Address.parse(url, DEFAULT_PORT);
            if (address.socket().isEmpty() && !insecure && !isLoopback(address.host())) {
                throw refusal(url, context.args());
            }
        }
        return new ServerLink(context, loops, limits);
    }

    private static boolean isLoopback(String host) {
        try {
            return InetAddress.getByName(host).isLoopbackAddress();
        } catch (UnknownHostException unknown) {
            throw new Failure(400, "The host '" + host + "' to listen on is unknown: write tcp://localhost:4243, or an address of this machine.",
                    unknown);
        }
    }

    private static Failure refusal(String url, List<String> urls) {
        return new Failure(400, "'" + url + "' can be reached from other machines, and whoever reaches a Docker API owns the machine behind it. "
                + "To listen there without TLS all the same, write: dockerserver --insecure " + String.join(" ", urls));
    }
}
