package com.libswarm.adapter.aggregate.internal.node;

import com.libswarm.adapter.aggregate.internal.json.Fields;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/** The lists of a node's images, networks and volumes, from one time that it is connected to the next. Thread-safe. */
final class KnownLists {

    private final Map<ObjectKind, KnownList> lists = new EnumMap<>(ObjectKind.class);
    private final Picture.Later later;

    KnownLists(Node node, Picture.Later later) {
        for (ObjectKind kind : ObjectKind.values()) {
            lists.put(kind, new KnownList(node, kind));
        }
        this.later = later;
    }

    CompletableFuture<List<Fields>> get(ObjectKind kind) {
        return lists.get(kind).get();
    }

    /** The list may be another now. */
    void changed(ObjectKind kind) {
        lists.get(kind).changed();
    }

    /**
     * The node tells that something has happened.
     *
     * @param millis after which its lists show that, at the latest
     */
    void happened(String type, String action, long millis) {
        ObjectKind.ofEvent(type, action).ifPresent(kind -> {
            changed(kind);
            later.run(millis, () -> changed(kind));
        });
    }

    /** Something may have been missed. */
    void refresh() {
        lists.values().forEach(KnownList::refresh);
    }
}
