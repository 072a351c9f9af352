package com.libswarm.adapter.simulator;

import com.libswarm.api.adapter.KeptState;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What outlives this instance: documents and bytes by kind and name, in what the context keeps. */
final class Store {

    /** Of what is kept. Whoever changes it converts the older one when the link becomes active, before anything is loaded. */
    private static final int FORMAT = 1;

    private final KeptState kept;
    private boolean closed;

    Store(KeptState kept) {
        this.kept = kept;
    }

    /** What is kept can be read, or a Failure says that it cannot. */
    void check() {
        kept.requireFormat(FORMAT);
    }

    void put(String kind, String name, Map<String, Object> document) {
        putBytes(kind, name, Json.bytes(document));
    }

    void putBytes(String kind, String name, byte[] bytes) {
        if (!closed) {
            kept.put(kind + "/" + name, bytes);
        }
    }

    void remove(String kind, String name) {
        if (!closed) {
            kept.remove(kind + "/" + name);
        }
    }

    Optional<byte[]> bytes(String kind, String name) {
        return Optional.ofNullable(kept.get(kind + "/" + name));
    }

    List<Map<String, Object>> documents(String kind) {
        var documents = new ArrayList<Map<String, Object>>();
        kept.forEach((key, bytes) -> {
            if (key.startsWith(kind + "/")) {
                documents.add(Json.parse(bytes));
            }
        });
        return documents;
    }

    /** Writes nothing from now on: a successor does. */
    void close() {
        closed = true;
    }
}
