package com.libswarm.adapter.aggregate.internal.read;

import com.libswarm.adapter.aggregate.internal.node.EngineEvent;
import com.libswarm.adapter.aggregate.internal.node.Node;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Events of the aggregate's own, which no engine tells; they stand among those of the engines. The last of them are remembered, as an
 * engine remembers its own, until the link or its code is replaced. Thread-safe.
 */
public final class Announcements {

    /** As many as an engine remembers. */
    private static final int REMEMBERED = 256;

    // guarded by this
    private final Set<Consumer<Announcement>> listeners = new LinkedHashSet<>();
    private final Deque<Announcement> recent = new ArrayDeque<>();

    /**
     * Tells all who watch what has happened to a container.
     *
     * @param node where the container is
     */
    public void announce(Node node, String action, String id, Map<String, Object> attributes) {
        tell(Announcement.ofContainer(node, action, id, attributes));
    }

    /** Tells all who watch what has become of a node's engine. */
    public void announce(Node node, EngineEvent event) {
        tell(Announcement.ofEngine(node, event));
    }

    private void tell(Announcement announcement) {
        List<Consumer<Announcement>> told;
        synchronized (this) {
            recent.add(announcement);
            if (recent.size() > REMEMBERED) {
                recent.remove();
            }
            told = List.copyOf(listeners);
        }
        told.forEach(listener -> listener.accept(announcement));
    }

    /** Those that are remembered, in the order in which they happened. */
    synchronized List<Announcement> recent() {
        return List.copyOf(recent);
    }

    /**
     * Calls {@code listener} with those that are remembered, and with each from now on.
     *
     * @return ends it
     */
    Runnable listen(Consumer<Announcement> listener) {
        List<Announcement> before;
        synchronized (this) {
            listeners.add(listener);
            before = List.copyOf(recent);
        }
        before.forEach(listener);
        return () -> forget(listener);
    }

    private synchronized void forget(Consumer<Announcement> listener) {
        listeners.remove(listener);
    }
}
