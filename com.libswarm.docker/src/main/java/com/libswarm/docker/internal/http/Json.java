package com.libswarm.docker.internal.http;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The little JSON that the edges write and read themselves. */
public final class Json {

    private static final Pattern MESSAGE = Pattern.compile("\"message\"\\s*:\\s*\"((?:[^\"\\\\]|\\\\.)*+)\"");
    private static final Pattern ESCAPE = Pattern.compile("\\\\(u[0-9a-fA-F]{4}|.)");

    private Json() {
    }

    /** An error as the Docker API has it. */
    public static String error(String sentence) {
        return "{\"message\":" + string(sentence) + "}\n";
    }

    /** The sentence of an error that an engine wrote, in JSON or as plain text. */
    public static String errorText(String body) {
        Matcher found = MESSAGE.matcher(body);
        return (found.find() ? unescape(found.group(1)) : body).trim();
    }

    /** A collection's names, as the Docker API lists objects. */
    public static String listing(String collection, List<String> names) {
        var text = new StringBuilder();
        for (String name : names) {
            text.append(text.length() == 0 ? "" : ",").append(element(collection, string(name), name));
        }
        return collection.equals("/volumes") ? "{\"Volumes\":[" + text + "],\"Warnings\":[]}" : "[" + text + "]";
    }

    private static String element(String collection, String quoted, String name) {
        switch (collection) {
            case "/containers":
                return "{\"Id\":" + quoted + ",\"Names\":[" + string("/" + name) + "]}";
            case "/images":
                return "{\"Id\":" + quoted + ",\"RepoTags\":[" + quoted + "]}";
            default:
                return "{\"Id\":" + quoted + ",\"Name\":" + quoted + "}";
        }
    }

    /** What a create answers. */
    public static String created(String id) {
        return "{\"Id\":" + string(id) + ",\"Warnings\":[]}";
    }

    private static String string(String text) {
        var quoted = new StringBuilder("\"");
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\\') {
                quoted.append('\\').append(c);
            } else if (c < ' ') {
                quoted.append(String.format("\\u%04x", (int) c));
            } else {
                quoted.append(c);
            }
        }
        return quoted.append('"').toString();
    }

    private static String unescape(String text) {
        return ESCAPE.matcher(text).replaceAll(found -> Matcher.quoteReplacement(escaped(found.group(1))));
    }

    private static String escaped(String escape) {
        if (escape.length() == 5) {
            return String.valueOf((char) Integer.parseInt(escape.substring(1), 16));
        }
        int at = "nrtbf".indexOf(escape.charAt(0));
        return at < 0 ? escape : "\n\r\t\b\f".substring(at, at + 1);
    }
}
