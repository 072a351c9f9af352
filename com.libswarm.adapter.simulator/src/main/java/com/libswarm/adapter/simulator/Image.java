package com.libswarm.adapter.simulator;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * An image: nothing but names and a command.
 *
 * @param id with {@code sha256:} before it
 * @param tags {@code busybox:latest}, in the order of their names
 * @param service the program that runs in it until it is stopped, as nginx in nginx; a shell in those that are made for one
 */
record Image(String id, List<String> tags, Instant created, String service) {

    private static final Set<String> WITH_SHELL = Set.of("busybox", "alpine", "debian", "ubuntu", "fedora", "bash");
    private static final int SIZE = 1_240_000;

    /** The image that a registry would have under that name. */
    static Image pulled(Reference reference) {
        return new Image("sha256:" + Ids.of(reference.toString()), List.of(reference.toString()), Instant.now(), reference.baseName());
    }

    Image withTags(List<String> others) {
        return new Image(id, others.stream().sorted().distinct().toList(), created, service);
    }

    List<String> command() {
        return List.of(WITH_SHELL.contains(service) ? "sh" : service);
    }

    int size() {
        return SIZE;
    }

    /** {@code 5f3a...}, twelve digits. */
    String shortId() {
        return id.substring(7, 19);
    }

    Map<String, Object> toRecord() {
        return Json.object("Id", id, "Tags", tags, "Created", created.toString(), "Service", service);
    }

    static Image fromRecord(Map<String, Object> record) {
        return new Image(Json.text(record, "Id"), Json.strings(record, "Tags"), Instant.parse(Json.text(record, "Created")),
                Json.text(record, "Service"));
    }
}
