package com.libswarm.dockerjava;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.core.DefaultDockerClientConfig;
import com.github.dockerjava.core.DockerClientImpl;
import com.github.dockerjava.transport.DockerHttpClient;
import com.libswarm.api.Sender;
import com.libswarm.dockerjava.internal.ChainHttpClient;

/**
 * docker-java on top of a chain: what a client asks becomes a message to the chain, with no socket in between.
 *
 * <pre>
 *   try (DockerClient docker = ChainDockerClients.over(chain.head())) {
 *     docker.listContainersCmd().exec().forEach(container -&gt; ...);
 *   }
 * </pre>
 *
 * <p>A client holds the head of the chain, not a link of it: it works on while links are replaced. If the chain is stopped or
 * destroyed, what is asked then fails with a {@code DockerException} of status 503 that says so.
 *
 * <p>docker-java's calls block, so they must not be made from a link's {@code send}, nor on an event loop.
 */
public final class ChainDockerClients {

    private ChainDockerClients() {
    }

    /**
     * A client of the chain that {@code chain} leads into. For pulling and pushing it knows the credentials that the user's
     * Docker configuration holds, as docker-java clients do; where an engine is, it does not need to know. Closing it ends what
     * it has under way, not the chain.
     */
    public static DockerClient over(Sender chain) {
        var config = DefaultDockerClientConfig.createDefaultConfigBuilder()
                .withDockerHost("libswarm:chain")
                // else the environment would be searched for certificates
                .withCustomSslConfig(() -> null)
                .build();
        return DockerClientImpl.getInstance(config, transport(chain));
    }

    /**
     * The same for those who make the client themselves, with a {@code DockerClientConfig} of their own, or who send requests
     * that docker-java has no command for. It has no limits of time and number.
     */
    public static DockerHttpClient transport(Sender chain) {
        return new ChainHttpClient(chain);
    }
}
