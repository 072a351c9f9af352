package com.libswarm.adapter.aggregate.internal.act;

import com.libswarm.adapter.aggregate.internal.json.Fields;
import com.libswarm.adapter.aggregate.internal.node.Container;
import java.util.Map;
import java.util.Optional;

/**
 * Which container of the aggregate one is, on whatever node: written in its labels, so that it is known when nothing else is.
 *
 * @param id the same for all copies of a container; the label is classic Swarm's
 * @param move how often it has been moved: of two copies the one that was moved more often is the container
 */
record Identity(String id, int move) {

    /** Of a container with these labels, if it has one. */
    static Optional<Identity> of(Map<String, String> labels) {
        String id = labels.getOrDefault(Container.SWARM_ID, "");
        return id.isEmpty() ? Optional.empty() : Optional.of(new Identity(id, Container.moves(labels)));
    }

    Identity next() {
        return new Identity(id, move + 1);
    }

    /** The container's configuration with this. */
    Fields putInto(Fields container) {
        Fields labels = container.object("Labels").with(Container.SWARM_ID, id);
        return container.withJson("Labels", (move == 0 ? labels.without(Container.MOVE) : labels.with(Container.MOVE, Integer.toString(move))).json());
    }
}
