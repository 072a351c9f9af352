package com.libswarm.adapter.aggregate.internal.read;

import com.libswarm.adapter.aggregate.internal.json.Json;
import com.libswarm.adapter.aggregate.internal.node.EngineInfo;
import com.libswarm.adapter.aggregate.internal.node.Node;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A node as it stands in what the aggregate answers; the names are those that classic Swarm gave them. */
final class NodeView {

    private static final Pattern SSH = Pattern.compile("ssh://(?:[^@/]*@)?(\\[[^]]*]|[^:/]+).*");

    private NodeView() {
    }

    /** As the field Node of a container that is inspected. */
    static Map<String, Object> inspect(Node node) {
        EngineInfo engine = node.engine();
        return Json.object("ID", engine.id(), "IP", ip(node), "Addr", node.address(), "Name", node.name(), "Cpus", engine.cpus(),
                "Memory", engine.memory(), "Labels", engine.labels());
    }

    /** The attributes of an event with those that say where it happened. */
    static Map<String, Object> attributes(Map<String, Object> attributes, Node node) {
        var all = new LinkedHashMap<>(attributes);
        all.putAll(Json.object("node.name", node.name(), "node.id", node.engine().id(), "node.addr", node.address(), "node.ip", ip(node)));
        return all;
    }

    /** Where its published ports are reached, without the brackets of an IPv6 address; an engine on a unix socket is on this machine. */
    static String ip(Node node) {
        return ip(node.address());
    }

    static String ip(String address) {
        Matcher ssh = SSH.matcher(address);
        if (ssh.matches()) {
            return ssh.group(1).replaceFirst("^\\[(.*)]$", "$1");
        }
        int colon = address.lastIndexOf(':');
        return address.contains("/") || address.startsWith("context:") || colon < 0 || address.contains(" ") ? "127.0.0.1"
                : address.substring(0, colon).replaceFirst("^\\[(.*)]$", "$1");
    }
}
