package com.libswarm.adapter.docker.internal.fuzz;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** Reads bytes by the grammar of HTTP/1.1 (RFC 9112), and not one beyond it. */
final class StrictReader {

    /** They are not HTTP. */
    static final class Refused extends Exception {
        private static final long serialVersionUID = 1L;
    }

    /** They may become HTTP if more come. */
    static final class Incomplete extends Exception {
        private static final long serialVersionUID = 1L;
    }

    static final String TOKEN = "[!#$%&'*+.^_`|~0-9A-Za-z-]+";

    private final String text;
    private int at;

    StrictReader(String bytes) {
        text = bytes;
    }

    int at() {
        return at;
    }

    private char next() throws Incomplete {
        if (at >= text.length()) {
            throw new Incomplete();
        }
        return text.charAt(at++);
    }

    static void require(boolean fine) throws Refused {
        if (!fine) {
            throw new Refused();
        }
    }

    /** Up to CRLF; nothing but text in it. */
    String line() throws Refused, Incomplete {
        int start = at;
        for (char c = next(); c != '\r'; c = next()) {
            require(c >= ' ' && c != 127 || c == '\t');
        }
        require(next() == '\n');
        return text.substring(start, at - 2);
    }

    /** Name in lower case and value, in turn. */
    List<String> fields() throws Refused, Incomplete {
        List<String> fields = new ArrayList<>();
        for (String line = line(); !line.isEmpty(); line = line()) {
            int colon = line.indexOf(':');
            require(colon > 0 && line.substring(0, colon).matches(TOKEN));
            fields.addAll(List.of(line.substring(0, colon).toLowerCase(Locale.ROOT), line.substring(colon + 1).replaceAll("^[ \t]+|[ \t]+$", "")));
        }
        require(fields.size() <= 512);
        return fields;
    }

    static List<String> values(List<String> fields, String name) {
        List<String> values = new ArrayList<>();
        for (int i = 0; i < fields.size(); i += 2) {
            if (fields.get(i).equals(name)) {
                values.add(fields.get(i + 1));
            }
        }
        return values;
    }

    static List<String> list(List<String> fields, String name) {
        return Arrays.stream(String.join(",", values(fields, name)).toLowerCase(Locale.ROOT).split(",")).map(String::trim).toList();
    }

    /** Whether it goes in chunks; it says where it ends in one way at most. */
    static boolean isChunked(List<String> fields, boolean http11) throws Refused {
        List<String> codings = values(fields, "transfer-encoding");
        List<String> lengths = values(fields, "content-length");
        require(codings.isEmpty() || http11 && lengths.isEmpty() && codings.size() == 1 && codings.get(0).equalsIgnoreCase("chunked"));
        require(lengths.isEmpty() || lengths.size() == 1 && lengths.get(0).matches("0*[0-9]{1,18}"));
        return !codings.isEmpty();
    }

    String bytes(long n) throws Incomplete {
        if (n > text.length() - at) {
            at = text.length();
            throw new Incomplete();
        }
        at += (int) n;
        return text.substring(at - (int) n, at);
    }

    String rest() {
        String rest = text.substring(at);
        at = text.length();
        return rest;
    }

    String chunks() throws Refused, Incomplete {
        var body = new StringBuilder();
        while (true) {
            String line = line();
            require(line.matches("[0-9a-fA-F]{1,16}(;.{0,1024})?"));
            long size = Long.parseUnsignedLong(line.replaceFirst(";.*", ""), 16);
            require(size >= 0 && size <= Integer.MAX_VALUE);
            if (size == 0) {
                fields();
                return body.toString();
            }
            body.append(bytes(size));
            require(next() == '\r');
            require(next() == '\n');
        }
    }
}
