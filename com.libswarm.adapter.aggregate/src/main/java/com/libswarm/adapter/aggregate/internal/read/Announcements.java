package com.libswarm.adapter.aggregate.internal.read;

import com.libswarm.adapter.aggregate.internal.json.Json;
import com.libswarm.adapter.aggregate.internal.node.Node;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/** Events of the aggregate's own, which no engine tells; they stand among those of the engines, and are not kept. */
public final class Announcements {

    private final Set<Consumer<Announcement>> listeners = ConcurrentHashMap.newKeySet();

    /** One event, of a container. */
    record Announcement(Node node, String action, String id, Map<String, Object> attributes) {

        /** Whether the filters of a Watch let it through. */
        boolean passes(Filters filters) {
            return filters.names().stream().allMatch(name -> filters.all(name).isEmpty() || passes(name, filters));
        }

        private boolean passes(String name, Filters filters) {
            List<String> wanted = filters.all(name);
            return switch (name) {
                case "type" -> wanted.contains("container");
                case "event" -> wanted.contains(action);
                case "container" -> wanted.stream().anyMatch(ref -> id.startsWith(ref) || ref.equals(attributes.get("name")));
                case "image" -> wanted.contains(attributes.get("image"));
                case "node" -> !filters.nodes(List.of(node)).isEmpty();
                default -> false;
            };
        }

        String json() {
            Instant now = Instant.now();
            var all = new LinkedHashMap<>(attributes);
            all.putAll(Json.object("node.name", node.name(), "node.id", node.engine().id(), "node.addr", node.address(), "node.ip", NodeView.ip(node)));
            return Json.write(Json.object("status", action, "id", id, "from", attributes.getOrDefault("image", ""), "Type", "container", "Action",
                    action, "Actor", Json.object("ID", id, "Attributes", all), "scope", "local", "time", now.getEpochSecond(), "timeNano",
                    now.getEpochSecond() * 1_000_000_000 + now.getNano()));
        }
    }

    /**
     * Tells all who watch.
     *
     * @param node where the container is
     */
    public void announce(Node node, String action, String id, Map<String, Object> attributes) {
        var announcement = new Announcement(node, action, id, attributes);
        listeners.forEach(listener -> listener.accept(announcement));
    }

    /** @return ends it */
    Runnable listen(Consumer<Announcement> listener) {
        listeners.add(listener);
        return () -> listeners.remove(listener);
    }
}
