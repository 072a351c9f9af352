package com.libswarm.runtime.internal.osgi;

import com.libswarm.api.adapter.Adapter;
import com.libswarm.runtime.Chains;
import com.libswarm.runtime.Deployments;
import com.libswarm.runtime.Limits;
import com.libswarm.runtime.internal.chain.ChainRegistry;
import com.libswarm.runtime.internal.deploy.Deployer;
import com.libswarm.runtime.internal.deploy.Ranking;
import com.libswarm.runtime.internal.deploy.SlotCollisions;
import com.libswarm.runtime.internal.deploy.VersionsApart;
import java.nio.file.Path;
import java.util.Optional;
import org.osgi.annotation.bundle.Capability;
import org.osgi.annotation.bundle.Header;
import org.osgi.framework.BundleActivator;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleEvent;
import org.osgi.framework.Constants;
import org.osgi.framework.SynchronousBundleListener;
import org.osgi.framework.hooks.bundle.CollisionHook;
import org.osgi.framework.hooks.service.EventListenerHook;
import org.osgi.framework.hooks.service.FindHook;
import org.osgi.util.tracker.ServiceTracker;

/** Starts a runtime that follows the services of its framework. */
// OSGi Compendium 135.4: services that no component provides are named for the resolver by hand
@Capability(namespace = "osgi.service", effective = "active", attribute = "objectClass:List<String>=\"com.libswarm.runtime.Chains\"")
@Capability(namespace = "osgi.service", effective = "active", attribute = "objectClass:List<String>=\"com.libswarm.runtime.Chain\"")
@Capability(namespace = "osgi.service", effective = "active", attribute = "objectClass:List<String>=\"com.libswarm.runtime.Deployments\"")
@Header(name = Constants.BUNDLE_ACTIVATOR, value = "${@class}")
public final class Activator implements BundleActivator {

    /** The framework property that names the folder for the copies of what is deployed. */
    private static final String STORE = "com.libswarm.deploy.store";
    /** The framework property that names the folder whose jars are deployed; without it none is watched. */
    private static final String FOLDER = "com.libswarm.deploy.folder";

    private ServiceJournal journal;
    private ChainRegistry registry;
    private Deployer deployer;
    private ServiceTracker<Adapter, ServiceAdapter> adapters;

    @Override
    public void start(BundleContext context) {
        journal = new ServiceJournal(context);
        registry = new ChainRegistry(journal, Limits.DEFAULT, new ChainServices(context));
        var ranking = new Ranking();
        var follower = new AdapterFollower(context, registry, ranking, bundle -> deployer.idle(bundle));
        deployer = new Deployer(context, store(context), registry, follower, ranking, journal);
        adapters = new ServiceTracker<>(context, Adapter.class, follower);
        context.registerService(CollisionHook.class, new SlotCollisions(context.getBundle()), null);
        context.registerService(new String[] {FindHook.class.getName(), EventListenerHook.class.getName()}, new VersionsApart(), null);
        context.addBundleListener((SynchronousBundleListener) this::changed);
        context.registerService(Chains.class, registry, null);
        adapters.open();
        deployer.open(Optional.ofNullable(context.getProperty(FOLDER)).map(Path::of), () -> offer(context));
    }

    private void offer(BundleContext context) {
        try {
            context.registerService(Deployments.class, deployer, null);
        } catch (IllegalStateException stopped) {
            // nobody is there who could deploy
        }
    }

    private static Path store(BundleContext context) {
        return Optional.ofNullable(context.getProperty(STORE)).map(Path::of).orElseGet(() -> context.getDataFile("deployed").toPath());
    }

    private void changed(BundleEvent event) {
        boolean framework = event.getBundle().getBundleId() == Constants.SYSTEM_BUNDLE_ID;
        if (event.getType() == BundleEvent.STOPPING && framework) {
            // before bundles stop one by one, or the adapters would vanish under their chains
            close();
        } else if (event.getType() == BundleEvent.UNINSTALLED) {
            deployer.uninstalled(event.getBundle());
        }
    }

    private void close() {
        deployer.close();
        registry.close();
    }

    @Override
    public void stop(BundleContext context) {
        close();
        adapters.close();
        journal.close();
    }
}
