package com.libswarm.runtime.internal.osgi;

import com.libswarm.api.adapter.Adapter;
import com.libswarm.runtime.AdapterInfo;
import com.libswarm.runtime.internal.chain.AdapterSource;
import com.libswarm.runtime.internal.deploy.Ranking;
import com.libswarm.runtime.internal.spec.Declarations;
import java.util.Comparator;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceReference;

/** An adapter that is a service. It is held only while it has links, and started by the first. */
final class ServiceAdapter implements AdapterSource {

    private final BundleContext context;
    private final ServiceReference<Adapter> reference;
    private final Bundle bundle;
    private final AdapterInfo info;
    private final String version;
    private final Ranking ranking;
    private final Consumer<Bundle> onIdle;
    private final AtomicInteger uses = new AtomicInteger();

    /**
     * @param onIdle gets its bundle when no link uses it any more
     * @throws IllegalArgumentException if the service's declaration cannot be read
     */
    ServiceAdapter(BundleContext context, ServiceReference<Adapter> reference, Ranking ranking, Consumer<Bundle> onIdle) {
        this.context = context;
        this.reference = reference;
        this.ranking = ranking;
        this.onIdle = onIdle;
        this.bundle = reference.getBundle();
        this.version = bundle.getVersion().toString();
        this.info = Declarations.of(reference::getProperty, bundle.getSymbolicName() + " " + version);
    }

    @Override
    public AdapterInfo info() {
        return info;
    }

    @Override
    public String version() {
        return version;
    }

    Bundle bundle() {
        return bundle;
    }

    boolean isInUse() {
        return uses.get() > 0;
    }

    /** What was deployed last, or a newer version of a bundle, serves before an older one; else the service's ranking decides. */
    @Override
    public boolean precedes(AdapterSource other) {
        return Comparator.comparing((ServiceAdapter adapter) -> ranking.of(adapter.bundle)).thenComparing(adapter -> adapter.reference)
                .compare(this, (ServiceAdapter) other) > 0;
    }

    @Override
    public Adapter get() {
        uses.incrementAndGet();
        Adapter adapter = context.getService(reference);
        if (adapter == null) {
            release();
            throw new IllegalStateException("The adapter '" + info.name() + "' is gone.");
        }
        return adapter;
    }

    @Override
    public void release() {
        try {
            context.ungetService(reference);
        } catch (IllegalStateException runtimeHasStopped) {
            // then the framework has let go of it
        }
        if (uses.decrementAndGet() == 0) {
            onIdle.accept(bundle);
        }
    }
}
