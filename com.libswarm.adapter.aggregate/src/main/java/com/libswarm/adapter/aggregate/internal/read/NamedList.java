package com.libswarm.adapter.aggregate.internal.read;

import com.libswarm.adapter.aggregate.internal.json.Fields;
import com.libswarm.adapter.aggregate.internal.json.Json;
import com.libswarm.adapter.aggregate.internal.node.Answers;
import com.libswarm.adapter.aggregate.internal.node.FanOut;
import com.libswarm.adapter.aggregate.internal.node.Node;
import com.libswarm.adapter.aggregate.internal.node.Nodes;
import com.libswarm.adapter.aggregate.internal.node.ObjectKind;
import com.libswarm.adapter.aggregate.internal.node.Replies;
import com.libswarm.api.Head;
import com.libswarm.api.Message;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiFunction;

/** The networks, volumes or plugins of all nodes; where several have one of the same name, its node is put in front of it. */
final class NamedList {

    private final Nodes nodes;
    private final Source source;
    private final BiFunction<List<Element>, Head, Message> form;

    private interface Source {
        CompletableFuture<Answers<List<Fields>>> of(List<Node> nodes, Filters filters, Message request);
    }

    private NamedList(Nodes nodes, Source source, BiFunction<List<Element>, Head, Message> form) {
        this.nodes = nodes;
        this.source = source;
        this.form = form;
    }

    /** Docker API, GET /networks: an array. */
    static NamedList networks(Nodes nodes) {
        return new NamedList(nodes, new Inventory(nodes, ObjectKind.NETWORKS)::of, NamedList::array);
    }

    /** Docker API, GET /plugins: an array. */
    static NamedList plugins(Nodes nodes) {
        return new NamedList(nodes, (all, filters, request) ->
                FanOut.ask(all, request.withArgs(filters.putInto(request.args())), Replies::objects), NamedList::array);
    }

    /** Docker API, GET /volumes: an object. */
    static NamedList volumes(Nodes nodes) {
        return new NamedList(nodes, new Inventory(nodes, ObjectKind.VOLUMES)::of,
                (elements, head) -> Reply.ofJson("{\"Volumes\":" + Element.array(elements) + ",\"Warnings\":null}", head));
    }

    private static Message array(List<Element> elements, Head head) {
        return Reply.ofJson(Element.array(elements), head);
    }

    void list(Message request) {
        Filters filters = Filters.of(request.args()).resolved(nodes);
        // those of all nodes count, because whether a name is the only one depends on all
        Reply.to(request, nodes.settled().thenCompose(all -> source.of(all, filters, request)
                .thenApply(answers -> merged(answers.orThrow(), filters.nodes(all)))));
    }

    private Message merged(Answers<List<Fields>> answers, List<Node> wanted) {
        List<Element> all = named(Element.of(answers).toList());
        return form.apply(all.stream().filter(element -> wanted.contains(element.node())).toList(), answers.warn(Head.EMPTY));
    }

    /** Each with a name that no other node has. */
    static List<Element> named(List<Element> elements) {
        Map<String, Set<Node>> names = new HashMap<>();
        elements.forEach(element -> names.computeIfAbsent(element.text("Name"), name -> new HashSet<>()).add(element.node()));
        return elements.stream().map(element -> {
            String name = element.text("Name");
            Element shown = element.with("Node", Json.object("Name", element.node().name()));
            return names.get(name).size() == 1 ? shown : shown.with("Name", element.node().name() + "/" + name);
        }).toList();
    }
}
