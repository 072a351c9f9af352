package com.libswarm.runtime.internal.osgi;

import com.libswarm.api.adapter.Adapter;
import com.libswarm.runtime.AdapterInfo;
import com.libswarm.runtime.internal.chain.AdapterSource;
import com.libswarm.runtime.internal.spec.Declarations;
import java.util.Comparator;
import java.util.Optional;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.Version;

/** An adapter that is a service. It is held only while it has links, and started by the first. */
final class ServiceAdapter implements AdapterSource {

    private static final Comparator<ServiceAdapter> BY_VERSION_AND_RANKING = Comparator
            .comparing((ServiceAdapter adapter) -> adapter.bundleVersion).thenComparing(adapter -> adapter.reference);

    private final BundleContext context;
    private final ServiceReference<Adapter> reference;
    private final AdapterInfo info;
    private final Version bundleVersion;

    /** @throws IllegalArgumentException if the service's declaration cannot be read */
    ServiceAdapter(BundleContext context, ServiceReference<Adapter> reference) {
        this.context = context;
        this.reference = reference;
        Bundle bundle = reference.getBundle();
        this.bundleVersion = bundle.getVersion();
        this.info = Declarations.of(reference::getProperty, bundle.getSymbolicName() + " " + bundleVersion);
    }

    @Override
    public AdapterInfo info() {
        return info;
    }

    @Override
    public String version() {
        return bundleVersion.toString();
    }

    /** A newer version of a bundle serves before an older one; else the service's ranking decides. */
    @Override
    public boolean precedes(AdapterSource other) {
        return BY_VERSION_AND_RANKING.compare(this, (ServiceAdapter) other) > 0;
    }

    @Override
    public Adapter get() {
        return Optional.ofNullable(context.getService(reference))
                .orElseThrow(() -> new IllegalStateException("The adapter '" + info.name() + "' is gone."));
    }

    @Override
    public void release() {
        try {
            context.ungetService(reference);
        } catch (IllegalStateException runtimeHasStopped) {
            // then the framework has let go of it
        }
    }
}
