package com.libswarm.adapter.aggregate.internal.admin;

import com.libswarm.adapter.aggregate.internal.json.Json;
import com.libswarm.adapter.aggregate.internal.node.Node;
import com.libswarm.adapter.aggregate.internal.node.Nodes;
import com.libswarm.adapter.aggregate.internal.node.Replies;
import com.libswarm.adapter.aggregate.internal.read.Reply;
import com.libswarm.api.Call;
import com.libswarm.api.Failure;
import com.libswarm.api.Head;
import com.libswarm.api.Message;
import com.libswarm.api.Router;
import com.libswarm.api.Verb;
import com.libswarm.api.adapter.Context;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * The hosts that nodes have in clouds, as objects: {@code /hosts/NODE/NAME}, or {@code /hosts/NAME} if only one node has a host of that name.
 * Each node answers for its own, also one whose engines do not answer yet; nodes that have none, such as engines, are left out.
 */
public final class HostObjects {

    private static final String COLLECTION = "/hosts";
    /** A cloud takes its time to list hosts; a node that is frozen must not take more. */
    private static final long LIMIT_SECONDS = 15;

    private final Context context;
    private final Nodes nodes;

    public HostObjects(Context context, Nodes nodes) {
        this.context = context;
        this.nodes = nodes;
    }

    /** {@code router} with these objects. */
    public Router routes(Router router) {
        return router
                .on(Verb.Ls, COLLECTION, (message, none) -> answer(message, list()))
                .on(Verb.Get, COLLECTION, (message, none) -> answer(message, list()))
                .on(Verb.Get, COLLECTION, "table", (message, none) -> answer(message, table()))
                .on(Verb.Spawn, COLLECTION, (message, none) -> answer(message, create(message)))
                .on(Verb.Get, COLLECTION + "/**", (message, name) -> answer(message, onOne(message, name)))
                .on(Verb.Remove, COLLECTION + "/**", (message, name) -> answer(message, onOne(message, name)));
    }

    private static void answer(Message message, CompletableFuture<Message> answer) {
        message.body().cancel();
        Reply.to(message, answer);
    }

    private CompletableFuture<Message> list() {
        return hosts().thenApply(all -> {
            var list = new ArrayList<Map<String, Object>>();
            all.values().forEach(list::addAll);
            return Reply.json(list, Head.EMPTY);
        });
    }

    /** The hosts of each node that has some in a cloud; each host tells its node. */
    private CompletableFuture<Map<Node, List<Map<String, Object>>>> hosts() {
        return ofThoseThatHave(Message.of(Verb.Ls, COLLECTION), text -> Json.objects(Json.parse("{\"hosts\":" + text + "}", 502), "hosts")).thenApply(all -> {
            var named = new LinkedHashMap<Node, List<Map<String, Object>>>();
            all.forEach((node, hosts) -> named.put(node, hosts.stream().<Map<String, Object>>map(host -> {
                var more = new LinkedHashMap<>(host);
                more.put("Node", node.name());
                return more;
            }).toList()));
            return named;
        });
    }

    /** Each node's own table, with its name in front. */
    private CompletableFuture<Message> table() {
        return ofThoseThatHave(Message.of(Verb.Get, COLLECTION).withAspect("table"), text -> text.lines().toList()).thenApply(all -> {
            var lines = new StringBuilder();
            all.forEach((node, rows) -> rows.stream().skip(lines.isEmpty() ? 0 : 1).forEach(row -> lines.append(String.format("%-15s  %s%n",
                    lines.isEmpty() ? "NODE" : node.name(), row))));
            return Message.value(lines.toString().stripTrailing());
        });
    }

    /** What a node's answer is read as. */
    @FunctionalInterface
    private interface Read<T> {

        T of(String text);
    }

    /**
     * Asks all nodes. Those that answer with an Error have no hosts, or cannot tell; if that are all, the result fails with what those say that
     * can have some.
     */
    private <T> CompletableFuture<Map<Node, T>> ofThoseThatHave(Message question, Read<T> read) {
        List<Node> all = nodes.all();
        List<CompletableFuture<T>> asked = all.stream().map(node -> ask(node, question).thenCompose(Replies::text).thenApply(read::of)).toList();
        return CompletableFuture.allOf(asked.toArray(CompletableFuture[]::new)).handle((done, anyFailed) -> {
            var found = new LinkedHashMap<Node, T>();
            var troubles = new ArrayList<Failure>();
            for (int i = 0; i < all.size(); i++) {
                Node node = all.get(i);
                asked.get(i).whenComplete((value, thrown) -> {
                    if (thrown == null) {
                        found.put(node, value);
                    } else {
                        troubles.add(Failure.of(thrown));
                    }
                });
            }
            if (found.isEmpty()) {
                throw troubles.stream().filter(why -> why.status() == 502).findFirst()
                        .orElse(new Failure(404, "None of the nodes has hosts in a cloud."));
            }
            return found;
        });
    }

    private CompletableFuture<Message> ask(Node node, Message question) {
        Call call = Call.ask(node::pass, question);
        context.timer().schedule(call::cancel, LIMIT_SECONDS, TimeUnit.SECONDS);
        return call.result();
    }

    /** {@code NODE/NAME}; a name alone if only one node has a host of it. */
    private CompletableFuture<Message> onOne(Message message, String name) {
        int slash = name.indexOf('/');
        if (slash > 0) {
            return pass(node(name.substring(0, slash)), message, name.substring(slash + 1));
        }
        return hosts().thenCompose(all -> {
            List<Node> having = all.entrySet().stream().filter(one -> one.getValue().stream().anyMatch(host -> Json.text(host, "Name").equals(name)))
                    .map(Map.Entry::getKey).toList();
            if (having.size() > 1) {
                throw new Failure(409, "Several nodes have a host " + name + ": write " + having.get(0) + "/" + name + " or " + having.get(1) + "/" + name + ".");
            }
            if (having.isEmpty()) {
                throw new Failure(404, "There is no host " + name + ": swarm:hosts CHAIN lists those that there are.");
            }
            return pass(having.get(0), message, name);
        });
    }

    private Node node(String name) {
        return nodes.named(name).orElseThrow(() -> new Failure(404, "No such node: " + name));
    }

    private static CompletableFuture<Message> pass(Node node, Message message, String name) {
        return Call.ask(node::pass, Message.of(message.verb(), COLLECTION + "/" + name)).result();
    }

    /** On the node that the name begins with, or on the only one that can. */
    private CompletableFuture<Message> create(Message message) {
        String wanted = message.args().get("name");
        int slash = wanted.indexOf('/');
        CompletableFuture<Node> where = slash > 0 ? CompletableFuture.completedFuture(node(wanted.substring(0, slash))) : hosts().thenApply(all -> {
            if (all.size() > 1) {
                throw new Failure(400, "Several nodes have hosts in a cloud: write on which, such as " + all.keySet().iterator().next() + "/.");
            }
            return all.keySet().iterator().next();
        });
        return where.thenCompose(node -> {
            var args = message.args().with("name", wanted.substring(slash + 1));
            return Call.ask(node::pass, Message.of(Verb.Spawn, COLLECTION).withArgs(args)).result().thenApply(reply -> {
                String path = reply.args().get("path");
                return path.isEmpty() ? reply : reply.withArgs(reply.args().with("path", COLLECTION + "/" + node + path.substring(COLLECTION.length())));
            });
        });
    }
}
