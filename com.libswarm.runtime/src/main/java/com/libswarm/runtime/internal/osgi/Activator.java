package com.libswarm.runtime.internal.osgi;

import com.libswarm.api.adapter.Adapter;
import com.libswarm.runtime.Chains;
import com.libswarm.runtime.Limits;
import com.libswarm.runtime.internal.chain.ChainRegistry;
import org.osgi.annotation.bundle.Capability;
import org.osgi.annotation.bundle.Header;
import org.osgi.framework.BundleActivator;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleEvent;
import org.osgi.framework.Constants;
import org.osgi.framework.SynchronousBundleListener;
import org.osgi.util.tracker.ServiceTracker;

/** Starts a runtime that follows the services of its framework. */
// OSGi Compendium 135.4: services that no component provides are named for the resolver by hand
@Capability(namespace = "osgi.service", effective = "active", attribute = "objectClass:List<String>=\"com.libswarm.runtime.Chains\"")
@Capability(namespace = "osgi.service", effective = "active", attribute = "objectClass:List<String>=\"com.libswarm.runtime.Chain\"")
@Header(name = Constants.BUNDLE_ACTIVATOR, value = "${@class}")
public final class Activator implements BundleActivator {

    private ServiceJournal journal;
    private ChainRegistry registry;
    private ServiceTracker<Adapter, ServiceAdapter> adapters;

    @Override
    public void start(BundleContext context) {
        journal = new ServiceJournal(context);
        registry = new ChainRegistry(journal, Limits.DEFAULT, new ChainServices(context));
        adapters = new ServiceTracker<>(context, Adapter.class, new AdapterFollower(context, registry));
        adapters.open();
        // before bundles stop one by one, or the adapters would vanish under their chains
        context.addBundleListener((SynchronousBundleListener) event -> {
            if (event.getType() == BundleEvent.STOPPING && event.getBundle().getBundleId() == Constants.SYSTEM_BUNDLE_ID) {
                registry.close();
            }
        });
        context.registerService(Chains.class, registry, null);
    }

    @Override
    public void stop(BundleContext context) {
        registry.close();
        adapters.close();
        journal.close();
    }
}
