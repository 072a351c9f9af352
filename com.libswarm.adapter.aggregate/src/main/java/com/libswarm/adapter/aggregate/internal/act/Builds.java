package com.libswarm.adapter.aggregate.internal.act;

import com.libswarm.adapter.aggregate.internal.json.Json;
import com.libswarm.adapter.aggregate.internal.node.Node;
import com.libswarm.adapter.aggregate.internal.read.Directory;
import com.libswarm.adapter.aggregate.internal.read.Reply;
import com.libswarm.adapter.aggregate.internal.schedule.Needs;
import com.libswarm.adapter.aggregate.internal.schedule.Wishes;
import com.libswarm.api.Args;
import com.libswarm.api.Failure;
import com.libswarm.api.Message;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/** Images that are made on one node: builds, where wishes among the build's arguments say so, and commits, where the container is. */
final class Builds {

    private static final String ARGUMENTS = "buildargs";

    private final Directory directory;
    private final Placement placement;

    Builds(Directory directory, Placement placement) {
        this.directory = directory;
        this.placement = placement;
    }

    /** Docker API, POST /build. */
    void build(Message message) {
        if (message.args().has("session")) {
            throw new Failure(501, "Builds with BuildKit are not possible over several engines: build with DOCKER_BUILDKIT=0.");
        }
        Map<String, Object> arguments = Json.parse(message.args().get(ARGUMENTS), 400);
        var left = new LinkedHashMap<>(arguments);
        left.keySet().removeIf(Wishes::isWish);
        Args args = left.size() == arguments.size() ? message.args() : message.args().with(ARGUMENTS, Json.write(left));
        ask(message, placement.choose(node -> true, Wishes.ofBuild(arguments), Needs.NONE, message).thenApply(nodes -> nodes.get(0)),
                message.withArgs(args));
    }

    /** Docker API, POST /commit. */
    void commit(Message message) {
        String ref = message.args().get("container");
        Reply.to(message, directory.container(ref, message).thenCompose(place ->
                place.node().ask(message.withArgs(message.args().with("container", place.ref())))));
    }

    private static void ask(Message message, CompletableFuture<Node> node, Message request) {
        CompletableFuture<Message> answer = node.thenCompose(chosen -> chosen.ask(request));
        answer.whenComplete((reply, thrown) -> {
            if (thrown != null) {
                message.body().cancel();
            }
        });
        Reply.to(message, answer);
    }
}
