package com.libswarm.cloud.internal;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.libswarm.api.Args;
import com.libswarm.api.Body;
import com.libswarm.api.Client;
import com.libswarm.api.Failure;
import com.libswarm.api.Message;
import com.libswarm.api.Verb;
import com.libswarm.api.adapter.Child;
import com.libswarm.api.adapter.Context;
import com.libswarm.cloud.internal.http.Data;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/** Many hosts as one engine: the nodes of a nested {@code aggregate}, by its objects {@code /aggregate/nodes}. */
final class ManyEngines implements Engines {

    private static final String NODES = "/aggregate/nodes";
    private static final int LARGEST_NODE = 1024 * 1024;

    private final Child aggregate;
    private final Work work;

    ManyEngines(Context context, Work work) {
        this.work = work;
        aggregate = context.spawn("hosts", "aggregate");
    }

    @Override
    public void send(Message message) {
        aggregate.send(message);
    }

    private static String node(String name) {
        return NODES + "/" + name;
    }

    /** Whether the aggregate still has its node is seen only when it is asked. */
    @Override
    public boolean takeOver(String name, String spec) {
        return false;
    }

    @Override
    public CompletableFuture<Void> add(String name, String spec) {
        return remove(name).thenCompose(gone -> Client.of(aggregate).spawn(NODES, Args.of("name", name, "spec", spec), Body.NONE))
                .thenAccept(reply -> reply.body().cancel());
    }

    @Override
    public CompletableFuture<Optional<Unreached>> probe(String name) {
        return Probe.ask(aggregate, Message.of(Verb.Get, node(name)).withAspect("ping"), work).thenCompose(unreached -> unreached.isPresent()
                ? CompletableFuture.completedFuture(unreached) : Client.of(aggregate).get(node(name)).thenCompose(ManyEngines::data).thenApply(ManyEngines::unused));
    }

    /** It gets containers when the aggregate, too, has found that it answers. */
    private static Optional<Unreached> unused(Data node) {
        return switch (node.text("State")) {
            case "healthy", "draining" -> Optional.empty();
            default -> Optional.of(new Unreached(node.text("Error"), Hope.YES));
        };
    }

    private static CompletableFuture<Data> data(Message reply) {
        return reply.body().collect(LARGEST_NODE).thenApply(bytes -> Data.json(UTF_8.decode(bytes).toString()));
    }

    @Override
    public CompletableFuture<Void> remove(String name) {
        return Client.of(aggregate).remove(node(name)).handle((reply, thrown) -> {
            if (thrown != null && Failure.of(thrown).status() != 404) {
                throw new CompletionException(thrown);
            }
            return null;
        });
    }

    @Override
    public CompletableFuture<Integer> containers(String name) {
        return Client.of(aggregate).get(node(name)).thenCompose(ManyEngines::data).thenApply(node -> Integer.parseInt(node.text("Containers")));
    }

    @Override
    public CompletableFuture<Void> takeNew(String name, boolean on) {
        return Client.of(aggregate).set(node(name), on ? "activate" : "drain", Args.EMPTY).thenAccept(reply -> reply.body().cancel());
    }
}
