package com.libswarm.runtime.internal.osgi;

import com.libswarm.api.adapter.Adapter;
import com.libswarm.runtime.internal.chain.AdapterSource;
import com.libswarm.runtime.internal.chain.ChainRegistry;
import com.libswarm.runtime.internal.deploy.AdapterServices;
import com.libswarm.runtime.internal.deploy.Ranking;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceReference;
import org.osgi.util.tracker.ServiceTrackerCustomizer;

/**
 * Tells the registry of adapter services that come and go. One that comes is told of on another thread, for its links take time
 * to start and its bundle is starting; one that goes is waited for, because its code goes with it. Those of a bundle that is just
 * being deployed are only noted.
 */
final class AdapterFollower implements ServiceTrackerCustomizer<Adapter, ServiceAdapter>, AdapterServices {

    private final BundleContext context;
    private final ChainRegistry registry;
    private final Ranking ranking;
    private final Consumer<Bundle> onIdle;
    private final Set<ServiceAdapter> adapters = ConcurrentHashMap.newKeySet();

    /** @param onIdle gets a bundle when no link uses an adapter of it any more */
    AdapterFollower(BundleContext context, ChainRegistry registry, Ranking ranking, Consumer<Bundle> onIdle) {
        this.context = context;
        this.registry = registry;
        this.ranking = ranking;
        this.onIdle = onIdle;
    }

    @Override
    public ServiceAdapter addingService(ServiceReference<Adapter> reference) {
        ServiceAdapter adapter = new ServiceAdapter(context, reference, ranking, onIdle);
        adapters.add(adapter);
        if (ranking.serves(adapter.bundle())) {
            registry.add(adapter);
        }
        return adapter;
    }

    @Override
    public void modifiedService(ServiceReference<Adapter> reference, ServiceAdapter adapter) {
        // a declaration does not change while its component is registered
    }

    @Override
    public void removedService(ServiceReference<Adapter> reference, ServiceAdapter adapter) {
        registry.remove(adapter);
        adapters.remove(adapter);
    }

    @Override
    public List<AdapterSource> of(Bundle bundle) {
        return adapters.stream().filter(adapter -> adapter.bundle().equals(bundle)).map(AdapterSource.class::cast).toList();
    }

    @Override
    public boolean isInUse(Bundle bundle) {
        return adapters.stream().anyMatch(adapter -> adapter.isInUse() && adapter.bundle().equals(bundle));
    }
}
