package com.libswarm.runtime;

import com.libswarm.api.adapter.Adapter;
import java.util.List;
import java.util.Optional;

/**
 * The runtime as a plain object: what the OSGi service {@link Chains} stands on, for embedders and for tests.
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

    private Swarm() {
    }

    /** A runtime without adapters and chains. */
    public static Swarm create(Journal journal) {
        throw new UnsupportedOperationException();
    }

    /**
     * Adds an adapter; its class has a {@code Declaration}. It takes the place of one of the same name that was added before.
     *
     * @return takes the adapter away again: its links drain, for a limited time, and are stopped
     */
    public AutoCloseable add(Adapter adapter) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Chain create(String name, List<String> specs) {
        throw new UnsupportedOperationException();
    }

    @Override
    public List<Chain> list() {
        throw new UnsupportedOperationException();
    }

    @Override
    public Optional<Chain> find(String name) {
        throw new UnsupportedOperationException();
    }

    @Override
    public List<AdapterInfo> adapters() {
        throw new UnsupportedOperationException();
    }

    @Override
    public Optional<AdapterInfo> adapter(String name) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Optional<String> nearestAdapter(String name) {
        throw new UnsupportedOperationException();
    }

    /** Stops every chain, then all that the runtime started. */
    @Override
    public void close() {
        throw new UnsupportedOperationException();
    }
}
