package com.libswarm.runtime.internal.chain;

import com.libswarm.api.Failure;
import com.libswarm.api.adapter.KeptState;
import java.util.AbstractMap;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/** What a slot keeps for its links, by adapter. Thread-safe. */
final class KeptStates {

    private final Map<String, Kept> byAdapter = new ConcurrentHashMap<>();

    /** State in one format. Another format is another object: who holds the former goes on with it. */
    record Kept(int format, ConcurrentHashMap<String, byte[]> map) {
    }

    private Kept current(String adapter) {
        return byAdapter.computeIfAbsent(adapter, name -> new Kept(1, new ConcurrentHashMap<>()));
    }

    /** For a new instance. */
    KeptState view(String adapter) {
        return new View(adapter);
    }

    /** What there is, to be {@link #restore restored}. */
    Kept save(String adapter) {
        return current(adapter);
    }

    void restore(String adapter, Kept saved) {
        byAdapter.put(adapter, saved);
    }

    /** A copy that nobody else sees. */
    KeptState copy(String adapter) {
        KeptStates copy = new KeptStates();
        Kept kept = current(adapter);
        copy.restore(adapter, new Kept(kept.format, new ConcurrentHashMap<>(kept.map)));
        return copy.view(adapter);
    }

    /** State as one instance sees it. */
    private final class View extends AbstractMap<String, byte[]> implements KeptState {

        private final String adapter;
        private volatile Kept kept;

        View(String adapter) {
            this.adapter = adapter;
            this.kept = current(adapter);
        }

        @Override
        public int format() {
            return kept.format;
        }

        @Override
        public synchronized void convert(int format, UnaryOperator<Map<String, byte[]>> conversion) {
            if (format != kept.format) {
                Kept converted = new Kept(format, new ConcurrentHashMap<>(conversion.apply(new HashMap<>(kept.map))));
                kept = converted;
                byAdapter.put(adapter, converted);
            }
        }

        @Override
        public void requireFormat(int newest) {
            if (kept.format > newest) {
                throw new Failure(409, "What the link has kept was written by a newer version of the adapter '" + adapter
                        + "', in format " + kept.format + "; this version reads formats up to " + newest + ". Stay with the newer version, or give "
                        + "the state up: remove the link and insert it again.");
            }
        }

        @Override
        public Set<Entry<String, byte[]>> entrySet() {
            return kept.map.entrySet();
        }

        @Override
        public int size() {
            return kept.map.size();
        }

        @Override
        public byte[] get(Object key) {
            return kept.map.get(key);
        }

        @Override
        public boolean containsKey(Object key) {
            return kept.map.containsKey(key);
        }

        @Override
        public byte[] put(String key, byte[] value) {
            return kept.map.put(key, value);
        }

        @Override
        public byte[] remove(Object key) {
            return kept.map.remove(key);
        }

        @Override
        public byte[] putIfAbsent(String key, byte[] value) {
            return kept.map.putIfAbsent(key, value);
        }

        @Override
        public boolean remove(Object key, Object value) {
            return kept.map.remove(key, value);
        }

        @Override
        public boolean replace(String key, byte[] before, byte[] after) {
            return kept.map.replace(key, before, after);
        }

        @Override
        public byte[] replace(String key, byte[] value) {
            return kept.map.replace(key, value);
        }

        @Override
        public byte[] computeIfAbsent(String key, Function<? super String, ? extends byte[]> make) {
            return kept.map.computeIfAbsent(key, make);
        }

        @Override
        public byte[] computeIfPresent(String key, BiFunction<? super String, ? super byte[], ? extends byte[]> change) {
            return kept.map.computeIfPresent(key, change);
        }

        @Override
        public byte[] compute(String key, BiFunction<? super String, ? super byte[], ? extends byte[]> change) {
            return kept.map.compute(key, change);
        }

        @Override
        public byte[] merge(String key, byte[] value, BiFunction<? super byte[], ? super byte[], ? extends byte[]> merge) {
            return kept.map.merge(key, value, merge);
        }
    }
}
