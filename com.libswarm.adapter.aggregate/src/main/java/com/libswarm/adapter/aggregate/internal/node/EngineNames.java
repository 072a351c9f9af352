package com.libswarm.adapter.aggregate.internal.node;

import com.libswarm.adapter.aggregate.internal.kept.Kept;
import com.libswarm.adapter.aggregate.internal.kept.Kept.Kind;
import java.util.Optional;
import java.util.function.Predicate;

/** What nodes are called that have no name of their own: as their engines call themselves, which is kept for when those cannot be asked. */
final class EngineNames {

    private final Kept kept;

    EngineNames(Kept kept) {
        this.kept = kept;
    }

    /** What the engine of that link has called itself before. */
    Optional<String> known(String link, String spec) {
        return kept.get(Kind.CALLED, link).filter(note -> note.startsWith(spec + "\n")).map(note -> note.substring(spec.length() + 1));
    }

    /** The name of a node whose engine calls itself {@code host}. */
    String give(Node node, String host, Predicate<String> isTaken) {
        String name = host;
        for (int i = 2; isTaken.test(name); i++) {
            name = host + "-" + i;
        }
        kept.put(Kind.CALLED, node.name(), node.spec() + "\n" + name);
        return name;
    }
}
