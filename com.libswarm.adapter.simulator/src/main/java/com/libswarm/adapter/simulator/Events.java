package com.libswarm.adapter.simulator;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/** What happened: the latest quarter of a megabyte of it. */
final class Events {

    private static final int LIMIT = 256 * 1024;
    private static final int WEIGHT = 400;

    private final History<Event> history = new History<>(LIMIT, event -> WEIGHT);

    History<Event> history() {
        return history;
    }

    /** @param more names and values in turn */
    void container(String action, Container container, String... more) {
        var attributes = new LinkedHashMap<>(container.labels());
        attributes.put("image", container.image());
        attributes.put("name", container.name());
        for (int i = 0; i < more.length; i += 2) {
            attributes.put(more[i], more[i + 1]);
        }
        history.add(new Event(Instant.now(), "container", action, container.id(), attributes));
    }

    void image(String action, String id, String name) {
        history.add(new Event(Instant.now(), "image", action, id, Map.of("name", name)));
    }

    void volume(String action, String name) {
        history.add(new Event(Instant.now(), "volume", action, name, Map.of("driver", "local")));
    }
}
