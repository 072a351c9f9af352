package com.libswarm.cloud.internal.http;

import com.fasterxml.jackson.jr.ob.JSON;
import com.libswarm.api.Failure;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A value of JSON or YAML: an object, a list, a text, a number, or nothing. Clouds of many kinds and ages are read, so what is
 * missing, null or of another type than expected is nothing, and nothing is read as empty. Immutable.
 */
public final class Data {

    /** Nothing. */
    public static final Data NOTHING = new Data("");

    private final Object value;

    private Data(Object value) {
        this.value = value;
    }

    /** @param value maps, lists, texts, numbers and truth values, as parsers make them; or null */
    public static Data of(Object value) {
        return value == null ? NOTHING : new Data(value);
    }

    /** @throws Failure 502 if it is not JSON */
    public static Data json(String text) {
        try {
            return text.isBlank() ? NOTHING : of(JSON.std.anyFrom(text));
        } catch (IOException bad) {
            throw new Failure(502, "The answer is not JSON: " + bad.getMessage().lines().findFirst().orElse(""), bad);
        }
    }

    /** An object's JSON. */
    public static String write(Object value) {
        try {
            return JSON.std.asString(value);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    /** The field of an object. */
    public Data get(String name) {
        return value instanceof Map<?, ?> object ? of(object.get(name)) : NOTHING;
    }

    /** The text in the field of an object; a number or a truth value as JSON writes it. */
    public String text(String name) {
        return get(name).text();
    }

    /** This text. */
    public String text() {
        return value instanceof Map || value instanceof List ? "" : value.toString();
    }

    /** The elements of the list in the field of an object. */
    public List<Data> list(String name) {
        return get(name).list();
    }

    /** The elements of this list. */
    public List<Data> list() {
        return value instanceof List<?> list ? list.stream().map(Data::of).toList() : List.of();
    }

    /** The names of this object's fields, in order. */
    public Set<String> names() {
        return texts().keySet();
    }

    /** This object's fields as texts, in order. */
    public Map<String, String> texts() {
        var texts = new LinkedHashMap<String, String>();
        if (value instanceof Map<?, ?> object) {
            object.forEach((name, field) -> texts.put(String.valueOf(name), of(field).text()));
        }
        return texts;
    }

    /** Whether there is nothing: no field, no element, no character. */
    public boolean isEmpty() {
        return list().isEmpty() && names().isEmpty() && text().isEmpty();
    }
}
