package com.libswarm.adapter.aggregate.internal.act;

import com.libswarm.adapter.aggregate.internal.kept.Kept;
import com.libswarm.adapter.aggregate.internal.kept.Kept.Kind;
import com.libswarm.adapter.aggregate.internal.node.Container;
import com.libswarm.adapter.aggregate.internal.node.Node;
import java.util.List;
import java.util.Map;

/**
 * Creates whose node was lost before it answered. The client was told that it failed, or got the container from another node; if
 * the lost node has made it all the same, nobody wants it: it is removed before anybody sees it.
 */
final class CutOffs {

    private static final int MOST = 1_000;

    private final Kept kept;

    CutOffs(Kept kept) {
        this.kept = kept;
    }

    /** A create on that node was cut off. Only a container with a name can be told from others later. */
    void note(Node node, String name, String image) {
        if (!name.isEmpty() && kept.size(Kind.CUT_OFF).things() < MOST) {
            kept.put(Kind.CUT_OFF, key(node, name), image);
        }
    }

    /** The name is that of a container that somebody wants. */
    void created(Node node, String name) {
        kept.remove(Kind.CUT_OFF, key(node, name));
    }

    /** Whether this is one that nobody wants: it has never been started. */
    boolean isLeft(Container container) {
        return container.state().equals("created")
                && kept.get(Kind.CUT_OFF, key(container.node(), container.name())).filter(container.image()::equals).isPresent();
    }

    /** These are all containers that the node has, so there is nothing left of others. */
    void listed(Node node, List<Container> listed) {
        for (String key : ofNode(node).keySet()) {
            if (listed.stream().noneMatch(container -> key(node, container.name()).equals(key) && isLeft(container))) {
                kept.remove(Kind.CUT_OFF, key);
            }
        }
    }

    private Map<String, String> ofNode(Node node) {
        Map<String, String> notes = kept.all(Kind.CUT_OFF);
        notes.keySet().removeIf(key -> !key.startsWith(node.name() + "/"));
        return notes;
    }

    private static String key(Node node, String name) {
        return node.name() + "/" + name;
    }
}
