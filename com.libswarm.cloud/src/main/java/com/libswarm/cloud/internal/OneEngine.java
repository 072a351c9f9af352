package com.libswarm.cloud.internal;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.libswarm.api.Args;
import com.libswarm.api.Client;
import com.libswarm.api.Failure;
import com.libswarm.api.Message;
import com.libswarm.api.Verb;
import com.libswarm.api.adapter.Child;
import com.libswarm.api.adapter.Context;
import com.libswarm.cloud.internal.http.Data;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;

/** One host, whose engine answers all: a nested link that is named for it. */
final class OneEngine implements Engines {

    private static final int LARGEST_LIST = 16 * 1024 * 1024;

    private final Context context;
    private final Work work;
    private final AtomicReference<Optional<Reached>> reached = new AtomicReference<>(Optional.empty());

    private record Reached(String name, Child port) {
    }

    OneEngine(Context context, Work work) {
        this.context = context;
        this.work = work;
    }

    @Override
    public boolean takeOver(String name, String spec) {
        return reached.compareAndSet(Optional.empty(), Optional.of(new Reached(name, context.spawn(name, spec))));
    }

    @Override
    public void send(Message message) {
        Optional<Reached> engine = reached.get();
        if (engine.isPresent()) {
            engine.get().port.send(message);
        } else {
            WaitingRoom.refuse(message, new Failure(503, "The host has just been taken away: ask again."));
        }
    }

    /** The nested link is closed and made on a thread of its own: who asks for that may be one who answers through it. */
    @Override
    public CompletableFuture<Void> add(String name, String spec) {
        return work.run(() -> {
            close(reached.getAndSet(Optional.empty()));
            reached.set(Optional.of(new Reached(name, context.spawn(name, spec))));
            return null;
        });
    }

    private static void close(Optional<Reached> engine) {
        engine.ifPresent(one -> one.port.close());
    }

    @Override
    public CompletableFuture<Optional<Unreached>> probe(String name) {
        return Probe.ask(this, Message.of(Verb.Get, "/_ping"), work);
    }

    @Override
    public CompletableFuture<Void> remove(String name) {
        return work.run(() -> {
            Optional<Reached> engine = reached.get();
            if (engine.filter(one -> one.name.equals(name)).isPresent() && reached.compareAndSet(engine, Optional.empty())) {
                close(engine);
            }
            return null;
        });
    }

    @Override
    public CompletableFuture<Integer> containers(String name) {
        return Client.of(this).ask(Message.of(Verb.Ls, "/containers").withArgs(Args.of("all", "1")))
                .thenCompose(reply -> reply.body().isNone() ? CompletableFuture.completedFuture(reply.args().words().size())
                        : reply.body().collect(LARGEST_LIST).thenApply(bytes -> Data.json(UTF_8.decode(bytes).toString()).list().size()));
    }

    @Override
    public CompletableFuture<Void> takeNew(String name, boolean on) {
        return CompletableFuture.completedFuture(null);
    }
}
