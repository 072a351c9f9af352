package com.libswarm.adapter.aggregate.internal.act;

import com.libswarm.adapter.aggregate.internal.kept.Kept;
import com.libswarm.adapter.aggregate.internal.kept.Kept.Kind;
import com.libswarm.adapter.aggregate.internal.node.Container;
import com.libswarm.adapter.aggregate.internal.node.Node;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/**
 * Creates whose node was lost before it answered. The client was told that it failed, or got the container from another node; if
 * the lost node has made it all the same, nobody wants it: it is removed before anybody sees it.
 */
final class CutOffs {

    private static final int MOST = 1_000;
    /** An engine that wakes may do what it was asked after it has told what it has. */
    private static final long LATE_NANOS = TimeUnit.SECONDS.toNanos(30);
    /** Behind the image in the note of a create that may be done late. */
    private static final String LATE = " late";

    private final Kept kept;
    /** When a note was found to be without its container first. */
    private final Map<String, Long> missed = new ConcurrentHashMap<>();

    CutOffs(Kept kept) {
        this.kept = kept;
    }

    /**
     * A create on that node was cut off. Only a container with a name can be told from others later.
     *
     * @param mayBeLate whether the node may still do it when it wakes; otherwise it has done it when it lists its containers, or never does
     */
    void note(Node node, String name, String image, boolean mayBeLate) {
        if (!name.isEmpty() && kept.size(Kind.CUT_OFF).things() < MOST) {
            missed.remove(key(node, name));
            kept.put(Kind.CUT_OFF, key(node, name), image + (mayBeLate ? LATE : ""));
        }
    }

    /** The name is that of a container that somebody wants. */
    void created(Node node, String name) {
        forget(key(node, name));
    }

    private void forget(String key) {
        missed.remove(key);
        kept.remove(Kind.CUT_OFF, key);
    }

    /** Whether this is one that nobody wants: it has never been started. */
    boolean isLeft(Container container) {
        return isLeft(container.node(), container.name(), container.image(), container.state());
    }

    /** The same of what a node tells. */
    boolean isLeft(Node node, String name, String image, String state) {
        return state.equals("created") && kept.get(Kind.CUT_OFF, key(node, name)).filter(note -> note.equals(image) || note.equals(image + LATE)).isPresent();
    }

    /** These are all containers that the node has, so there is nothing left of others, but for what may be late. */
    void listed(Node node, List<Container> listed) {
        notes(node).forEach((key, note) -> {
            if (!note.endsWith(LATE) && listed.stream().noneMatch(container -> key(node, container.name()).equals(key) && isLeft(container))) {
                forget(key);
            }
        });
    }

    /** The names of containers that may still come, because the node was there again a moment ago. */
    List<String> expected(Node node) {
        if (kept.size(Kind.CUT_OFF).things() == 0) {
            return List.of();
        }
        long now = System.nanoTime();
        Map<String, String> late = notes(node);
        late.values().removeIf(note -> !note.endsWith(LATE));
        late.keySet().stream().filter(key -> now - missed.computeIfAbsent(key, first -> now) > LATE_NANOS).forEach(this::forget);
        return late.keySet().stream().filter(missed::containsKey).map(key -> key.substring(key(node, "").length())).toList();
    }

    private Map<String, String> notes(Node node) {
        Map<String, String> notes = kept.all(Kind.CUT_OFF);
        notes.keySet().removeIf(key -> !key.startsWith(key(node, "")));
        return notes;
    }

    private static String key(Node node, String name) {
        return node.name() + "/" + name;
    }
}
