package com.libswarm.adapter.simulator.internal.program;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Turns a word of a script into what it stands for: quotes taken away, variables put in. A value is not cut into words. */
final class Expansion {

    private static final Pattern VARIABLE = Pattern.compile("\\$(?:\\{([A-Za-z_][A-Za-z_0-9]*|[0-9?$])\\}|([A-Za-z_][A-Za-z_0-9]*|[0-9?$]))");

    private final Environment environment;
    private final List<String> parameters;
    private final int status;

    /** @param parameters {@code $0}, {@code $1}, ... */
    Expansion(Environment environment, List<String> parameters, int status) {
        this.environment = environment;
        this.parameters = parameters;
        this.status = status;
    }

    String of(String word) {
        var text = new StringBuilder();
        char quote = 0;
        for (int i = 0; i < word.length(); i++) {
            char c = word.charAt(i);
            if (c == quote) {
                quote = 0;
            } else if (quote == '\'') {
                text.append(c);
            } else if (quote == 0 && (c == '\'' || c == '"')) {
                quote = c;
            } else if (c == '\\' && i + 1 < word.length()) {
                char next = word.charAt(++i);
                text.append(quote == '"' && "\\\"$`".indexOf(next) < 0 ? "\\" : "").append(next);
            } else if (c == '$') {
                Matcher name = VARIABLE.matcher(word).region(i, word.length());
                if (name.lookingAt()) {
                    text.append(value(name.group(1) == null ? name.group(2) : name.group(1)));
                    i = name.end() - 1;
                } else {
                    text.append(c);
                }
            } else {
                text.append(c);
            }
        }
        return text.toString();
    }

    private String value(String name) {
        if (name.equals("?")) {
            return Integer.toString(status);
        }
        if (name.equals("$")) {
            return "1";
        }
        if (Character.isDigit(name.charAt(0))) {
            int number = Integer.parseInt(name);
            return number < parameters.size() ? parameters.get(number) : "";
        }
        return environment.get(name);
    }
}
