package com.libswarm.adapter.simulator;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Instant;
import java.util.Map;

/**
 * Something that happened (Docker API, GET /events).
 *
 * @param type container, image, network or volume
 * @param attributes of the object, its labels among them
 */
record Event(Instant time, String type, String action, String id, Map<String, String> attributes) {

    byte[] toJson() {
        long nanos = time.getEpochSecond() * 1_000_000_000 + time.getNano();
        var actor = Json.object("ID", id, "Attributes", attributes);
        var event = Json.object("Type", type, "Action", action, "Actor", actor, "scope", "local", "time", time.getEpochSecond(),
                "timeNano", nanos);
        if (type.equals("container") || type.equals("image")) {
            event.put("status", action);
            event.put("id", id);
        }
        if (type.equals("container")) {
            event.put("from", attributes.getOrDefault("image", ""));
        }
        return (new String(Json.bytes(event), UTF_8) + "\n")
                .getBytes(UTF_8);
    }
}
