package com.libswarm.api;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Predicate;

/**
 * The end-to-end fields of a message, as HTTP's header fields: in order, repeats kept, names in any case. Immutable.
 *
 * <p>The protocol has three fields of its own, which a door such as {@code dockerserver} drops when a client sends them:
 * {@link #STATUS} (on replies), {@link #API_VERSION} and {@link #HTTP_METHOD}. Fields that belong to one connection (Host,
 * Connection, Transfer-Encoding, ...) are not in it: each edge does its own.
 */
public final class Head {

    /** No fields. */
    public static final Head EMPTY = new Head(new String[0]);

    /** On a reply: the status as a number of HTTP's. */
    public static final String STATUS = "Status";

    /** The version prefix of a Docker API path, without the {@code v}: {@code 1.41}. */
    public static final String API_VERSION = "Api-Version";

    /** The method of HTTP, where verb, path and aspect do not say it (HEAD, OPTIONS, PATCH). Nobody but an HTTP edge reads it. */
    public static final String HTTP_METHOD = "Http-Method";

    private final String[] fields;

    private Head(String[] fields) {
        this.fields = fields;
    }

    /** @param namesAndValues name, value, name, value, ... */
    public static Head of(String... namesAndValues) {
        checkPairs(namesAndValues);
        return namesAndValues.length == 0 ? EMPTY : new Head(namesAndValues.clone());
    }

    private static void checkPairs(String... namesAndValues) {
        if (namesAndValues.length % 2 != 0) {
            throw new IllegalArgumentException("A head takes names and values in turn, but the last name has no value.");
        }
    }

    /** The first value of that name, or the empty string. */
    public String get(String name) {
        int i = find(name);
        return i < 0 ? "" : fields[i + 1];
    }

    /** Whether there is a field of that name, in any case. */
    public boolean has(String name) {
        return find(name) >= 0;
    }

    /** All values of that name, in order. */
    public List<String> all(String name) {
        var values = new ArrayList<String>(2);
        for (int i = 0; i < fields.length; i += 2) {
            if (fields[i].equalsIgnoreCase(name)) {
                values.add(fields[i + 1]);
            }
        }
        return List.copyOf(values);
    }

    /** A copy with this field once, in place of those of the name. */
    public Head with(String name, String value) {
        Head rest = without(name);
        String[] copy = Arrays.copyOf(rest.fields, rest.fields.length + 2);
        copy[copy.length - 2] = name;
        copy[copy.length - 1] = value;
        return new Head(copy);
    }

    /** A copy without the fields of that name. */
    public Head without(String name) {
        return has(name) ? only(other -> !other.equalsIgnoreCase(name)) : this;
    }

    /**
     * The fields whose names {@code kept} takes, and then {@code more}.
     *
     * @param more name, value, name, value, ...
     */
    public Head only(Predicate<String> kept, String... more) {
        checkPairs(more);
        String[] copy = new String[fields.length + more.length];
        int n = 0;
        for (int i = 0; i < fields.length; i += 2) {
            if (kept.test(fields[i])) {
                copy[n++] = fields[i];
                copy[n++] = fields[i + 1];
            }
        }
        System.arraycopy(more, 0, copy, n, more.length);
        n += more.length;
        return n == 0 ? EMPTY : new Head(n == copy.length ? copy : Arrays.copyOf(copy, n));
    }

    /** Gives each field to {@code action}, name and value, in order. */
    public void forEach(BiConsumer<String, String> action) {
        for (int i = 0; i < fields.length; i += 2) {
            action.accept(fields[i], fields[i + 1]);
        }
    }

    /** How many fields there are. */
    public int size() {
        return fields.length / 2;
    }

    /** The name of field number {@code i}, from 0. */
    public String name(int i) {
        return fields[2 * i];
    }

    /** The value of field number {@code i}, from 0. */
    public String value(int i) {
        return fields[2 * i + 1];
    }

    private int find(String name) {
        for (int i = 0; i < fields.length; i += 2) {
            if (fields[i].equalsIgnoreCase(name)) {
                return i;
            }
        }
        return -1;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Head && Arrays.equals(fields, ((Head) other).fields);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(fields);
    }

    /** Safe to print: secrets are masked. */
    @Override
    public String toString() {
        var text = new StringBuilder();
        forEach((name, value) -> text.append(text.length() == 0 ? "" : ", ").append(name).append(": ").append(Mask.value(name, value)));
        return Mask.line(text.toString());
    }
}
