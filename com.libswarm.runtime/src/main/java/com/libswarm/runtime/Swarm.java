package com.libswarm.runtime;

import com.libswarm.api.adapter.Adapter;
import com.libswarm.api.adapter.Declaration;
import com.libswarm.runtime.internal.chain.AdapterSource;
import com.libswarm.runtime.internal.chain.ChainListener;
import com.libswarm.runtime.internal.chain.ChainRegistry;
import com.libswarm.runtime.internal.spec.Declarations;
import java.util.List;
import java.util.Optional;

/**
 * The runtime as a plain object: what the OSGi service {@link Chains} is, for embedders and for tests.
 *
 * <pre>
 *   try (Swarm swarm = Swarm.create(journal)) {
 *     swarm.add(new Simulator());
 *     Chain chain = swarm.create("web", List.of("simulator web db"));
 *     Client.of(chain.head()).ls("/containers").thenAccept(...);
 *   }
 * </pre>
 */
public final class Swarm implements Chains, AutoCloseable {

    private final ChainRegistry registry;

    private Swarm(ChainRegistry registry) {
        this.registry = registry;
    }

    /** A runtime without adapters and chains, with the default limits. */
    public static Swarm create(Journal journal) {
        return create(journal, Limits.DEFAULT);
    }

    /** A runtime without adapters and chains. */
    public static Swarm create(Journal journal, Limits limits) {
        return new Swarm(new ChainRegistry(journal, limits, ChainListener.NONE));
    }

    /**
     * Adds an adapter; its class has a {@link Declaration}. It takes the place of one of the same name that was added before:
     * chains that run switch to it.
     *
     * @return takes the adapter away again: its links drain, for a limited time, and are stopped
     */
    public AutoCloseable add(Adapter adapter) {
        Declaration declaration = adapter.getClass().getAnnotation(Declaration.class);
        if (declaration == null) {
            throw new IllegalArgumentException("The class " + adapter.getClass().getName() + " has no @Declaration.");
        }
        AdapterSource source = new AddedAdapter(Declarations.of(declaration), adapter);
        registry.add(source).join();
        return () -> registry.remove(source);
    }

    @Override
    public Chain create(String name, List<String> specs) {
        return registry.create(name, specs);
    }

    @Override
    public Chain create(String name, List<String> specs, DrainLimits limits) {
        return registry.create(name, specs, limits);
    }

    @Override
    public List<Change> history() {
        return registry.history();
    }

    @Override
    public DrainLimits drainLimits() {
        return registry.drainLimits();
    }

    @Override
    public List<Chain> list() {
        return registry.list();
    }

    @Override
    public Optional<Chain> find(String name) {
        return registry.find(name);
    }

    @Override
    public List<AdapterInfo> adapters() {
        return registry.adapters();
    }

    @Override
    public Optional<AdapterInfo> adapter(String name) {
        return registry.adapter(name);
    }

    @Override
    public Optional<String> nearestAdapter(String name) {
        return registry.nearestAdapter(name);
    }

    /** Stops every chain, then all that the runtime started. */
    @Override
    public void close() {
        registry.close();
    }

    private static final class AddedAdapter implements AdapterSource {

        private final AdapterInfo info;
        private final Adapter adapter;

        AddedAdapter(AdapterInfo info, Adapter adapter) {
            this.info = info;
            this.adapter = adapter;
        }

        @Override
        public AdapterInfo info() {
            return info;
        }

        @Override
        public String version() {
            return "";
        }

        @Override
        public boolean precedes(AdapterSource other) {
            return true;
        }

        @Override
        public Adapter get() {
            return adapter;
        }

        @Override
        public void release() {
            // it is the caller's
        }
    }
}
