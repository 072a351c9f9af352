package com.libswarm.adapter.aggregate.internal.node;

import com.libswarm.api.Failure;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Which container is on which node: by id, name and prefix of an id, however many nodes there are. Thread-safe.
 *
 * <p>A list of a node's containers takes its time, and meanwhile containers come and go: what changed after the {@link #mark} that
 * was taken before the list was asked for is newer than the list.
 */
public final class ContainerIndex {

    private static final int REMOVALS = 1_000;

    private record Key(Node node, String id) {
    }

    /** Those that have one name. */
    private static final class Namesakes {
        private Map<Key, Entry> entries = Map.of();
        private boolean shared;
    }

    /** Those of one node. */
    private static final class Shelf {
        private final Map<String, Entry> entries = new LinkedHashMap<>();
        private Optional<List<Container>> containers = Optional.empty();
    }

    // guarded by this; the same container may be reached by two nodes
    private final NavigableMap<String, Map<Node, Entry>> byId = new TreeMap<>();
    private final Map<String, Namesakes> byName = new HashMap<>();
    private final Map<String, Key> bySwarmId = new HashMap<>();
    private final Map<Node, Shelf> byNode = new HashMap<>();
    private final NavigableSet<Entry> sorted = new TreeSet<>(Entry.NEWEST_FIRST);
    private final Map<Key, Long> removals = new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Key, Long> eldest) {
            return size() > REMOVALS;
        }
    };
    private long clock;
    private long orders;
    private Optional<List<Entry>> list = Optional.empty();

    /** To be taken before a list is asked for. */
    synchronized long mark() {
        return clock;
    }

    /** A container has been created; what its node's list says of it is better, so the node is asked for it. */
    public void putIfAbsent(Container container) {
        synchronized (this) {
            if (entry(container.node(), container.id()).isPresent()) {
                return;
            }
            put(container, Optional.empty());
        }
        container.node().changed(container.id());
    }

    synchronized void put(Container container, Optional<Listed> listed) {
        if (container.id().isEmpty()) {
            return;
        }
        Optional<Entry> known = entry(container.node(), container.id());
        var entry = new Entry(container, listed, ++clock, known.map(Entry::order).orElseGet(() -> ++orders));
        known.ifPresent(sorted::remove);
        known.filter(older -> !older.container().name().equals(container.name())).ifPresent(this::unname);
        Map<Node, Entry> sameId = with(byId.getOrDefault(container.id(), Map.of()), container.node(), entry);
        byId.put(container.id(), sameId);
        sameId.values().forEach(each -> each.twice(sameId.size() > 1));
        Namesakes namesakes = byName.computeIfAbsent(container.name(), name -> new Namesakes());
        namesakes.entries = with(namesakes.entries, new Key(container.node(), container.id()), entry);
        entry.share(namesakes.shared);
        share(namesakes);
        container.swarmId().ifPresent(id -> bySwarmId.put(id, new Key(container.node(), container.id())));
        Shelf shelf = byNode.computeIfAbsent(container.node(), node -> new Shelf());
        shelf.entries.put(container.id(), entry);
        shelf.containers = Optional.empty();
        sorted.add(entry);
        list = Optional.empty();
    }

    /** Most have one element: a map that can be changed would take five times the memory. */
    private static <K, V> Map<K, V> with(Map<K, V> map, K key, V value) {
        if (map.isEmpty() || map.size() == 1 && map.containsKey(key)) {
            return Map.of(key, value);
        }
        Map<K, V> more = map instanceof HashMap ? map : new HashMap<>(map);
        more.put(key, value);
        return more;
    }

    private static <K, V> Map<K, V> without(Map<K, V> map, K key) {
        Map<K, V> less = new HashMap<>(map);
        less.remove(key);
        return less.size() == 1 ? Map.copyOf(less) : less;
    }

    private static void share(Namesakes namesakes) {
        Collection<Entry> entries = namesakes.entries.values();
        entries.forEach(entry -> entry.pend(entries.stream().anyMatch(other -> entry.container().isPendingCopyOf(other.container()))));
        boolean shared = entries.size() > 1 && entries.stream().filter(entry -> !entry.isPending()).map(entry -> entry.container().id()).distinct().count() > 1;
        if (shared != namesakes.shared) {
            namesakes.shared = shared;
            namesakes.entries.values().forEach(entry -> entry.share(shared));
        }
    }

    /** A container is seen in a list that was asked for after {@code mark}. */
    synchronized void putListed(Container container, Optional<Listed> listed, long mark) {
        long removed = removals.getOrDefault(new Key(container.node(), container.id()), 0L);
        Optional<Entry> known = entry(container.node(), container.id());
        if (known.isPresent() && known.get().container() == container) {
            known.get().relist(listed);
            return;
        }
        if (removed <= mark && (known.isEmpty() || known.get().stamp() <= mark || !known.get().isListed())) {
            put(container, listed);
        }
    }

    /** A container is not in a list of its node that was asked for after {@code mark}. */
    synchronized void removeUnlisted(Node node, String id, long mark) {
        if (entry(node, id).filter(known -> known.stamp() <= mark).isPresent()) {
            take(node, id);
        }
    }

    /** The containers of a node of which a list that was asked for after {@code mark} does not tell are gone. */
    synchronized void retain(Node node, Set<String> listed, long mark) {
        for (String id : List.copyOf(shelf(node).keySet())) {
            if (!listed.contains(id)) {
                removeUnlisted(node, id, mark);
            }
        }
    }

    synchronized Optional<Entry> entry(Node node, String id) {
        return Optional.ofNullable(byId.getOrDefault(id, Map.of()).get(node));
    }

    private Map<String, Entry> shelf(Node node) {
        Shelf shelf = byNode.get(node);
        return shelf == null ? Map.of() : shelf.entries;
    }

    /** A container is there no more. */
    public synchronized void remove(Node node, String id) {
        take(node, id);
        removals.put(new Key(node, id), ++clock);
    }

    /** A container has another name. The node is asked for it again: a list that is under way may be from before or after. */
    public void rename(Node node, String id, String name) {
        synchronized (this) {
            entry(node, id).ifPresent(known -> put(known.container().renamed(name), known.listed()));
        }
        node.changed(id);
    }

    synchronized void forget(Node node) {
        List.copyOf(shelf(node).keySet()).forEach(id -> take(node, id));
    }

    private Optional<Entry> take(Node node, String id) {
        Map<Node, Entry> sameId = byId.getOrDefault(id, Map.of());
        Entry known = sameId.get(node);
        if (known == null) {
            return Optional.empty();
        }
        Map<Node, Entry> left = without(sameId, node);
        left.values().forEach(each -> each.twice(left.size() > 1));
        if (left.isEmpty()) {
            byId.remove(id);
        } else {
            byId.put(id, left);
        }
        unname(known);
        known.container().swarmId().ifPresent(swarmId -> bySwarmId.remove(swarmId, new Key(node, id)));
        Shelf shelf = byNode.get(node);
        shelf.entries.remove(id);
        shelf.containers = Optional.empty();
        if (shelf.entries.isEmpty()) {
            byNode.remove(node);
        }
        sorted.remove(known);
        list = Optional.empty();
        return Optional.of(known);
    }

    private void unname(Entry entry) {
        Container container = entry.container();
        Namesakes namesakes = byName.get(container.name());
        namesakes.entries = without(namesakes.entries, new Key(container.node(), container.id()));
        if (namesakes.entries.isEmpty()) {
            byName.remove(container.name());
        } else {
            share(namesakes);
        }
    }

    /** The containers of a node. */
    public synchronized List<Container> of(Node node) {
        Shelf shelf = byNode.get(node);
        if (shelf == null) {
            return List.of();
        }
        if (shelf.containers.isEmpty()) {
            shelf.containers = Optional.of(shelf.entries.values().stream().map(Entry::container).toList());
        }
        return shelf.containers.get();
    }

    /** All, the newest first. */
    public synchronized List<Entry> all() {
        if (list.isEmpty()) {
            list = Optional.of(List.copyOf(sorted));
        }
        return list.get();
    }

    /** Those of that name, without a slash in front. */
    public synchronized List<Container> named(String name) {
        return byName.containsKey(name) ? containers(byName.get(name).entries.values()) : List.of();
    }

    /** The same without copies that may not be wanted. */
    private List<Container> shown(String name) {
        return byName.containsKey(name) ? containers(byName.get(name).entries.values().stream().filter(entry -> !entry.isPending()).toList()) : List.of();
    }

    /** Whether containers of more than one id have the name. */
    public synchronized boolean isShared(String name) {
        return byName.containsKey(name) && byName.get(name).shared;
    }

    private static List<Container> containers(Collection<Entry> entries) {
        return entries.stream().map(Entry::container).toList();
    }

    /**
     * The container that {@code ref} means, by Docker's rules: an id, a name, or the beginning of an id; or the id that it keeps when it
     * is moved.
     *
     * @param within the node that it is on, or empty for all
     * @throws Failure if it may mean several
     */
    public synchronized Optional<Container> find(String ref, Optional<Node> within) {
        if (ref.isEmpty()) {
            return Optional.empty();
        }
        List<Container> found = within.isPresent() ? entry(within.get(), ref).map(Entry::container).stream().toList()
                : containers(byId.getOrDefault(ref, Map.of()).values());
        if (found.isEmpty()) {
            found = within.isPresent() ? of(within.get()).stream().filter(container -> container.name().equals(ref)).toList() : shown(ref);
            if (found.stream().map(Container::id).distinct().count() > 1) {
                throw new Failure(409, "The name " + ref + " is on several nodes: write "
                        + found.stream().map(Container::fullName).sorted().collect(Collectors.joining(" or ")) + ".");
            }
        }
        if (found.isEmpty() && bySwarmId.containsKey(ref)) {
            Key key = bySwarmId.get(ref);
            found = within.isEmpty() || within.get() == key.node ? entry(key.node, key.id).map(Entry::container).stream().toList() : List.of();
        }
        return found.isEmpty() ? beginningWith(ref, within) : found.stream().findFirst();
    }

    private Optional<Container> beginningWith(String prefix, Optional<Node> within) {
        NavigableSet<String> ids = within.isPresent() ? new TreeSet<>(shelf(within.get()).keySet()) : byId.navigableKeySet();
        List<String> found = ids.tailSet(prefix, true).stream().takeWhile(id -> id.startsWith(prefix)).limit(2).toList();
        if (found.size() > 1) {
            // an engine's own words
            throw new Failure(500, "Multiple IDs found with provided prefix: " + prefix);
        }
        return found.stream().findFirst().flatMap(id -> byId.get(id).entrySet().stream()
                .filter(sameId -> within.isEmpty() || sameId.getKey() == within.get()).map(sameId -> sameId.getValue().container()).findFirst());
    }
}
