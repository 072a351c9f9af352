package com.libswarm.api;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Finds the strings that name an object among the fields at its top. */
final class JsonFields {

    private static final List<String> NAMING = List.of("Names", "Name", "RepoTags", "Id", "ID");

    private final String json;
    private int at;

    private JsonFields(String json) {
        this.json = json;
    }

    static String nameOf(String json) {
        Map<String, String> found = new JsonFields(json).scan();
        String name = NAMING.stream().map(field -> found.getOrDefault(field, "")).filter(value -> !value.isEmpty()).findFirst()
                .orElse("");
        return name.startsWith("/") ? name.substring(1) : name;
    }

    private Map<String, String> scan() {
        Map<String, String> found = new HashMap<>();
        if (json.startsWith("\"")) {
            found.put("Name", string());
            return found;
        }
        int depth = 0;
        // the field whose value comes next, or empty
        String field = "";
        boolean isName = true;
        while (at < json.length()) {
            char c = json.charAt(at);
            if (c == '"') {
                String text = string();
                if (depth == 1 && isName) {
                    field = text;
                } else if (NAMING.contains(field)) {
                    // a value at depth 1, or the first of an array at depth 2
                    found.putIfAbsent(field, text);
                }
                continue;
            }
            at++;
            if (c == '{' || c == '[') {
                depth++;
                isName = depth == 1;
                field = c == '{' ? "" : field;
            } else if (c == '}' || c == ']') {
                depth--;
            } else if (c == ':' && depth == 1) {
                isName = false;
            } else if (c == ',' && depth == 1) {
                isName = true;
                field = "";
            }
        }
        return found;
    }

    /** The character that stands behind a backslash and {@code c}. */
    private char escaped(char c) {
        switch (c) {
            case 'b':
                return '\b';
            case 'f':
                return '\f';
            case 'n':
                return '\n';
            case 'r':
                return '\r';
            case 't':
                return '\t';
            case 'u':
                return unicode();
            default:
                return c;
        }
    }

    private char unicode() {
        int code = 0;
        for (int i = 0; i < 4; i++) {
            int digit = ++at < json.length() ? Character.digit(json.charAt(at), 16) : -1;
            if (digit < 0) {
                throw new Failure(502, "The listing is no JSON: \\u stands without its four digits.");
            }
            code = code * 16 + digit;
        }
        return (char) code;
    }

    private String string() {
        var text = new StringBuilder();
        for (at++; at < json.length(); at++) {
            char c = json.charAt(at);
            if (c == '"') {
                at++;
                break;
            }
            if (c == '\\' && at + 1 < json.length()) {
                c = escaped(json.charAt(++at));
            }
            text.append(c);
        }
        return text.toString();
    }
}
