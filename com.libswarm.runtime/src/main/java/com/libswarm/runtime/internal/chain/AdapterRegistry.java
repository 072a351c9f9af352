package com.libswarm.runtime.internal.chain;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

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

    synchronized Optional<AdapterSource> find(String name) {
        return byName.containsKey(name) ? Optional.of(byName.get(name).get(0)) : Optional.empty();
    }

    /** One for each name, in the order of the names. */
    public synchronized List<AdapterSource> all() {
        return byName.values().stream().map(sources -> sources.get(0)).toList();
    }
}
