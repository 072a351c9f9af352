package com.libswarm.runtime.internal.chain;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/** The adapters that are there. Of several with one name the one that precedes the others serves. Thread-safe. */
public final class AdapterRegistry {

    private final Map<String, List<AdapterSource>> byName = new TreeMap<>();

    public synchronized void add(AdapterSource source) {
        List<AdapterSource> sources = byName.computeIfAbsent(source.info().name(), name -> new ArrayList<>(1));
        int at = 0;
        while (at < sources.size() && !source.precedes(sources.get(at))) {
            at++;
        }
        sources.add(at, source);
    }

    public synchronized void remove(AdapterSource source) {
        byName.computeIfPresent(source.info().name(), (name, sources) -> {
            sources.remove(source);
            return sources.isEmpty() ? null : sources;
        });
    }

    /**
     * Lets {@code fresh} serve for their names, before all others, and {@code gone} no more: at once, for whoever looks.
     *
     * @return takes it back
     */
    synchronized Runnable replace(Collection<? extends AdapterSource> gone, Collection<? extends AdapterSource> fresh) {
        List<AdapterSource> before = Stream.concat(gone.stream(), fresh.stream())
                .filter(source -> named(source.info().name()).contains(source)).distinct().<AdapterSource>map(source -> source).toList();
        gone.forEach(this::remove);
        fresh.forEach(this::remove);
        fresh.forEach(source -> byName.computeIfAbsent(source.info().name(), name -> new ArrayList<>(1)).add(0, source));
        return () -> takeBack(before, fresh);
    }

    private synchronized void takeBack(List<AdapterSource> before, Collection<? extends AdapterSource> fresh) {
        fresh.forEach(this::remove);
        before.forEach(this::add);
    }

    synchronized Optional<AdapterSource> find(String name) {
        return byName.containsKey(name) ? Optional.of(byName.get(name).get(0)) : Optional.empty();
    }

    synchronized List<AdapterSource> named(String name) {
        return List.copyOf(byName.getOrDefault(name, List.of()));
    }

    /** One for each name, in the order of the names. */
    public synchronized List<AdapterSource> all() {
        return byName.values().stream().map(sources -> sources.get(0)).toList();
    }
}
