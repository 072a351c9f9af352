package com.libswarm.runtime.internal.osgi;

import com.libswarm.api.adapter.Adapter;
import com.libswarm.runtime.internal.chain.ChainRegistry;
import java.util.concurrent.Executor;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceReference;
import org.osgi.util.tracker.ServiceTrackerCustomizer;

/**
 * Tells the registry of adapter services that come and go. One that comes is told of on another thread, for its links take time
 * to start and its bundle is starting; one that goes is waited for, because its code goes with it.
 */
final class AdapterFollower implements ServiceTrackerCustomizer<Adapter, ServiceAdapter> {

    private final BundleContext context;
    private final ChainRegistry registry;

    AdapterFollower(BundleContext context, ChainRegistry registry) {
        this.context = context;
        this.registry = registry;
    }

    @Override
    public ServiceAdapter addingService(ServiceReference<Adapter> reference) {
        ServiceAdapter adapter = new ServiceAdapter(context, reference);
        registry.add(adapter);
        return adapter;
    }

    @Override
    public void modifiedService(ServiceReference<Adapter> reference, ServiceAdapter adapter) {
        // a declaration does not change while its component is registered
    }

    @Override
    public void removedService(ServiceReference<Adapter> reference, ServiceAdapter adapter) {
        registry.remove(adapter);
    }
}
