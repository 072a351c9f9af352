package com.libswarm.cloud.internal;

import com.libswarm.api.Args;
import com.libswarm.api.Body;
import com.libswarm.api.Handler;
import com.libswarm.api.Message;
import com.libswarm.api.Router;
import com.libswarm.api.Verb;
import com.libswarm.cloud.internal.http.Data;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * The hosts as objects, {@code /hosts/NAME}: listed, looked at, created, deleted. What is told is what the cloud says now. No request of HTTP
 * becomes a Spawn of such a path, so whoever reaches a Docker endpoint cannot have hosts built.
 */
final class HostObjects {

    private static final String COLLECTION = "/hosts";
    private static final String OBJECT = COLLECTION + "/*";

    private final HostPool pool;
    private final Deletion deletion;
    private final Work work;

    HostObjects(HostPool pool, Deletion deletion, Work work) {
        this.pool = pool;
        this.deletion = deletion;
        this.work = work;
    }

    /** {@code router} with these objects. */
    Router routes(Router router) {
        return router
                .on(Verb.Ls, COLLECTION, answering((message, none) -> list()))
                .on(Verb.Get, COLLECTION, answering((message, none) -> list()))
                .on(Verb.Get, COLLECTION, "table", answering((message, none) -> work.run(this::table).thenApply(Message::value)))
                .on(Verb.Get, OBJECT, answering((message, name) -> work.run(() -> json(pool.inventory().named(name).object()))))
                .on(Verb.Spawn, COLLECTION, answering((message, none) -> create(message.args())))
                .on(Verb.Remove, OBJECT, answering((message, name) -> deletion.delete(name).thenApply(gone -> Message.ack().withStatus(204))));
    }

    /** Answers later. */
    @FunctionalInterface
    private interface Answering {

        CompletableFuture<Message> answer(Message message, String name);
    }

    private static Handler answering(Answering answering) {
        return (message, name) -> {
            message.body().cancel();
            answering.answer(message, name).whenComplete((reply, thrown) -> message.reply(thrown == null ? reply : Message.error(thrown)));
        };
    }

    private CompletableFuture<Message> list() {
        return work.run(() -> json(pool.inventory().list().stream().map(Host::object).toList()));
    }

    private static Message json(Object value) {
        Message reply = Message.value().withBody(Body.text(Data.write(value) + "\n"));
        return reply.withHead(reply.head().with("Content-Type", "application/json")).withStatus(200);
    }

    private String table() {
        List<Host> hosts = pool.inventory().list();
        var lines = new StringBuilder(row("NAME", "STATUS", "ADDRESS", "REGION", "FLAVOR", "IMAGE", "CREATED"));
        hosts.forEach(host -> lines.append(row(host.name(), pool.members().named(host.name()).filter(member -> member.is(Member.Phase.READY))
                .map(ready -> "ready").orElse(host.status().word()), host.address(), host.region(), host.flavor(), host.image(), host.created())));
        return lines.toString().stripTrailing();
    }

    private static String row(String name, String status, String address, String region, String flavor, String image, String created) {
        return String.format("%-20s  %-8s  %-15s  %-9s  %-12s  %-20s  %s", name, status, address, region, flavor, image, created).stripTrailing() + "\n";
    }

    /** Answers when the cloud has taken the order; {@code swarm:show} tells how far the host is. */
    private CompletableFuture<Message> create(Args args) {
        return pool.more(Optional.of(args.get("name")).filter(name -> !name.isEmpty()))
                .thenApply(more -> Message.ack().withArgs(Args.of("path", COLLECTION + "/" + more.member().name())).withStatus(201));
    }
}
