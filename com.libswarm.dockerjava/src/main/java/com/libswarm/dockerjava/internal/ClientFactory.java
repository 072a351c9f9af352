package com.libswarm.dockerjava.internal;

import com.github.dockerjava.api.DockerClient;
import com.libswarm.dockerjava.ChainDockerClients;
import com.libswarm.runtime.Chain;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.osgi.framework.Bundle;
import org.osgi.framework.ServiceFactory;
import org.osgi.framework.ServiceRegistration;

/** Makes the client when a bundle first asks for it; a client of its own, so that what one bundle leaves open ends with it. */
final class ClientFactory implements ServiceFactory<DockerClient> {

    private final Chain chain;

    ClientFactory(Chain chain) {
        this.chain = chain;
    }

    @Override
    public DockerClient getService(Bundle user, ServiceRegistration<DockerClient> registration) {
        return ChainDockerClients.over(chain.head());
    }

    @Override
    public void ungetService(Bundle user, ServiceRegistration<DockerClient> registration, DockerClient client) {
        try {
            client.close();
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }
}
