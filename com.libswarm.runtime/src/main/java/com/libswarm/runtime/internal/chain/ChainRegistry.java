package com.libswarm.runtime.internal.chain;

import com.libswarm.api.Failure;
import com.libswarm.runtime.AdapterInfo;
import com.libswarm.runtime.Chain;
import com.libswarm.runtime.Chains;
import com.libswarm.runtime.Change;
import com.libswarm.runtime.DrainLimits;
import com.libswarm.runtime.DeployReport.SwitchedLink;
import com.libswarm.runtime.Journal;
import com.libswarm.runtime.Limits;
import com.libswarm.runtime.internal.flight.SendWatch;
import com.libswarm.runtime.internal.socket.Sockets;
import com.libswarm.runtime.internal.spec.Nearest;
import com.libswarm.runtime.internal.spec.Spec;
import com.libswarm.runtime.internal.work.Threads;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/** The chains and adapters of one runtime, and all that they share. Thread-safe. */
public final class ChainRegistry implements Chains, AutoCloseable {

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]*");

    // a send is found to be stuck after its limit, or at most a fifth of it later
    private static final int LOOKS_PER_SEND = 5;

    private final AdapterRegistry adapters = new AdapterRegistry();
    private final Threads threads = new Threads();
    private final Sockets sockets = new Sockets();
    private final ConcurrentSkipListMap<String, RunningChain> chains = new ConcurrentSkipListMap<>();
    private final ChainListener listener;
    private final Services services;

    public ChainRegistry(Journal journal, Limits limits, ChainListener listener) {
        this.listener = listener;
        SendWatch watch = new SendWatch(LOOKS_PER_SEND, (thread, request) -> {
            String line = "A link did not return from its send of " + request + " within " + limits.send().toMillis() / 1000.0
                    + " s: a send must not block. It is stuck in " + Culprit.on(thread) + ".";
            journal.line(Level.WARNING, "swarm", line);
            return line;
        });
        this.services = new Services(journal, limits, adapters, threads, sockets, watch, new History());
        long period = limits.send().toNanos() / LOOKS_PER_SEND;
        // not at a fixed rate: looks that were missed while the process was held up are not made all at once
        threads.timer().scheduleWithFixedDelay(watch::look, period, period, TimeUnit.NANOSECONDS);
    }

    /**
     * An adapter comes: links that wait for it, or have an older one, get it.
     *
     * @return completed when they have
     */
    public CompletableFuture<Void> add(AdapterSource source) {
        adapters.add(source);
        if (chains.isEmpty()) {
            return CompletableFuture.completedFuture(null);
        }
        return CompletableFuture.runAsync(() -> chains.values().forEach(chain -> tell(chain, source)), threads.blocking());
    }

    private void tell(RunningChain chain, AdapterSource source) {
        try {
            chain.adapterCame(source.info().name());
        } catch (Failure failure) {
            services.journal().line(Level.WARNING, chain.name(), failure.getMessage());
        }
    }

    /** An adapter goes: when this returns, no link of it is left. What they carry has a limited time, all together. */
    public void remove(AdapterSource source) {
        adapters.remove(source);
        takeAway(source);
    }

    private void takeAway(AdapterSource source) {
        Duration leave = services.limits().leave();
        long begun = System.nanoTime();
        // half of the time for what hangs on its way up in all chains, and the rest for what is carried
        Duration patience = leave.dividedBy(2);
        List<Draining> left = chains.values().stream().flatMap(chain -> chain.adapterGoes(source, patience).stream()).toList();
        Duration rest = leave.minusNanos(System.nanoTime() - begun);
        Draining.hurry(left, rest.compareTo(patience) < 0 ? patience : rest, true, "the adapter '" + source.info().name() + "' was taken away");
    }

    /**
     * Gives the links of some adapters other code: of all of them, or of none. Blocks until they are switched; the old
     * instances drain in their own time, and their code must stay until it is released.
     *
     * @param gone serve no more
     * @param fresh serve from now on, in the place of those that they precede
     * @return the links that were switched, in order
     * @throws Failure if a link cannot be made, started or become active with its new code: then all are as they were
     */
    public List<SwitchedLink> replace(Collection<? extends AdapterSource> gone, Collection<? extends AdapterSource> fresh) {
        Runnable takeBack = adapters.replace(gone, fresh);
        List<SwitchedLink> switched;
        try {
            switched = CodeSwap.of(chains.values());
        } catch (Failure failure) {
            takeBack.run();
            // a link that somebody made meanwhile goes back, too
            fresh.forEach(this::takeAway);
            throw failure;
        }
        fresh.forEach(source -> chains.values().forEach(chain -> tell(chain, source)));
        return switched;
    }

    /** The links that use an adapter's code: as {@code web/2}. */
    public List<String> usersOf(AdapterSource source) {
        return chains.values().stream().flatMap(chain -> chain.adapters().usersOf(source).stream()).toList();
    }

    /** What former instances of that code still carry: as {@code web/2: Watch /events}. */
    public List<String> carriedBy(AdapterSource source) {
        return chains.values().stream().flatMap(chain -> chain.adapters().carriedBy(source).stream()).toList();
    }

    /** Whether another source than these has an adapter of that name. */
    public boolean hasOther(String name, Collection<? extends AdapterSource> than) {
        return adapters.named(name).stream().anyMatch(source -> !than.contains(source));
    }

    @Override
    public Chain create(String name, List<String> specs) {
        return create(name, specs, drainLimits());
    }

    @Override
    public Chain create(String name, List<String> specs, DrainLimits limits) {
        if (!NAME.matcher(name).matches()) {
            throw new Failure(400, "A chain cannot be named '" + name + "': use letters, digits, dots, dashes and underscores.");
        }
        if (specs.isEmpty()) {
            throw new Failure(400, "The chain '" + name + "' has no links: give a spec for each, such as 'simulator web'.");
        }
        RunningChain chain = new RunningChain(name, services, specs.stream().map(Spec::parse).toList(), limits, this::forget);
        if (chains.putIfAbsent(name, chain) != null) {
            throw new Failure(409, "There is a chain '" + name + "' already: take another name, or destroy it first.");
        }
        try {
            chain.start();
        } catch (Failure failure) {
            chains.remove(name, chain);
            throw failure;
        }
        listener.created(chain);
        if (chains.get(name) != chain) {
            // destroyed meanwhile, perhaps before the listener knew of it
            listener.destroyed(chain);
        }
        return chain;
    }

    private void forget(RunningChain chain) {
        chains.remove(chain.name(), chain);
        listener.destroyed(chain);
    }

    @Override
    public DrainLimits drainLimits() {
        return new DrainLimits(services.limits().drain(), Optional.empty());
    }

    @Override
    public List<Change> history() {
        return services.history().all();
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
        // side by side, for each may need all of its time
        CompletableFuture.allOf(chains.values().stream().map(chain -> CompletableFuture.runAsync(chain::stop, threads.blocking()))
                .toArray(CompletableFuture[]::new)).exceptionally(thrown -> null).join();
        chains.values().forEach(RunningChain::destroy);
        sockets.close();
        threads.close();
    }
}
