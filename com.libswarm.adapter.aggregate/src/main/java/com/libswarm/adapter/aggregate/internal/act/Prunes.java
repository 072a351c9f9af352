package com.libswarm.adapter.aggregate.internal.act;

import com.libswarm.adapter.aggregate.internal.json.Json;
import com.libswarm.adapter.aggregate.internal.node.FanOut;
import com.libswarm.adapter.aggregate.internal.node.Nodes;
import com.libswarm.adapter.aggregate.internal.node.Replies;
import com.libswarm.adapter.aggregate.internal.read.Filters;
import com.libswarm.adapter.aggregate.internal.read.Reply;
import com.libswarm.api.Body;
import com.libswarm.api.Head;
import com.libswarm.api.Message;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Prunes on all nodes; what they have deleted is listed together, what they have reclaimed is added up. */
final class Prunes {

    private final Nodes nodes;

    Prunes(Nodes nodes) {
        this.nodes = nodes;
    }

    void prune(Message message) {
        message.body().cancel();
        Filters filters = Filters.of(message.args());
        Message ofNode = message.withBody(Body.NONE).withArgs(filters.putInto(message.args()));
        Reply.to(message, nodes.settled().thenCompose(all -> FanOut.ask(filters.nodes(all), ofNode, Replies::text))
                .thenApply(answers -> Reply.done(200, merged(answers.orThrow().values()), answers.warn(Head.EMPTY))));
    }

    private static Map<String, Object> merged(List<String> replies) {
        var all = new LinkedHashMap<String, Object>();
        for (String reply : replies) {
            Json.parse(reply, 502).forEach((field, value) -> all.merge(field, value == null ? List.of() : value, Prunes::both));
        }
        return all;
    }

    private static Object both(Object one, Object other) {
        if (one instanceof Number first && other instanceof Number second) {
            return first.longValue() + second.longValue();
        }
        var both = new ArrayList<Object>();
        for (Object list : new Object[] {one, other}) {
            if (list instanceof List<?> elements) {
                both.addAll(elements);
            }
        }
        return both;
    }
}
