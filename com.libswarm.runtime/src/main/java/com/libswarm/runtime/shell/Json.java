package com.libswarm.runtime.shell;

import java.util.Iterator;
import java.util.List;
import java.util.Map;

/** Writes maps, lists, strings, numbers and booleans as JSON: ASCII only, so that any terminal and any parser takes it. */
final class Json {

    private final StringBuilder text = new StringBuilder();

    private Json() {
    }

    /** One line, with its line end. */
    static String text(Object tree) {
        var json = new Json();
        json.write(tree);
        return json.text.append('\n').toString();
    }

    private void write(Object value) {
        if (value instanceof Map<?, ?> map) {
            text.append('{');
            for (Iterator<? extends Map.Entry<?, ?>> i = map.entrySet().iterator(); i.hasNext();) {
                Map.Entry<?, ?> entry = i.next();
                string(String.valueOf(entry.getKey()));
                text.append(':');
                write(entry.getValue());
                text.append(i.hasNext() ? "," : "");
            }
            text.append('}');
        } else if (value instanceof List<?> list) {
            text.append('[');
            for (Iterator<?> i = list.iterator(); i.hasNext();) {
                write(i.next());
                text.append(i.hasNext() ? "," : "");
            }
            text.append(']');
        } else if (value instanceof Number || value instanceof Boolean) {
            text.append(value);
        } else {
            string(String.valueOf(value));
        }
    }

    private void string(String value) {
        text.append('"');
        for (char c : value.toCharArray()) {
            if (c == '"' || c == '\\') {
                text.append('\\').append(c);
            } else if (c < ' ' || c > '~') {
                text.append(String.format("\\u%04x", (int) c));
            } else {
                text.append(c);
            }
        }
        text.append('"');
    }
}
