package com.libswarm.docker.internal.http;

import com.libswarm.api.Head;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Predicate;

/** Between HTTP's header fields and a message's head: what belongs to one connection stays there (RFC 9110, 7.6.1). */
public final class Heads {

    /** In lower case: fields of the protocol that no client sets, and no engine sees. */
    public static final Set<String> RESERVED_IN_REQUESTS = Set.of("status", "api-version", "http-method");

    /** In lower case: fields of the protocol that no engine sets, and no client sees. */
    public static final Set<String> RESERVED_IN_REPLIES = Set.of("status", "http-method");

    private static final Set<String> OF_CONNECTION = Set.of("connection", "keep-alive", "transfer-encoding", "te", "trailer", "upgrade",
            "http2-settings", "expect", "host");

    private static final Set<String> HANDSHAKE = Set.of("connection", "upgrade");

    private Heads() {
    }

    /** The end-to-end fields, without those in lower case in {@code reserved}, then {@code more} (name, value, ...). */
    public static Head of(Iterable<Map.Entry<String, String>> fields, Set<String> reserved, String... more) {
        Set<String> named = namedByConnection(fields);
        return of(fields, name -> isEndToEnd(name) && !named.contains(name) && !reserved.contains(name), more);
    }

    /**
     * The fields of an answer that opens a stream, without those in lower case in {@code reserved}, then {@code more}. Its handshake,
     * Connection and Upgrade, stays where it stands: that connection carries nothing else any more.
     */
    public static Head ofHandshake(Iterable<Map.Entry<String, String>> fields, Set<String> reserved, String... more) {
        return of(fields, name -> (isEndToEnd(name) || HANDSHAKE.contains(name)) && !reserved.contains(name), more);
    }

    private static Head of(Iterable<Map.Entry<String, String>> fields, Predicate<String> isKept, String... more) {
        List<String> kept = new ArrayList<>();
        for (Map.Entry<String, String> field : fields) {
            if (isKept.test(field.getKey().toLowerCase(Locale.ROOT))) {
                kept.add(field.getKey());
                kept.add(field.getValue());
            }
        }
        kept.addAll(List.of(more));
        return Head.of(kept.toArray(new String[0]));
    }

    /** Gives the end-to-end fields to {@code to}, name and value, without those in lower case in {@code reserved}. */
    public static void copy(Head head, Set<String> reserved, BiConsumer<String, String> to) {
        copy(head, name -> isEndToEnd(name) && !reserved.contains(name), to);
    }

    /** The same with the fields of a handshake, where they stand. */
    public static void copyHandshake(Head head, Set<String> reserved, BiConsumer<String, String> to) {
        copy(head, name -> (isEndToEnd(name) || HANDSHAKE.contains(name)) && !reserved.contains(name), to);
    }

    private static void copy(Head head, Predicate<String> isKept, BiConsumer<String, String> to) {
        head.forEach((field, value) -> {
            if (isKept.test(field.toLowerCase(Locale.ROOT))) {
                to.accept(field, value);
            }
        });
    }

    private static boolean isEndToEnd(String name) {
        return !OF_CONNECTION.contains(name) && !name.startsWith("proxy-");
    }

    private static Set<String> namedByConnection(Iterable<Map.Entry<String, String>> fields) {
        Set<String> names = Set.of();
        for (Map.Entry<String, String> field : fields) {
            if (field.getKey().equalsIgnoreCase("Connection")) {
                names = names.isEmpty() ? new HashSet<>() : names;
                for (String name : field.getValue().split(",")) {
                    names.add(name.trim().toLowerCase(Locale.ROOT));
                }
                // without its length a body would be read as something else
                names.remove("content-length");
            }
        }
        return names;
    }
}
