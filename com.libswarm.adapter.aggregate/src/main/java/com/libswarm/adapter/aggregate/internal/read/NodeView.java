package com.libswarm.adapter.aggregate.internal.read;

import com.libswarm.adapter.aggregate.internal.json.Json;
import com.libswarm.adapter.aggregate.internal.node.EngineInfo;
import com.libswarm.adapter.aggregate.internal.node.Node;
import java.util.LinkedHashMap;
import java.util.Map;

/** A node as it stands in what the aggregate answers; the names are those that classic Swarm gave them. */
final class NodeView {

    private NodeView() {
    }

    /** As the field Node of a container that is inspected. */
    static Map<String, Object> inspect(Node node) {
        EngineInfo engine = node.engine();
        return Json.object("ID", engine.id(), "IP", node.host(), "Addr", node.address(), "Name", node.name(), "Cpus", engine.cpus(),
                "Memory", engine.memory(), "Labels", engine.labels());
    }

    /** The attributes of an event with those that say where it happened. */
    static Map<String, Object> attributes(Map<String, Object> attributes, Node node) {
        var all = new LinkedHashMap<>(attributes);
        all.putAll(Json.object("node.name", node.name(), "node.id", node.engine().id(), "node.addr", node.address(), "node.ip", node.host()));
        return all;
    }
}
