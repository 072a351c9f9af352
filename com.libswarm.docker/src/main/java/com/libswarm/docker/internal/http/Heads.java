package com.libswarm.docker.internal.http;

import com.libswarm.api.Head;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Predicate;

/** Between HTTP's header fields and a message's head: what belongs to one connection stays there (RFC 9110, 7.6.1). */
public final class Heads {

    /** Fields of the protocol that no client sets, and no engine sees. */
    public static final NameSet RESERVED_IN_REQUESTS = NameSet.of("status", "api-version", "http-method");

    /** Fields of the protocol that no engine sets, and no client sees. */
    public static final NameSet RESERVED_IN_REPLIES = NameSet.of("status", "http-method");

    private static final NameSet OF_CONNECTION = NameSet.of("connection", "keep-alive", "transfer-encoding", "te", "trailer", "upgrade",
            "http2-settings", "expect", "host");

    private static final NameSet NOTHING = NameSet.of();
    private static final String PROXY = "proxy-";
    private static final NameSet HANDSHAKE = NameSet.of("connection", "upgrade");

    private Heads() {
    }

    /** The end-to-end fields, without those in {@code reserved}, then {@code more} (name, value, ...). */
    public static Head of(Head fields, NameSet reserved, String... more) {
        NameSet named = namedByConnection(fields);
        return of(fields, name -> isEndToEnd(name) && !named.contains(name) && !reserved.contains(name), more);
    }

    /**
     * The fields of an answer that opens a stream, without those in {@code reserved}, then {@code more}. Its handshake,
     * Connection and Upgrade, stays where it stands: that connection carries nothing else any more.
     */
    public static Head ofHandshake(Head fields, NameSet reserved, String... more) {
        return of(fields, name -> (isEndToEnd(name) || HANDSHAKE.contains(name)) && !reserved.contains(name), more);
    }

    private static Head of(Head fields, Predicate<String> isKept, String... more) {
        List<String> kept = new ArrayList<>(2 * fields.size() + more.length);
        copy(fields, isKept, (name, value) -> {
            kept.add(name);
            kept.add(value);
        });
        kept.addAll(Arrays.asList(more));
        return Head.of(kept.toArray(new String[0]));
    }

    /** Gives the end-to-end fields to {@code to}, name and value, without those in {@code reserved}. */
    public static void copy(Head head, NameSet reserved, BiConsumer<String, String> to) {
        copy(head, name -> isEndToEnd(name) && !reserved.contains(name), to);
    }

    /** The same with the fields of a handshake, where they stand. */
    public static void copyHandshake(Head head, NameSet reserved, BiConsumer<String, String> to) {
        copy(head, name -> (isEndToEnd(name) || HANDSHAKE.contains(name)) && !reserved.contains(name), to);
    }

    private static void copy(Head head, Predicate<String> isKept, BiConsumer<String, String> to) {
        head.forEach((field, value) -> {
            if (isKept.test(field)) {
                to.accept(field, value);
            }
        });
    }

    private static boolean isEndToEnd(String name) {
        return !OF_CONNECTION.contains(name) && !name.regionMatches(true, 0, PROXY, 0, PROXY.length());
    }

    private static NameSet namedByConnection(Head fields) {
        if (!fields.has("Connection")) {
            return NOTHING;
        }
        // without its length a body would be read as something else
        return NameSet.of(fields.all("Connection").stream().flatMap(value -> Arrays.stream(value.split(","))).map(String::trim)
                .filter(name -> !name.equalsIgnoreCase("Content-Length")).toArray(String[]::new));
    }
}
