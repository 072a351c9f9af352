package com.libswarm.runtime.internal.chain;

import com.libswarm.api.Failure;
import com.libswarm.api.Message;
import com.libswarm.api.Sender;
import com.libswarm.runtime.DrainLimits;
import com.libswarm.runtime.internal.flight.Flights;
import java.lang.System.Logger.Level;
import java.util.Collection;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** What the links of one chain share, nested ones included: the name, the one change at a time, and the way to the operator. */
final class Scope {

    private final String name;
    private final Supplier<Optional<String>> problem;
    private final Services services;
    private final Flights flights;
    private final Steps steps;
    private final ChangeLock changes;
    private final ChainEnd end = new ChainEnd(this);
    // to name the link that failed: ports hold links, not instances, to save a hop
    private final Map<Sender, Instance> instances = Collections.synchronizedMap(new IdentityHashMap<>());
    private volatile DrainLimits drainLimits;

    /** @param problem why the chain is not running, in a sentence */
    Scope(String name, Services services, DrainLimits drainLimits, Supplier<Optional<String>> problem) {
        this.name = name;
        this.problem = problem;
        this.services = services;
        this.drainLimits = drainLimits;
        this.flights = newFlights();
        this.steps = new Steps(services.threads().blocking());
        this.changes = new ChangeLock(name, steps);
    }

    String name() {
        return name;
    }

    /** Why a link of the chain is not there, in a sentence. */
    String problem() {
        return problem.get().orElse("The chain '" + name + "' is just being changed.");
    }

    Services services() {
        return services;
    }

    /** What has entered the chain itself. */
    Flights flights() {
        return flights;
    }

    /** A count of its own, for a nested link. */
    Flights newFlights() {
        return new Flights(services.watch(), this::answeredAgain);
    }

    Steps steps() {
        return steps;
    }

    ChangeLock changes() {
        return changes;
    }

    DrainLimits drainLimits() {
        return drainLimits;
    }

    void setDrainLimits(DrainLimits limits) {
        drainLimits = limits;
    }

    /** @param counts what is sent by it and has not entered yet */
    LinkPort port(Flights counts) {
        return new LinkPort(counts, this::failed);
    }

    /** What is behind the last link. */
    Sender end() {
        return end;
    }

    void know(Sender link, Instance instance) {
        instances.put(link, instance);
    }

    void forget(Sender link) {
        instances.remove(link);
    }

    void journal(Level level, String source, String line) {
        services.journal().line(level, source, line);
    }

    /** Tells those who watch through these ports that something behind them was replaced. */
    void switched(Collection<LinkPort> ports) {
        for (LinkPort port : ports) {
            if (port.isWatched()) {
                try {
                    steps.run("A link of the chain '" + name + "' was told that one behind it, which it watches, was replaced, and did not see to it",
                            services.limits().send(), () -> {
                                port.switched();
                                return true;
                            });
                } catch (Failure failure) {
                    journal(Level.WARNING, name, failure.getMessage());
                    stackTrace(name, failure);
                }
            }
        }
    }

    /** A failure that is meant for the asker is passed on as it is; any other is the link's own, and the operator's to know. */
    private Message failed(Sender link, Message message, Throwable thrown) {
        Failure failure = Failure.of(thrown);
        if (failure.status() != 500) {
            return Message.error(failure);
        }
        String line = describe(link) + " failed on " + message + ": " + thrown;
        journal(Level.WARNING, name, line);
        stackTrace(name, thrown);
        return Message.error(500, line);
    }

    void stackTrace(String source, Throwable thrown) {
        journal(Level.DEBUG, source, StackTrace.of(thrown));
    }

    private String describe(Sender link) {
        Instance instance = instances.get(link);
        return instance == null ? "A link of the chain '" + name + "'" : "The link " + instance.name();
    }

    private void answeredAgain(Message request, Message reply) {
        journal(Level.WARNING, name, "The request " + request.ret().id() + " (" + request + ") was answered twice by "
                + Culprit.onThisThread() + "; the second answer (" + reply + ") was dropped.");
    }
}
