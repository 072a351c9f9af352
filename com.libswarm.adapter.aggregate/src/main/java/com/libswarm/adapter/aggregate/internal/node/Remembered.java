package com.libswarm.adapter.aggregate.internal.node;

import com.libswarm.adapter.aggregate.internal.kept.Kept;
import com.libswarm.adapter.aggregate.internal.kept.Kept.Kind;
import java.util.List;
import java.util.Map;

/**
 * Which containers a node had when it became unhealthy: kept beyond this code, so that the next one does not take them for containers
 * that are nowhere, and gives their names to nobody else.
 */
final class Remembered {

    private final ContainerIndex index;
    private final Kept kept;

    Remembered(ContainerIndex index, Kept kept) {
        this.index = index;
        this.kept = kept;
    }

    /** The node does not answer any more. */
    void lost(Node node) {
        var lines = new StringBuilder();
        for (Container container : index.of(node)) {
            lines.append(container.id()).append(' ').append(container.created()).append(' ').append(container.name()).append('\n');
        }
        kept.put(Kind.LOST, node.name(), lines.toString());
    }

    /** The node itself tells what it has. */
    void found(Node node) {
        kept.remove(Kind.LOST, node.name());
    }

    /** Puts what the code before knew into the index; the node's first list says what of it is still there. */
    void restore(Node node) {
        kept.get(Kind.LOST, node.name()).ifPresent(lines -> lines.lines().map(line -> line.split(" ", 3)).filter(parts -> parts.length == 3)
                .forEach(parts -> index.putIfAbsent(new Container(node, parts[0], parts[2], "", "", Map.of(), "", Long.parseLong(parts[1]), List.of()))));
    }
}
