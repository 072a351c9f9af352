package com.libswarm.adapter.docker.internal.client;

import com.libswarm.adapter.docker.internal.http.Address;
import com.libswarm.adapter.docker.internal.net.Loops;
import com.libswarm.adapter.docker.internal.tls.Tls;
import com.libswarm.api.Message;
import com.libswarm.api.adapter.Context;
import com.libswarm.api.adapter.Link;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** One {@code dockerclient} of a chain. */
final class ClientLink implements Link {

    private final Context context;
    private final Loops loops;
    private final Address address;
    private final Optional<Tls> tls;
    private final Duration idleTime;

    private volatile Optional<Loops.Lease> lease = Optional.empty();
    private volatile Optional<Engine> engine = Optional.empty();

    /**
     * @param tls for an engine that speaks it
     * @param idleTime how long connections are kept that are not needed
     */
    ClientLink(Context context, Loops loops, Address address, Optional<Tls> tls, Duration idleTime) {
        this.context = context;
        this.loops = loops;
        this.address = address;
        this.tls = tls;
        this.idleTime = idleTime;
    }

    @Override
    public void start() {
        Loops.Lease taken = loops.lease();
        lease = Optional.of(taken);
        Engine started = new Engine(address, tls, taken, context, idleTime);
        engine = Optional.of(started);
        started.probe();
    }

    @Override
    public void send(Message message) {
        engine.ifPresentOrElse(running -> running.send(message), () -> {
            message.body().cancel();
            message.reply(Message.error(503, "The link to the Docker engine at " + address + " does not run: start its chain."));
        });
    }

    @Override
    public CompletionStage<?> drain() {
        engine.ifPresent(Engine::closeIdle);
        return CompletableFuture.completedFuture(this);
    }

    @Override
    public void stop() {
        engine.ifPresent(Engine::stop);
        lease.ifPresent(Loops.Lease::close);
        engine = Optional.empty();
        lease = Optional.empty();
    }
}
