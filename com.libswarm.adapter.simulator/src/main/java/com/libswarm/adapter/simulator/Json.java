package com.libswarm.adapter.simulator;

import com.fasterxml.jackson.jr.ob.JSON;
import com.libswarm.api.Failure;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** JSON as maps and lists: made, written, read. What is null in a document that is read counts as not there. */
final class Json {

    private Json() {
    }

    /** @param namesAndValues name, value, name, value, ... */
    static Map<String, Object> object(Object... namesAndValues) {
        var object = new LinkedHashMap<String, Object>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            object.put((String) namesAndValues[i], namesAndValues[i + 1]);
        }
        return object;
    }

    static byte[] bytes(Object value) {
        try {
            return JSON.std.asBytes(value);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    /** @throws Failure 400 if it is not one JSON object; nothing at all is an empty one */
    static Map<String, Object> parse(ByteBuffer bytes) {
        byte[] copy = new byte[bytes.remaining()];
        bytes.get(copy);
        return parse(copy);
    }

    /** @throws Failure 400 if it is not one JSON object; nothing at all is an empty one */
    static Map<String, Object> parse(byte[] bytes) {
        if (bytes.length == 0) {
            return Map.of();
        }
        try {
            if (JSON.std.anyFrom(bytes) instanceof Map<?, ?> object) {
                return withoutNulls(object);
            }
        } catch (IOException bad) {
            throw new Failure(400, "The JSON in the request cannot be read: " + bad.getMessage().lines().findFirst().orElse(""), bad);
        }
        throw new Failure(400, "The JSON in the request is not an object.");
    }

    /** The object of that name; empty if there is none. */
    static Map<String, Object> object(Map<String, Object> parent, String name) {
        Object value = parent.getOrDefault(name, Map.of());
        if (value instanceof Map<?, ?> object) {
            return withoutNulls(object);
        }
        throw wrong(name, "an object", value);
    }

    static String text(Map<String, Object> parent, String name) {
        Object value = parent.getOrDefault(name, "");
        if (value instanceof String text) {
            return text;
        }
        throw wrong(name, "a string", value);
    }

    static boolean flag(Map<String, Object> parent, String name) {
        Object value = parent.getOrDefault(name, false);
        if (value instanceof Boolean flag) {
            return flag;
        }
        throw wrong(name, "true or false", value);
    }

    static long number(Map<String, Object> parent, String name, long otherwise) {
        Object value = parent.getOrDefault(name, otherwise);
        if (value instanceof Number number) {
            return number.longValue();
        }
        throw wrong(name, "a number", value);
    }

    /** The strings of that name; one string stands for a list of one, as Docker has it for commands. */
    static List<String> strings(Map<String, Object> parent, String name) {
        Object value = parent.getOrDefault(name, List.of());
        if (value instanceof String one) {
            return List.of(one);
        }
        if (value instanceof List<?> list && list.stream().allMatch(String.class::isInstance)) {
            return list.stream().map(String.class::cast).toList();
        }
        throw wrong(name, "a list of strings", value);
    }

    /** The objects of that name. */
    static List<Map<String, Object>> objects(Map<String, Object> parent, String name) {
        Object value = parent.getOrDefault(name, List.of());
        if (value instanceof List<?> list && list.stream().allMatch(Map.class::isInstance)) {
            return list.stream().map(object -> withoutNulls((Map<?, ?>) object)).toList();
        }
        throw wrong(name, "a list of objects", value);
    }

    /** The object of that name, whose values are strings: labels. */
    static Map<String, String> texts(Map<String, Object> parent, String name) {
        return object(parent, name).entrySet().stream().collect(Collectors.toMap(Map.Entry::getKey, entry -> entry.getValue().toString(),
                (first, second) -> second, LinkedHashMap::new));
    }

    private static Map<String, Object> withoutNulls(Map<?, ?> object) {
        var copy = new LinkedHashMap<String, Object>();
        object.forEach((name, value) -> {
            if (value != null) {
                copy.put(name.toString(), value);
            }
        });
        return copy;
    }

    private static Failure wrong(String name, String expected, Object value) {
        return new Failure(400, "The field " + name + " in the request has to be " + expected + ", but is " + value + ".");
    }
}
