package com.libswarm.cloud.internal;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * A host in a cloud, as every provider tells of it.
 *
 * @param address where it is reached; empty as long as it has none
 * @param created RFC 3339, in UTC
 * @param meta what was written on it when it was made; {@code fault} if the cloud says why it is in error
 */
public record Host(String name, String id, String address, Status status, String region, String flavor, String image, String created,
        Map<String, String> meta) {

    /** The name in {@link #meta} of why a host is in error. */
    public static final String FAULT = "fault";

    /** How a host is. */
    public enum Status {
        /** It is being built, or changed in a way that ends. */
        BUILDING,
        /** It runs. */
        ACTIVE,
        /** It is there, but does not run. */
        STOPPED,
        /** The cloud could not build it, or has lost it. */
        ERROR,
        /** It is on its way out, or gone. */
        DELETED;

        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** The same host at another address. */
    public Host at(String other) {
        return new Host(name, id, other, status, region, flavor, image, created, meta);
    }

    /** The object at {@code /hosts/NAME}. */
    public Map<String, Object> object() {
        var object = new LinkedHashMap<String, Object>();
        object.put("Name", name);
        object.put("Id", id);
        object.put("Address", address);
        object.put("Status", status.word());
        object.put("Region", region);
        object.put("Flavor", flavor);
        object.put("Image", image);
        object.put("Created", created);
        object.put("Meta", meta);
        return object;
    }

    /** Why it is in error, or empty. */
    String fault() {
        return meta.getOrDefault(FAULT, "");
    }
}
