package com.libswarm.adapter.aggregate.internal.admin;

import com.libswarm.adapter.aggregate.internal.json.Json;
import com.libswarm.adapter.aggregate.internal.kept.Kept;
import com.libswarm.adapter.aggregate.internal.kept.Kept.Kind;
import com.libswarm.adapter.aggregate.internal.node.Node;
import com.libswarm.adapter.aggregate.internal.node.NodeSpec;
import com.libswarm.adapter.aggregate.internal.node.Nodes;
import com.libswarm.adapter.aggregate.internal.read.Bodyless;
import com.libswarm.adapter.aggregate.internal.read.Reply;
import com.libswarm.api.Failure;
import com.libswarm.api.Head;
import com.libswarm.api.Message;
import com.libswarm.api.Router;
import com.libswarm.api.Verb;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The table of nodes as objects, {@code /aggregate/nodes/NAME}: listed, added, removed, drained, activated,
 * pinged: what its engine answers then, or whoever is in front of it. No request of HTTP becomes
 * a Spawn of such a path, so whoever reaches a Docker endpoint cannot add a node, whose spec could be any adapter.
 *
 * <p>What is changed here is kept, and holds for the next version of the link too.
 */
public final class NodeObjects {

    private static final String COLLECTION = "/aggregate/nodes";
    private static final String OBJECT = COLLECTION + "/*";

    private final Nodes nodes;
    private final Kept kept;

    public NodeObjects(Nodes nodes, Kept kept) {
        this.nodes = nodes;
        this.kept = kept;
        kept.all(Kind.DRAINING).keySet().forEach(name -> nodes.named(name).ifPresent(node -> node.drain(true)));
    }

    /** The nodes of the link's arguments, with the changes that were made since. */
    public static List<NodeSpec> specs(List<String> arguments, Kept kept) {
        Map<String, String> removed = kept.all(Kind.REMOVED);
        var specs = new ArrayList<NodeSpec>();
        for (String argument : arguments) {
            NodeSpec spec = NodeSpec.parse(argument);
            if (!spec.toString().equals(removed.get(spec.name().orElse("")))) {
                specs.add(spec);
            }
        }
        kept.all(Kind.ADDED).forEach((name, spec) -> {
            if (specs.stream().noneMatch(known -> known.name().equals(Optional.of(name)))) {
                specs.add(new NodeSpec(Optional.of(name), spec));
            }
        });
        return specs;
    }

    /** {@code router} with these objects. */
    public Router routes(Router router) {
        return router
                .on(Verb.Ls, COLLECTION, Bodyless.of((message, none) -> list(message)))
                .on(Verb.Get, COLLECTION, Bodyless.of((message, none) -> list(message)))
                .on(Verb.Get, COLLECTION, "table", Bodyless.of((message, none) -> message.reply(Message.value(table()))))
                .on(Verb.Get, OBJECT, Bodyless.of((message, name) -> message.reply(Reply.json(object(node(name)), Head.EMPTY))))
                .on(Verb.Get, OBJECT, "ping", Bodyless.of((message, name) -> node(name).pass(message.withPath("/_ping").withAspect(""))))
                .on(Verb.Spawn, COLLECTION, Bodyless.of((message, none) -> add(message)))
                .on(Verb.Remove, OBJECT, Bodyless.of(this::remove))
                .on(Verb.Set, OBJECT, "drain", Bodyless.of((message, name) -> drain(message, name, true)))
                .on(Verb.Set, OBJECT, "activate", Bodyless.of((message, name) -> drain(message, name, false)));
    }

    private Node node(String name) {
        return nodes.named(name).orElseThrow(() -> new Failure(404, "No such node: " + name));
    }

    private void list(Message message) {
        message.reply(Reply.json(nodes.all().stream().map(this::object).toList(), Head.EMPTY));
    }

    private Map<String, Object> object(Node node) {
        return Json.object("Name", node.name(), "Address", node.address(), "State", state(node), "Error", node.error(), "Containers",
                nodes.containers().of(node).size(), "Cpus", node.engine().cpus(), "Memory", node.engine().memory(), "ServerVersion",
                node.engine().serverVersion(), "Labels", node.engine().labels());
    }

    private static String state(Node node) {
        return node.isHealthy() && node.isDraining() ? "draining" : node.state().word();
    }

    private String table() {
        var lines = new StringBuilder();
        for (Node node : nodes.all()) {
            lines.append(String.format("%-15s  %-10s  %5d containers  %s", node.name(), state(node), nodes.containers().of(node).size(),
                    node.address())).append(node.error().isEmpty() ? "" : "  " + node.error()).append('\n');
        }
        return lines.toString().stripTrailing();
    }

    private void add(Message message) {
        String name = NodeSpec.checkName(message.args().get("name"));
        String spec = message.args().get("spec");
        if (spec.isBlank()) {
            throw new Failure(400, "A node needs a spec, such as 'dockerclient tcp://10.0.0.7:2375'.");
        }
        if (nodes.named(name).isPresent()) {
            throw new Failure(409, "There is a node " + name + " already.");
        }
        nodes.add(new NodeSpec(Optional.of(name), spec));
        kept.put(Kind.ADDED, name, spec);
        message.reply(Message.ack().withStatus(201));
    }

    private void remove(Message message, String name) {
        Node node = node(name);
        nodes.remove(name);
        kept.put(Kind.REMOVED, name, new NodeSpec(Optional.of(name), node.spec()).toString());
        kept.remove(Kind.ADDED, name);
        kept.remove(Kind.DRAINING, name);
        message.reply(Message.ack().withStatus(204));
    }

    private void drain(Message message, String name, boolean on) {
        node(name).drain(on);
        if (on) {
            kept.put(Kind.DRAINING, name, "");
        } else {
            kept.remove(Kind.DRAINING, name);
        }
        message.reply(Message.ack().withStatus(204));
    }
}
