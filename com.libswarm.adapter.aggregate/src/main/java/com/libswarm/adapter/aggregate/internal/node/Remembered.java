package com.libswarm.adapter.aggregate.internal.node;

import com.libswarm.adapter.aggregate.internal.kept.Kept;
import com.libswarm.adapter.aggregate.internal.kept.Kept.Kind;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * Which containers a node had when it became unhealthy, or when this code ended: kept beyond it, so that the next one does not take them
 * for containers that are nowhere, and gives their names to nobody else.
 */
final class Remembered {

    private final ContainerIndex index;
    private final Kept kept;
    private final Supplier<Admission> admission;

    /** @param admission says which containers count: others have been moved since */
    Remembered(ContainerIndex index, Kept kept, Supplier<Admission> admission) {
        this.index = index;
        this.kept = kept;
        this.admission = admission;
    }

    /** Who asks for the node next does not know what it has. */
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
                .map(parts -> new Container(node, parts[0], parts[2], "", "", Map.of(), "", Long.parseLong(parts[1]), List.of()))
                .filter(admission.get()::counts).forEach(index::putIfAbsent));
    }
}
