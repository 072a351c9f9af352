package com.libswarm.runtime.internal.deploy;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads headers of a bundle's manifest that are lists of clauses with parameters (OSGi Core, 3.2.4 Common Header Syntax). */
final class ManifestHeader {

    private ManifestHeader() {
    }

    /**
     * One clause of a header.
     *
     * @param paths its names: packages, symbolic names, namespaces
     * @param attributes what is given with {@code =}, as text; types are left out
     * @param directives what is given with {@code :=}
     */
    record Clause(List<String> paths, Map<String, String> attributes, Map<String, String> directives) {
    }

    /** The clauses of a header; none if there is no such header. */
    static List<Clause> parse(String header) {
        return header.isBlank() ? List.of() : split(header, ',').stream().map(ManifestHeader::clause).toList();
    }

    private static Clause clause(String text) {
        List<String> paths = new ArrayList<>();
        Map<String, String> attributes = new LinkedHashMap<>();
        Map<String, String> directives = new LinkedHashMap<>();
        for (String part : split(text, ';')) {
            int equals = part.indexOf('=');
            int quote = part.indexOf('"');
            if (equals < 0 || quote >= 0 && quote < equals) {
                paths.add(unquoted(part));
            } else if (equals > 0 && part.charAt(equals - 1) == ':') {
                directives.put(part.substring(0, equals - 1).strip(), unquoted(part.substring(equals + 1)));
            } else {
                String name = part.substring(0, equals);
                int type = name.indexOf(':');
                attributes.put((type < 0 ? name : name.substring(0, type)).strip(), unquoted(part.substring(equals + 1)));
            }
        }
        return new Clause(List.copyOf(paths), attributes, directives);
    }

    private static List<String> split(String text, char separator) {
        List<String> parts = new ArrayList<>();
        boolean quoted = false;
        int start = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\\' && quoted) {
                i++;
            } else if (c == '"') {
                quoted = !quoted;
            } else if (c == separator && !quoted) {
                parts.add(text.substring(start, i).strip());
                start = i + 1;
            }
        }
        parts.add(text.substring(start).strip());
        return parts;
    }

    private static String unquoted(String text) {
        String value = text.strip();
        if (value.length() < 2 || !value.startsWith("\"") || !value.endsWith("\"")) {
            return value;
        }
        return value.substring(1, value.length() - 1).replaceAll("\\\\(.)", "$1");
    }
}
