package com.libswarm.docker.internal.http;

import com.libswarm.api.Failure;
import com.libswarm.api.ObjectPath;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/**
 * The target of a Docker API request (RFC 9112, 3.2), read strictly: what links see is what the engine will see.
 *
 * @param version of the API, from a prefix such as {@code /v1.41}; empty if there is none
 * @param path canonical and decoded, without that prefix
 * @param query raw, without the question mark
 */
public record RequestUrl(String version, String path, String query) {

    private static final String PLAIN = "-._~!$&'()*+,;=:@/";

    /** @throws Failure 400 if it is not canonical */
    public static RequestUrl parse(String target) {
        String local = local(target);
        int mark = local.indexOf('?');
        String query = mark < 0 ? "" : ascii(local.substring(mark + 1));
        String path = ObjectPath.canonical(decode(mark < 0 ? local : local.substring(0, mark)));
        int end = endOfVersion(path);
        return end < 0 ? new RequestUrl("", path, query) : new RequestUrl(path.substring(2, end), path.substring(end), query);
    }

    /** The target without scheme and host, which a client may send (RFC 9112, 3.2.2); a query alone has no path. */
    private static String local(String target) {
        if (target.startsWith("/")) {
            return target;
        }
        int host = target.regionMatches(true, 0, "http://", 0, 7) ? 7 : target.regionMatches(true, 0, "https://", 0, 8) ? 8 : -1;
        int slash = target.indexOf('/', Math.max(host, 0));
        if (host < 0 || slash <= host || target.substring(host, slash).chars().anyMatch(c -> "?#@\\".indexOf(c) >= 0)) {
            throw new Failure(400, "The request's target is neither a path, such as /containers/json, nor http://HOST and a path.");
        }
        return target.substring(slash);
    }

    /** A query with what is not ASCII escaped, as a char is one byte of it. */
    private static String ascii(String query) {
        if (!Ascii.all(query, c -> c > ' ' && c != 127)) {
            throw new Failure(400, "The query of the URL holds a control character or a space: escape it.");
        }
        if (Ascii.isAscii(query)) {
            return query;
        }
        var text = new StringBuilder(query.length() + 16);
        query.chars().forEach(c -> {
            if (c < 128) {
                text.append((char) c);
            } else {
                escape(text, c);
            }
        });
        return text.toString();
    }

    private static void escape(StringBuilder text, int octet) {
        text.append('%').append(Character.toUpperCase(Character.forDigit(octet >> 4 & 15, 16)))
                .append(Character.toUpperCase(Character.forDigit(octet & 15, 16)));
    }

    private static int endOfVersion(String path) {
        if (!path.startsWith("/v")) {
            return -1;
        }
        int slash = path.indexOf('/', 2);
        return slash > 2 && isVersion(path.substring(2, slash)) ? slash : -1;
    }

    /** Whether that can stand in a version prefix. */
    public static boolean isVersion(String text) {
        return !text.isEmpty() && Ascii.all(text, c -> c >= '0' && c <= '9' || c == '.');
    }

    private static String decode(String raw) {
        if (raw.indexOf('%') < 0 && Ascii.isAscii(raw)) {
            return raw;
        }
        ByteBuffer bytes = ByteBuffer.allocate(raw.length());
        for (int i = 0; i < raw.length(); i++) {
            char c = raw.charAt(i);
            if (c == '%') {
                bytes.put(escaped(raw, i));
                i += 2;
            } else {
                // a char is one byte of it
                bytes.put((byte) c);
            }
        }
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(bytes.flip()).toString();
        } catch (CharacterCodingException notText) {
            throw new Failure(400, "The path of the URL is not UTF-8 text.", notText);
        }
    }

    private static byte escaped(String raw, int at) {
        int high = at + 2 < raw.length() ? Character.digit(raw.charAt(at + 1), 16) : -1;
        int low = high < 0 ? -1 : Character.digit(raw.charAt(at + 2), 16);
        if (low < 0) {
            throw new Failure(400, "The path of the URL has a '%' that two hexadecimal digits do not follow: write a percent sign as %25.");
        }
        // also a slash: docker-java escapes those in the names of images, and an engine takes both forms for the same
        return (byte) (high * 16 + low);
    }

    /** A decoded path as it stands in a URL. */
    public static String encode(String path) {
        if (Ascii.all(path, RequestUrl::isPlain)) {
            return path;
        }
        var text = new StringBuilder(path.length() + 16);
        for (byte b : path.getBytes(StandardCharsets.UTF_8)) {
            int c = b & 0xff;
            if (isPlain(c)) {
                text.append((char) c);
            } else {
                escape(text, c);
            }
        }
        return text.toString();
    }

    private static boolean isPlain(int c) {
        return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || c < 128 && PLAIN.indexOf(c) >= 0;
    }
}
