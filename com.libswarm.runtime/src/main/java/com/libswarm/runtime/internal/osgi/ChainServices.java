package com.libswarm.runtime.internal.osgi;

import com.libswarm.runtime.Chain;
import com.libswarm.runtime.internal.chain.ChainListener;
import java.util.Hashtable;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceRegistration;

/** Registers each chain as a service for as long as it exists. */
final class ChainServices implements ChainListener {

    private final BundleContext context;
    private final Map<Chain, ServiceRegistration<Chain>> services = new ConcurrentHashMap<>();

    ChainServices(BundleContext context) {
        this.context = context;
    }

    @Override
    public void created(Chain chain) {
        Hashtable<String, Object> properties = new Hashtable<>();
        properties.put(Chain.NAME, chain.name());
        services.put(chain, context.registerService(Chain.class, chain, properties));
    }

    @Override
    public void destroyed(Chain chain) {
        Optional.ofNullable(services.remove(chain)).ifPresent(ServiceRegistration::unregister);
    }
}
