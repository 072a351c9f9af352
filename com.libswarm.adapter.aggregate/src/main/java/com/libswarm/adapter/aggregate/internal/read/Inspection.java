package com.libswarm.adapter.aggregate.internal.read;

import com.libswarm.adapter.aggregate.internal.json.Fields;
import com.libswarm.adapter.aggregate.internal.node.Node;
import com.libswarm.adapter.aggregate.internal.node.Nodes;
import com.libswarm.adapter.aggregate.internal.node.PublishedPort;
import com.libswarm.adapter.aggregate.internal.node.Replies;
import com.libswarm.api.Body;
import com.libswarm.api.Message;

/** A container as its engine has it, with the node that it is on (Docker API, GET /containers/ID/json). */
final class Inspection {

    private final Nodes nodes;
    private final Directory directory;

    Inspection(Nodes nodes, Directory directory) {
        this.nodes = nodes;
        this.directory = directory;
    }

    void get(Message request, String ref) {
        Reply.to(request, directory.container(ref, request).thenCompose(place -> place.node().ask(request.withPath(place.path()), reply ->
                Replies.text(reply).thenApply(json -> Reply.with(reply, Body.text(shown(json, place)))))));
    }

    private String shown(String json, Directory.Place place) {
        Fields container = reached(Fields.of(json, 502), place.node()).with("Node", NodeView.inspect(place.node()));
        String name = place.container().name();
        return (nodes.containers().isShared(name) ? container.with("Name", "/" + place.container().fullName()) : container).json() + "\n";
    }

    /** What was asked for, in HostConfig, stays as it was. */
    private static Fields reached(Fields container, Node node) {
        Fields settings = container.object("NetworkSettings");
        String ports = settings.get("Ports").orElse("");
        String reached = PublishedPort.reached(ports, node);
        return reached.equals(ports) ? container : container.withJson("NetworkSettings", settings.withJson("Ports", reached).json());
    }
}
