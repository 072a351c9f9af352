package com.libswarm.adapter.aggregate.internal.act;

import com.libswarm.adapter.aggregate.internal.json.Fields;
import com.libswarm.adapter.aggregate.internal.json.Json;
import com.libswarm.adapter.aggregate.internal.node.FanOut;
import com.libswarm.adapter.aggregate.internal.node.Node;
import com.libswarm.adapter.aggregate.internal.node.ObjectKind;
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
    CompletableFuture<Optional<Node>> of(Fields object) {
        String project = projectOf(object);
        if (project.isEmpty()) {
            return CompletableFuture.completedFuture(Optional.empty());
        }
        return placement.open().thenCompose(open -> having(open, ObjectKind.NETWORKS, project)
                .thenCombine(having(open, ObjectKind.VOLUMES, project), (networks, volumes) -> networks.or(() -> volumes)));
    }

    private static CompletableFuture<Optional<Node>> having(List<Node> nodes, ObjectKind kind, String project) {
        return FanOut.gather(nodes, node -> node.list(kind)).thenApply(answers -> answers.given().entrySet().stream()
                .filter(answer -> answer.getValue().stream().anyMatch(object -> projectOf(object).equals(project)))
                .map(Map.Entry::getKey).findFirst());
    }

    private static String projectOf(Fields object) {
        return Json.labels(object.value("Labels"), "Labels").getOrDefault(PROJECT, "");
    }
}
