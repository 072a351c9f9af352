package com.libswarm.adapter.aggregate.internal.read;

import com.libswarm.adapter.aggregate.internal.json.Json;
import com.libswarm.adapter.aggregate.internal.node.EngineEvent;
import com.libswarm.adapter.aggregate.internal.node.Node;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * An event of the aggregate's own, which no engine tells (in the form of Docker API, GET /events).
 *
 * @param id of the container; empty for an engine
 * @param from the container's image; for an engine what classic Swarm wrote
 * @param node where it happened
 * @param attributes with those of the node
 */
record Announcement(String type, String action, String id, String from, Node node, Map<String, Object> attributes, Instant moment) {

    /** The type of events of engines: classic Swarm's. */
    static final String SWARM = "swarm";

    private static final String SCOPE = "local";

    static Announcement ofContainer(Node node, String action, String id, Map<String, Object> attributes) {
        return new Announcement("container", action, id, String.valueOf(attributes.getOrDefault("image", "")), node,
                NodeView.attributes(attributes, node), Instant.now());
    }

    static Announcement ofEngine(Node node, EngineEvent event) {
        return new Announcement(SWARM, event.action(), "", SWARM, node, NodeView.attributes(Map.of(), node), Instant.now());
    }

    /** Whether the filters of a Watch let it through. */
    boolean passes(Filters filters) {
        return filters.names().stream().allMatch(name -> filters.all(name).isEmpty() || passes(name, filters));
    }

    private boolean passes(String name, Filters filters) {
        List<String> wanted = filters.all(name);
        return switch (name) {
            case "type" -> wanted.contains(type);
            case "event" -> wanted.contains(action);
            case "scope" -> wanted.contains(SCOPE);
            case "container" -> !id.isEmpty() && wanted.stream().anyMatch(ref -> id.startsWith(ref) || ref.equals(attributes.get("name")));
            case "image" -> wanted.contains(attributes.get("image"));
            case "node" -> !filters.nodes(List.of(node)).isEmpty();
            default -> false;
        };
    }

    String json() {
        return Json.write(Json.object("status", action, "id", id, "from", from, "Type", type, "Action", action,
                "Actor", Json.object("ID", id, "Attributes", attributes), "scope", SCOPE, "time", moment.getEpochSecond(), "timeNano", Period.nanos(moment)));
    }
}
