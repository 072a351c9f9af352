package com.libswarm.adapter.aggregate.internal.node;

import com.libswarm.api.Failure;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Which container is on which node: by id, name and prefix of an id, however many nodes there are. Thread-safe.
 *
 * <p>A list of a node's containers takes its time, and meanwhile containers come and go: what changed after the {@link #mark} that
 * was taken before the list was asked for is newer than the list.
 */
public final class ContainerIndex {

    private static final int REMOVALS = 1_000;

    private record Entry(Container container, long stamp) {
    }

    private record Key(Node node, String id) {
    }

    // guarded by this; the same container may be reached by two nodes
    private final NavigableMap<String, Map<Node, Entry>> byId = new TreeMap<>();
    private final Map<String, Map<Key, Container>> byName = new HashMap<>();
    private final Map<Node, Map<String, Container>> byNode = new HashMap<>();
    private final Map<Key, Long> removals = new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Key, Long> eldest) {
            return size() > REMOVALS;
        }
    };
    private long clock;

    /** To be taken before a list is asked for. */
    synchronized long mark() {
        return clock;
    }

    /** A container has been created; what its node's list says of it is better. */
    public synchronized void putIfAbsent(Container container) {
        if (!byId.getOrDefault(container.id(), Map.of()).containsKey(container.node())) {
            put(container);
        }
    }

    synchronized void put(Container container) {
        if (container.id().isEmpty()) {
            return;
        }
        take(container.node(), container.id());
        byId.computeIfAbsent(container.id(), id -> new HashMap<>(2)).put(container.node(), new Entry(container, ++clock));
        byName.computeIfAbsent(container.name(), name -> new HashMap<>(2)).put(new Key(container.node(), container.id()), container);
        byNode.computeIfAbsent(container.node(), node -> new LinkedHashMap<>()).put(container.id(), container);
    }

    /** A container is seen in a list that was asked for after {@code mark}. */
    synchronized void putListed(Container container, long mark) {
        long removed = removals.getOrDefault(new Key(container.node(), container.id()), 0L);
        if (removed <= mark && (!isNewer(container.node(), container.id(), mark) || isSparse(container.node(), container.id()))) {
            put(container);
        }
    }

    /** These are all containers of a node. */
    synchronized void replace(Node node, Collection<Container> listed, long mark) {
        Set<String> ids = listed.stream().map(Container::id).collect(Collectors.toSet());
        for (String id : List.copyOf(byNode.getOrDefault(node, Map.of()).keySet())) {
            if (!ids.contains(id) && !isNewer(node, id, mark)) {
                take(node, id);
            }
        }
        listed.forEach(container -> putListed(container, mark));
    }

    /** Of a container that has just been created little is known. */
    private boolean isSparse(Node node, String id) {
        return byId.get(id).get(node).container.imageId().isEmpty();
    }

    private boolean isNewer(Node node, String id, long mark) {
        Entry known = byId.getOrDefault(id, Map.of()).get(node);
        return known != null && known.stamp > mark;
    }

    /** A container is there no more. */
    public synchronized void remove(Node node, String id) {
        take(node, id);
        removals.put(new Key(node, id), ++clock);
    }

    /** A container has another name. */
    public synchronized void rename(Node node, String id, String name) {
        Entry known = byId.getOrDefault(id, Map.of()).get(node);
        if (known != null) {
            put(known.container.renamed(name));
        }
    }

    synchronized void forget(Node node) {
        List.copyOf(byNode.getOrDefault(node, Map.of()).keySet()).forEach(id -> take(node, id));
    }

    private void take(Node node, String id) {
        Entry known = byId.getOrDefault(id, Map.of()).get(node);
        if (known == null) {
            return;
        }
        Map<Node, Entry> entries = byId.get(id);
        entries.remove(node);
        if (entries.isEmpty()) {
            byId.remove(id);
        }
        Map<Key, Container> named = byName.get(known.container.name());
        named.remove(new Key(node, id));
        if (named.isEmpty()) {
            byName.remove(known.container.name());
        }
        Map<String, Container> ofNode = byNode.get(node);
        ofNode.remove(id);
        if (ofNode.isEmpty()) {
            byNode.remove(node);
        }
    }

    /** The containers of a node. */
    public synchronized List<Container> of(Node node) {
        return List.copyOf(byNode.getOrDefault(node, Map.of()).values());
    }

    /** Those of that name, without a slash in front. */
    public synchronized List<Container> named(String name) {
        return List.copyOf(byName.getOrDefault(name, Map.of()).values());
    }

    /** Whether containers of more than one id have the name. */
    public synchronized boolean isShared(String name) {
        Map<Key, Container> named = byName.getOrDefault(name, Map.of());
        return named.size() > 1 && named.values().stream().map(Container::id).distinct().count() > 1;
    }

    /**
     * The container that {@code ref} means, by Docker's rules: an id, a name, or the beginning of an id.
     *
     * @param within the node that it is on, or empty for all
     * @throws Failure if it may mean several
     */
    public synchronized Optional<Container> find(String ref, Optional<Node> within) {
        if (ref.isEmpty()) {
            return Optional.empty();
        }
        List<Container> found = chosen(byId.getOrDefault(ref, Map.of()).values().stream().map(Entry::container).toList(), within);
        if (found.isEmpty()) {
            found = chosen(byName.getOrDefault(ref, Map.of()).values(), within);
            if (found.stream().map(Container::id).distinct().count() > 1) {
                throw new Failure(409, "The name " + ref + " is on several nodes: write "
                        + found.stream().map(Container::fullName).sorted().collect(Collectors.joining(" or ")) + ".");
            }
        }
        if (found.isEmpty()) {
            found = beginningWith(ref, within);
        }
        return found.stream().findFirst();
    }

    private List<Container> beginningWith(String prefix, Optional<Node> within) {
        var found = new ArrayList<Container>();
        for (var entry : byId.tailMap(prefix, true).entrySet()) {
            if (!entry.getKey().startsWith(prefix)) {
                break;
            }
            List<Container> ofId = chosen(entry.getValue().values().stream().map(Entry::container).toList(), within);
            if (!ofId.isEmpty() && !found.isEmpty()) {
                // an engine's own words
                throw new Failure(500, "Multiple IDs found with provided prefix: " + prefix);
            }
            found.addAll(ofId);
        }
        return found;
    }

    private static List<Container> chosen(Collection<Container> containers, Optional<Node> within) {
        return within.isEmpty() ? List.copyOf(containers)
                : containers.stream().filter(container -> container.node() == within.get()).toList();
    }
}
