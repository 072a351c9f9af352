package com.libswarm.runtime;

import com.libswarm.api.Failure;
import com.libswarm.api.adapter.Adapter;
import com.libswarm.api.adapter.Declaration;
import com.libswarm.runtime.internal.chain.AdapterRegistry;
import com.libswarm.runtime.internal.chain.AdapterSource;
import com.libswarm.runtime.internal.chain.Culprit;
import com.libswarm.runtime.internal.chain.RunningChain;
import com.libswarm.runtime.internal.chain.Services;
import com.libswarm.runtime.internal.flight.SendWatch;
import com.libswarm.runtime.internal.socket.Sockets;
import com.libswarm.runtime.internal.spec.Declarations;
import com.libswarm.runtime.internal.spec.Nearest;
import com.libswarm.runtime.internal.spec.Spec;
import com.libswarm.runtime.internal.work.Threads;
import java.lang.System.Logger.Level;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

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

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]*");

    // a send is found to be stuck after its limit, or at most a fifth of it later
    private static final int LOOKS_PER_SEND = 5;

    private final AdapterRegistry adapters = new AdapterRegistry();
    private final Threads threads = new Threads();
    private final Sockets sockets = new Sockets();
    private final ConcurrentSkipListMap<String, RunningChain> chains = new ConcurrentSkipListMap<>();
    private final Services services;

    private Swarm(Journal journal, Limits limits) {
        SendWatch watch = new SendWatch(LOOKS_PER_SEND, (thread, request) -> {
            String line = "A link did not return from its send of " + request + " within " + limits.send().toMillis() / 1000.0
                    + " s: a send must not block. It is stuck in " + Culprit.on(thread) + ".";
            journal.line(Level.WARNING, "swarm", line);
            return line;
        });
        this.services = new Services(journal, limits, adapters, threads, sockets, watch);
        long period = limits.send().toNanos() / LOOKS_PER_SEND;
        threads.timer().scheduleAtFixedRate(watch::look, period, period, TimeUnit.NANOSECONDS);
    }

    /** A runtime without adapters and chains, with the default limits. */
    public static Swarm create(Journal journal) {
        return create(journal, Limits.DEFAULT);
    }

    /** A runtime without adapters and chains. */
    public static Swarm create(Journal journal, Limits limits) {
        return new Swarm(journal, limits);
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
        add(source, true);
        return () -> remove(source);
    }

    /** For the OSGi part of the runtime. */
    void add(AdapterSource source, boolean first) {
        adapters.add(source, first);
        chains.values().forEach(chain -> {
            try {
                chain.adapterCame(source.info().name());
            } catch (Failure failure) {
                services.journal().line(Level.WARNING, chain.name(), failure.getMessage());
            }
        });
    }

    /** For the OSGi part of the runtime: when this returns, no link of the source is left. */
    void remove(AdapterSource source) {
        adapters.remove(source);
        chains.values().forEach(chain -> chain.adapterGoes(source));
    }

    @Override
    public Chain create(String name, List<String> specs) {
        if (!NAME.matcher(name).matches()) {
            throw new Failure(400, "A chain cannot be named '" + name + "': use letters, digits, dots, dashes and underscores.");
        }
        if (specs.isEmpty()) {
            throw new Failure(400, "The chain '" + name + "' has no links: give a spec for each, such as 'simulator web'.");
        }
        RunningChain chain = new RunningChain(name, services, specs.stream().map(Spec::parse).toList(), () -> chains.remove(name));
        if (chains.putIfAbsent(name, chain) != null) {
            throw new Failure(409, "There is a chain '" + name + "' already: take another name, or destroy it first.");
        }
        try {
            chain.start();
        } catch (Failure failure) {
            chains.remove(name, chain);
            throw failure;
        }
        return chain;
    }

    @Override
    public List<Chain> list() {
        return List.copyOf(chains.values());
    }

    @Override
    public Optional<Chain> find(String name) {
        return Optional.ofNullable(chains.get(name));
    }

    @Override
    public List<AdapterInfo> adapters() {
        return adapters.all().stream().map(AdapterSource::info).toList();
    }

    @Override
    public Optional<AdapterInfo> adapter(String name) {
        return adapters().stream().filter(info -> info.name().equals(name)).findFirst();
    }

    @Override
    public Optional<String> nearestAdapter(String name) {
        return Nearest.of(name, adapters().stream().map(AdapterInfo::name).toList());
    }

    /** Stops every chain, then all that the runtime started. */
    @Override
    public void close() {
        chains.values().forEach(RunningChain::destroy);
        sockets.close();
        threads.close();
    }

    private record AddedAdapter(AdapterInfo info, Adapter get) implements AdapterSource {

        @Override
        public String version() {
            return "";
        }

        @Override
        public void release() {
            // it is the caller's
        }
    }
}
