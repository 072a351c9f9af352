package com.libswarm.runtime.internal.spec;

import com.libswarm.api.Failure;
import java.util.ArrayList;
import java.util.List;

/**
 * Splits a spec as a POSIX shell splits a command: words between white space; single quotes keep all as it is; in double quotes
 * a backslash escapes a quote or a backslash; outside it escapes anything.
 */
final class Words {

    private final String text;
    private int at;

    private Words(String text) {
        this.text = text;
    }

    /** @throws Failure 400 if a quote is not closed or a backslash is last */
    static List<String> split(String text) {
        return new Words(text).words();
    }

    private List<String> words() {
        List<String> words = new ArrayList<>();
        while (skipSpace()) {
            words.add(word());
        }
        return List.copyOf(words);
    }

    private boolean skipSpace() {
        while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
            at++;
        }
        return at < text.length();
    }

    private String word() {
        var word = new StringBuilder();
        while (at < text.length() && !Character.isWhitespace(text.charAt(at))) {
            char c = text.charAt(at++);
            switch (c) {
                case '\'':
                    int close = text.indexOf('\'', at);
                    if (close < 0) {
                        throw unclosed('\'', at - 1);
                    }
                    word.append(text, at, close);
                    at = close + 1;
                    break;
                case '"':
                    quoted(word);
                    break;
                case '\\':
                    if (at == text.length()) {
                        throw new Failure(400, "The spec \"" + text + "\" ends with a backslash: write two for one, or leave it out.");
                    }
                    word.append(text.charAt(at++));
                    break;
                default:
                    word.append(c);
            }
        }
        return word.toString();
    }

    private void quoted(StringBuilder word) {
        int open = at - 1;
        while (at < text.length()) {
            char c = text.charAt(at++);
            if (c == '"') {
                return;
            }
            boolean escape = c == '\\' && at < text.length() && (text.charAt(at) == '"' || text.charAt(at) == '\\');
            word.append(escape ? text.charAt(at++) : c);
        }
        throw unclosed('"', open);
    }

    private Failure unclosed(char quote, int open) {
        return new Failure(400, "The spec \"" + text + "\" has a quote (" + quote + ") at character " + (open + 1)
                + " that is not closed: close it, or put a backslash before it.");
    }
}
