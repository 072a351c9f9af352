package com.libswarm.adapter.aggregate.internal.act;

import com.libswarm.adapter.aggregate.internal.kept.Kept;
import com.libswarm.adapter.aggregate.internal.kept.Kept.Kind;
import com.libswarm.adapter.aggregate.internal.node.Node;
import java.util.HashMap;
import java.util.Map;

/**
 * Whether a container goes on elsewhere or stays. It is decided once, before the copy elsewhere is started, by whoever comes first: the
 * one who moves it, or its own node, which is back. So it never runs twice, also while two instances of the link are there.
 */
final class Decisions {

    private static final String MOVES = "/moves";
    private static final String STAYS = "stays";
    private static final String MOVED = "moved ";

    private final Kept kept;

    Decisions(Kept kept) {
        this.kept = kept;
    }

    /** Whether nobody else is moving the container; then the caller is, until he {@link #end}s it. */
    boolean begin(String id) {
        return kept.reserve(MOVES, id);
    }

    /** Whether somebody is moving the container, and it may still turn out that it stays. */
    boolean isBegun(String id) {
        return kept.isReserved(MOVES, id) && !isMoved(id);
    }

    void end(String id) {
        stayed(id);
        kept.release(MOVES, id);
    }

    /** The container goes on elsewhere, unless it was decided that it stays. */
    boolean move(String id, String fromNode) {
        return kept.putIfAbsent(Kind.DECIDED, id, MOVED + fromNode).startsWith(MOVED);
    }

    /** The container's node is coming back: the container stays, unless it goes on elsewhere. */
    boolean stay(String id) {
        return !kept.putIfAbsent(Kind.DECIDED, id, STAYS).startsWith(MOVED);
    }

    /** The container's node is back, so nobody moves it, until that node fails again. */
    void stayed(String id) {
        if (kept.get(Kind.DECIDED, id).filter(STAYS::equals).isPresent()) {
            kept.remove(Kind.DECIDED, id);
        }
    }

    boolean isMoved(String id) {
        return kept.get(Kind.DECIDED, id).filter(decided -> decided.startsWith(MOVED)).isPresent();
    }

    /** What is left of it has been removed. */
    void forget(String id) {
        kept.remove(Kind.DECIDED, id);
    }

    /** Those that go on elsewhere, by id, with the node that they were on, where what is left of them has not been removed yet. */
    Map<String, String> moved() {
        var moved = new HashMap<String, String>();
        kept.all(Kind.DECIDED).forEach((id, decided) -> {
            if (decided.startsWith(MOVED)) {
                moved.put(id, decided.substring(MOVED.length()));
            }
        });
        return moved;
    }

    /** The same of one node. */
    Map<String, String> moved(Node node) {
        Map<String, String> moved = moved();
        moved.values().removeIf(name -> !name.equals(node.name()));
        return moved;
    }
}
