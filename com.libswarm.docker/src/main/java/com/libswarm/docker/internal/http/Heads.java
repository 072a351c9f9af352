package com.libswarm.docker.internal.http;

import com.libswarm.api.Head;
import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiConsumer;

/** Between HTTP's header fields and a message's head: what belongs to one connection stays there (RFC 9110, 7.6.1). */
public final class Heads {

    private static final String CONNECTION = "connection";

    private static final NameSet OF_CONNECTION = NameSet.of("keep-alive", "close", "transfer-encoding", "te", "http2-settings",
            "expect", "host").andAll("proxy-");

    /** What passes with no reply that opens a stream. Its handshake does: that connection carries nothing else any more. */
    public static final NameSet NOT_IN_STREAMS = OF_CONNECTION.and("status", "http-method");

    /** What passes with no other reply: fields of one connection, and those of the protocol that no engine sets, and no client sees. */
    public static final NameSet NOT_IN_REPLIES = NOT_IN_STREAMS.and(CONNECTION, "upgrade");

    /** What passes with no request: fields of one connection, and those of the protocol that no client sets, and no engine sees. */
    public static final NameSet NOT_IN_REQUESTS = NOT_IN_REPLIES.and("api-version");

    /**
     * What passes with no trailer: what says how a message is framed, routed, authorised or to be read comes too late there, and must not
     * be taken for a field of the head (RFC 9110, 6.5.1).
     */
    public static final NameSet NOT_IN_TRAILERS = NOT_IN_REQUESTS.and("content-length", "content-encoding", "content-type", "content-range",
            "trailer", "authorization", "cookie", "set-cookie", "x-registry-auth", "x-registry-config");

    private Heads() {
    }

    /**
     * The fields of a header that pass, and then {@code more}.
     *
     * @param left what does not pass; with Connection, nor does what that names
     * @param more name, value, name, value, ...
     */
    public static Head of(Head fields, NameSet left, String... more) {
        Set<String> named = left.contains(CONNECTION) ? namedByConnection(fields) : Set.of();
        return fields.only(name -> !left.contains(name) && !named.contains(name), more);
    }

    private static Set<String> namedByConnection(Head fields) {
        Set<String> named = Set.of();
        for (int i = 0; i < fields.size(); i++) {
            // mostly it is keep-alive or close, which are left anyway
            if (fields.name(i).equalsIgnoreCase(CONNECTION) && !NOT_IN_STREAMS.contains(fields.value(i))) {
                named = named.isEmpty() ? new TreeSet<>(String.CASE_INSENSITIVE_ORDER) : named;
                addNamed(fields.value(i), named);
            }
        }
        return named;
    }

    /** Without Content-Length: a body without its length would be read as something else. */
    private static void addNamed(String options, Set<String> to) {
        Arrays.stream(options.split(",")).map(String::trim).filter(name -> !name.equalsIgnoreCase("Content-Length")).forEach(to::add);
    }

    /** Gives the fields to {@code to}, name and value, without those in {@code left}. */
    public static void copy(Head head, NameSet left, BiConsumer<String, String> to) {
        for (int i = 0; i < head.size(); i++) {
            if (!left.contains(head.name(i))) {
                to.accept(head.name(i), head.value(i));
            }
        }
    }
}
