package com.libswarm.runtime.internal.deploy;

import com.libswarm.api.adapter.Declaration;
import java.util.Collection;
import java.util.Map;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceEvent;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.hooks.service.EventListenerHook;
import org.osgi.framework.hooks.service.FindHook;
import org.osgi.framework.hooks.service.ListenerHook;
import org.osgi.framework.wiring.BundleRevision;

/**
 * Hides the services of one version of an adapter bundle from the others. Components of such a bundle may refer to each other, by
 * types that no other bundle has: while two versions are there, each is to find its own. (Felix would see that the types differ;
 * Equinox binds what it finds first, and the component fails.)
 */
public final class VersionsApart implements FindHook, EventListenerHook {

    @Override
    public void find(BundleContext context, String name, String filter, boolean all, Collection<ServiceReference<?>> references) {
        references.removeIf(reference -> areApart(context.getBundle(), reference.getBundle()));
    }

    @Override
    public void event(ServiceEvent event, Map<BundleContext, Collection<ListenerHook.ListenerInfo>> listeners) {
        Bundle from = event.getServiceReference().getBundle();
        listeners.keySet().removeIf(context -> areApart(context.getBundle(), from));
    }

    private static boolean areApart(Bundle asks, Bundle offers) {
        return offers != null && asks.getBundleId() != offers.getBundleId() && asks.getSymbolicName() != null
                && asks.getSymbolicName().equals(offers.getSymbolicName()) && hasAdapters(offers);
    }

    private static boolean hasAdapters(Bundle bundle) {
        BundleRevision revision = bundle.adapt(BundleRevision.class);
        return revision != null && !revision.getDeclaredCapabilities(Declaration.NAMESPACE).isEmpty();
    }
}
