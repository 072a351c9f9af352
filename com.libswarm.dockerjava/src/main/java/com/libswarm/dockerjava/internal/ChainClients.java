package com.libswarm.dockerjava.internal;

import com.github.dockerjava.api.DockerClient;
import com.libswarm.runtime.Chain;
import java.util.Hashtable;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.osgi.annotation.bundle.Capability;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;

/** For each chain a service {@link DockerClient}, with the property {@link Chain#NAME} as the chain's own service has it. */
// OSGi Compendium 135.4: a service that no component provides is named for the resolver by hand
@Capability(namespace = "osgi.service", effective = "active", attribute = "objectClass:List<String>=\"com.github.dockerjava.api.DockerClient\"")
@Component(service = {})
public final class ChainClients {

    private final BundleContext context;
    private final Map<Chain, ServiceRegistration<DockerClient>> clients = new ConcurrentHashMap<>();

    @Activate
    public ChainClients(BundleContext context) {
        this.context = context;
    }

    @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
    void add(Chain chain) {
        Hashtable<String, Object> properties = new Hashtable<>();
        properties.put(Chain.NAME, chain.name());
        clients.put(chain, context.registerService(DockerClient.class, new ClientFactory(chain), properties));
    }

    void remove(Chain chain) {
        Optional.ofNullable(clients.remove(chain)).ifPresent(ServiceRegistration::unregister);
    }

    @Deactivate
    void stop() {
        clients.keySet().forEach(this::remove);
    }
}
