package com.libswarm.adapter.aggregate.internal.act;

import com.libswarm.adapter.aggregate.internal.json.Fields;
import com.libswarm.adapter.aggregate.internal.json.Json;
import com.libswarm.adapter.aggregate.internal.node.FanOut;
import com.libswarm.adapter.aggregate.internal.node.Node;
import com.libswarm.adapter.aggregate.internal.node.Replies;
import com.libswarm.api.Args;
import com.libswarm.api.Message;
import com.libswarm.api.Verb;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * Where the networks and volumes of a project of docker compose are, which it tells by a label: a container that uses several of them
 * needs all of them on one node.
 */
final class Companions {

    private static final String PROJECT = "com.docker.compose.project";

    private final Placement placement;

    Companions(Placement placement) {
        this.placement = placement;
    }

    /**
     * A node that takes something new and has others of the project.
     *
     * @param object a network or volume that is to be created
     */
    CompletableFuture<Optional<Node>> of(Fields object, Message request) {
        String project = Json.labels(Json.parse(object.json(), 400), "Labels").getOrDefault(PROJECT, "");
        if (project.isEmpty()) {
            return CompletableFuture.completedFuture(Optional.empty());
        }
        Args filter = Args.of("filters", Json.write(Map.of("label", List.of(PROJECT + "=" + project))));
        return placement.open().thenCompose(open -> having(open, "/networks", filter, request)
                .thenCombine(having(open, "/volumes", filter, request), (networks, volumes) -> networks.or(() -> volumes)));
    }

    private static CompletableFuture<Optional<Node>> having(List<Node> nodes, String collection, Args filter, Message request) {
        Message list = Message.of(Verb.Ls, collection).withArgs(filter).withRet(request.ret());
        return FanOut.ask(nodes, list, Replies::text).thenApply(answers -> answers.given().entrySet().stream()
                .filter(answer -> !objects(answer.getValue()).isEmpty()).map(Map.Entry::getKey).findFirst());
    }

    /** Networks are an array, volumes an object with one. */
    private static List<Map<String, Object>> objects(String list) {
        return list.strip().startsWith("[") ? Json.objects(Json.parse("{\"Volumes\":" + list + "}", 502), "Volumes")
                : Json.objects(Json.parse(list, 502), "Volumes");
    }
}
