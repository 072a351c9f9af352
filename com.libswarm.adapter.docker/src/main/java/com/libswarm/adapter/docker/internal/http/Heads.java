package com.libswarm.adapter.docker.internal.http;

import com.libswarm.api.Head;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Between HTTP's header fields and a message's head: what belongs to one connection stays there (RFC 9110, 7.6.1). */
public final class Heads {

    private static final Set<String> OF_CONNECTION = Set.of("connection", "keep-alive", "transfer-encoding", "te", "trailer", "upgrade",
            "http2-settings", "expect", "host");

    private Heads() {
    }

    /** The end-to-end fields, without those in lower case in {@code reserved}, then {@code more} (name, value, ...). */
    public static Head of(HttpHeaders headers, Set<String> reserved, String... more) {
        Set<String> named = namedByConnection(headers);
        List<String> fields = new ArrayList<>(headers.size() * 2 + more.length);
        for (Map.Entry<String, String> field : headers) {
            String name = field.getKey().toLowerCase(Locale.ROOT);
            if (isEndToEnd(name) && !named.contains(name) && !reserved.contains(name)) {
                fields.add(field.getKey());
                fields.add(field.getValue());
            }
        }
        fields.addAll(List.of(more));
        return Head.of(fields.toArray(new String[0]));
    }

    /** Copies the end-to-end fields into {@code headers}, without those in lower case in {@code reserved}. */
    public static void copy(Head head, Set<String> reserved, HttpHeaders headers) {
        head.forEach((field, value) -> {
            String name = field.toLowerCase(Locale.ROOT);
            if (isEndToEnd(name) && !reserved.contains(name)) {
                headers.add(field, value);
            }
        });
    }

    private static boolean isEndToEnd(String name) {
        return !OF_CONNECTION.contains(name) && !name.startsWith("proxy-");
    }

    private static Set<String> namedByConnection(HttpHeaders headers) {
        if (!headers.contains(HttpHeaderNames.CONNECTION)) {
            return Set.of();
        }
        Set<String> names = new HashSet<>();
        for (String value : headers.getAll(HttpHeaderNames.CONNECTION)) {
            for (String name : value.split(",")) {
                names.add(name.trim().toLowerCase(Locale.ROOT));
            }
        }
        // without its length a body would be read as something else
        names.remove("content-length");
        return names;
    }
}
