package com.libswarm.adapter.aggregate.internal.read;

import com.libswarm.adapter.aggregate.internal.json.Json;
import com.libswarm.adapter.aggregate.internal.node.Answers;
import com.libswarm.adapter.aggregate.internal.node.FanOut;
import com.libswarm.adapter.aggregate.internal.node.Node;
import com.libswarm.adapter.aggregate.internal.node.Nodes;
import com.libswarm.adapter.aggregate.internal.node.Replies;
import com.libswarm.api.Head;
import com.libswarm.api.Message;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What all nodes keep on their disks (Docker API, GET /system/df): every image, container and volume, and sums. */
final class DiskUse {

    private final Nodes nodes;

    DiskUse(Nodes nodes) {
        this.nodes = nodes;
    }

    void get(Message request) {
        Reply.to(request, nodes.settled().thenCompose(all -> FanOut.ask(all, request, Replies::text))
                .thenApply(answers -> Reply.json(merged(answers.orThrow()), answers.warn(Head.EMPTY))));
    }

    private static Map<String, Object> merged(Answers<String> answers) {
        var uses = new LinkedHashMap<Node, Map<String, Object>>();
        answers.given().forEach((node, json) -> uses.put(node, Json.parse(json, 502)));
        List<Map<String, Object>> values = List.copyOf(uses.values());
        var all = new LinkedHashMap<String, Object>();
        for (String sum : List.of("LayersSize", "BuilderSize")) {
            if (values.stream().anyMatch(use -> use.containsKey(sum))) {
                all.put(sum, Sums.of(values, sum));
            }
        }
        for (String list : List.of("Images", "Containers", "Volumes", "BuildCache")) {
            var objects = new ArrayList<Map<String, Object>>();
            uses.values().forEach(use -> objects.addAll(Json.objects(use, list)));
            all.put(list, objects);
        }
        return all;
    }
}
