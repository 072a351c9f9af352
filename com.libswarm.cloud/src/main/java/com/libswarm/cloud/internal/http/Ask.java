package com.libswarm.cloud.internal.http;

import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * An HTTP request. It is never printed: its head and body may hold secrets.
 *
 * @param repeatable whether it may be sent again when nobody knows what became of it; otherwise it is sent again only when it was
 *     refused
 */
public record Ask(String method, URI url, Map<String, String> head, Optional<String> body, boolean repeatable) {

    public static Ask get(String url) {
        return new Ask("GET", URI.create(url), Map.of(), Optional.empty(), true);
    }

    public static Ask delete(String url) {
        return new Ask("DELETE", URI.create(url), Map.of(), Optional.empty(), true);
    }

    /** One that makes something: it is never sent twice unseen. */
    public static Ask post(String url, Object json) {
        return new Ask("POST", URI.create(url), Map.of(), Optional.of(Data.write(json)), false);
    }

    /** The same, for one that makes nothing. */
    public Ask asRepeatable() {
        return new Ask(method, url, head, body, true);
    }

    public Ask with(String name, String value) {
        var more = new LinkedHashMap<>(head);
        more.put(name, value);
        return new Ask(method, url, more, body, repeatable);
    }

    @Override
    public String toString() {
        return method + " " + url.getScheme() + "://" + url.getAuthority() + url.getPath();
    }
}
