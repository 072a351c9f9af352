package com.libswarm.adapter.aggregate.internal.json;

import com.fasterxml.jackson.jr.ob.JSON;
import com.libswarm.api.Failure;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * JSON as maps and lists. Engines of many kinds and ages are read, so a field that is missing, null or of another type than
 * expected counts as empty.
 */
public final class Json {

    private Json() {
    }

    /** @param namesAndValues name, value, name, value, ... */
    public static Map<String, Object> object(Object... namesAndValues) {
        var object = new LinkedHashMap<String, Object>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            object.put((String) namesAndValues[i], namesAndValues[i + 1]);
        }
        return object;
    }

    /** As JSON text. */
    public static String write(Object value) {
        try {
            return JSON.std.asString(value);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    /** The object, if it is one that can be read; nothing at all, and null, are none. */
    public static Optional<Map<String, Object>> read(String json) {
        try {
            return JSON.std.anyFrom(json) instanceof Map<?, ?> object ? Optional.of(cast(object)) : Optional.empty();
        } catch (IOException bad) {
            return Optional.empty();
        }
    }

    /**
     * One object; nothing at all, and null, which clients in Go write for it, is an empty one.
     *
     * @param status of the Failure that is thrown if it is not JSON, or no object: 400 for a client's, 502 for an engine's
     */
    public static Map<String, Object> parse(String json, int status) {
        if (json.isBlank()) {
            return Map.of();
        }
        try {
            Object value = JSON.std.anyFrom(json);
            if (value == null) {
                return Map.of();
            }
            if (value instanceof Map<?, ?> object) {
                return cast(object);
            }
        } catch (IOException bad) {
            throw new Failure(status, "The JSON cannot be read: " + bad.getMessage().lines().findFirst().orElse(""), bad);
        }
        throw new Failure(status, "The JSON is no object.");
    }

    /** The text of that name, or nothing. */
    public static String text(Map<String, Object> parent, String name) {
        return parent.get(name) instanceof String text ? text : "";
    }

    /** The number of that name, or 0. */
    public static long number(Map<String, Object> parent, String name) {
        return parent.get(name) instanceof Number number ? number.longValue() : 0;
    }

    /** The object of that name, or an empty one. */
    public static Map<String, Object> object(Map<String, Object> parent, String name) {
        return parent.get(name) instanceof Map<?, ?> object ? cast(object) : Map.of();
    }

    /** The objects in the list of that name. */
    public static List<Map<String, Object>> objects(Map<String, Object> parent, String name) {
        return list(parent, name).stream().filter(Map.class::isInstance).map(object -> cast((Map<?, ?>) object)).toList();
    }

    /** The texts in the list of that name. */
    public static List<String> texts(Map<String, Object> parent, String name) {
        return list(parent, name).stream().filter(String.class::isInstance).map(String.class::cast).toList();
    }

    /** The object of that name as texts: labels. */
    public static Map<String, String> labels(Map<String, Object> parent, String name) {
        var labels = new LinkedHashMap<String, String>();
        object(parent, name).forEach((label, value) -> labels.put(label, String.valueOf(value)));
        return labels;
    }

    private static List<?> list(Map<String, Object> parent, String name) {
        return parent.get(name) instanceof List<?> list ? list : List.of();
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> cast(Map<?, ?> object) {
        return (Map<String, Object>) object;
    }
}
