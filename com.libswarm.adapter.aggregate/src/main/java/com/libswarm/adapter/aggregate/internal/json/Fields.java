package com.libswarm.adapter.aggregate.internal.json;

import com.libswarm.api.Failure;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;

/**
 * The fields at the top of a JSON object, each value as the text that it has there: some can be changed, and all others come out
 * as they went in, whatever they are.
 */
public final class Fields {

    private static final Pattern WHOLE = Pattern.compile("-?[0-9]{1,18}");
    private static final Set<String> NOTHING = Set.of("null", "{}", "[]");

    private final Map<String, String> values;

    private Fields(Map<String, String> values) {
        this.values = values;
    }

    /**
     * @param status of the Failure that is thrown if {@code json} is no object: 400 for a client's, 502 for an engine's
     */
    public static Fields of(String json, int status) {
        var scanner = new Scanner(json.strip(), status);
        return new Fields(scanner.object());
    }

    /** The value of that name, as it is written. */
    public Optional<String> get(String name) {
        return Optional.ofNullable(values.get(name));
    }

    /** The names, in order. */
    public Set<String> names() {
        return values.keySet();
    }

    /** The object of that name; an empty one if there is none, or it is null. */
    public Fields object(String name) {
        String json = values.getOrDefault(name, "null");
        return json.startsWith("{") ? of(json, 400) : new Fields(Map.of());
    }

    /** Each name, and its value as it is written, in order. */
    public void forEach(BiConsumer<String, String> action) {
        values.forEach(action);
    }

    /** The text of that name; empty if it is none. */
    public String text(String name) {
        String json = values.getOrDefault(name, "");
        if (!json.startsWith("\"")) {
            return "";
        }
        return json.indexOf('\\') < 0 ? json.substring(1, json.length() - 1) : Json.text(value(name), name);
    }

    /** The whole number of that name; 0 if it is none. */
    public long number(String name) {
        String json = values.getOrDefault(name, "");
        return WHOLE.matcher(json).matches() ? Long.parseLong(json) : 0;
    }

    /** The value of that name, in an object of its own. */
    public Map<String, Object> value(String name) {
        String json = values.getOrDefault(name, "null");
        return NOTHING.contains(json) ? Map.of() : Json.parse("{\"" + name + "\":" + json + "}", 502);
    }

    /** The same with this value of that name, in its place, or at the end if it is new. */
    public Fields with(String name, Object value) {
        return withJson(name, Json.write(value));
    }

    /** The same with this value of that name, which is JSON already. */
    public Fields withJson(String name, String json) {
        var changed = new LinkedHashMap<>(values);
        changed.put(name, json);
        return new Fields(changed);
    }

    /** The same without that one. */
    public Fields without(String name) {
        var changed = new LinkedHashMap<>(values);
        changed.remove(name);
        return new Fields(changed);
    }

    /** The same with other names. */
    public Fields renamed(UnaryOperator<String> rename) {
        var changed = new LinkedHashMap<String, String>();
        values.forEach((name, value) -> changed.put(rename.apply(name), value));
        return new Fields(changed);
    }

    /** The object as JSON. */
    public String json() {
        var json = new StringBuilder("{");
        values.forEach((name, value) -> json.append(json.length() == 1 ? "\"" : ",\"").append(name).append("\":").append(value));
        return json.append('}').toString();
    }

    /** Reads one object. It skips strings and counts brackets; names stay escaped as they are. */
    private static final class Scanner {

        private final String json;
        private final int status;
        private int at;

        Scanner(String json, int status) {
            this.json = json;
            this.status = status;
        }

        Map<String, String> object() {
            var values = new LinkedHashMap<String, String>();
            expect('{');
            skipSpace();
            if (peek() == '}') {
                return values;
            }
            while (true) {
                skipSpace();
                String name = string();
                skipSpace();
                expect(':');
                skipSpace();
                values.put(name.substring(1, name.length() - 1), value());
                skipSpace();
                if (peek() == '}') {
                    return values;
                }
                expect(',');
            }
        }

        private String value() {
            int start = at;
            int depth = 0;
            while (true) {
                char c = peek();
                if (c == '"') {
                    string();
                    continue;
                }
                if (depth == 0 && (c == ',' || c == '}')) {
                    return json.substring(start, at).stripTrailing();
                }
                depth += c == '{' || c == '[' ? 1 : c == '}' || c == ']' ? -1 : 0;
                at++;
            }
        }

        /** With its quotes. */
        private String string() {
            int start = at;
            expect('"');
            while (peek() != '"') {
                at += peek() == '\\' ? 2 : 1;
            }
            at++;
            return json.substring(start, at);
        }

        private void skipSpace() {
            while (Character.isWhitespace(peek())) {
                at++;
            }
        }

        private void expect(char c) {
            if (peek() != c) {
                throw new Failure(status, "The JSON cannot be read: '" + c + "' is missing at character " + at + ".");
            }
            at++;
        }

        private char peek() {
            if (at >= json.length()) {
                throw new Failure(status, "The JSON ends before its object does.");
            }
            return json.charAt(at);
        }
    }
}
