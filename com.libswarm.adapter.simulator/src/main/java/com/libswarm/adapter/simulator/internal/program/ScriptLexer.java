package com.libswarm.adapter.simulator.internal.program;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Cuts a shell script into words, separators and redirections. */
final class ScriptLexer {

    private static final Pattern REDIRECTION = Pattern.compile("([12]?)>>?[ \\t]*(&[12]|/dev/null)");
    private static final String UNKNOWN_OPERATORS = "|&<>()`";

    private final String script;
    private final List<String> tokens = new ArrayList<>();
    private int at;

    private ScriptLexer(String script) {
        this.script = script;
    }

    /** Words as they were written; {@code ;}, {@code &&}, {@code ||}; and redirections such as {@code 1>&2} or {@code 2>/dev/null}. */
    static List<String> tokens(String script) {
        var lexer = new ScriptLexer(script);
        lexer.run();
        return lexer.tokens;
    }

    private void run() {
        while (at < script.length()) {
            char c = script.charAt(at);
            if (c == '\n' || c == ';') {
                tokens.add(";");
                at++;
            } else if (Character.isWhitespace(c)) {
                at++;
            } else if (c == '#') {
                int end = script.indexOf('\n', at);
                at = end < 0 ? script.length() : end;
            } else if (script.startsWith("&&", at) || script.startsWith("||", at)) {
                tokens.add(script.substring(at, at + 2));
                at += 2;
            } else if (!redirection()) {
                word();
            }
        }
    }

    private boolean redirection() {
        Matcher matcher = REDIRECTION.matcher(script).region(at, script.length());
        if (!matcher.lookingAt()) {
            return false;
        }
        tokens.add((matcher.group(1).isEmpty() ? "1" : matcher.group(1)) + ">" + matcher.group(2));
        at = matcher.end();
        return true;
    }

    private void word() {
        int start = at;
        while (at < script.length()) {
            char c = script.charAt(at);
            if (Character.isWhitespace(c) || c == ';') {
                break;
            }
            if (UNKNOWN_OPERATORS.indexOf(c) >= 0) {
                if (at > start && (c == '>' || script.startsWith("&&", at) || script.startsWith("||", at))) {
                    break;
                }
                throw new IllegalArgumentException("syntax error: '" + c + "' is not known here");
            }
            at = c == '\'' || c == '"' ? closing(c) + 1 : at + (c == '\\' ? 2 : 1);
        }
        at = Math.min(at, script.length());
        tokens.add(script.substring(start, at));
    }

    private int closing(char quote) {
        for (int i = at + 1; i < script.length(); i++) {
            if (script.charAt(i) == quote) {
                return i;
            }
            if (quote == '"' && script.charAt(i) == '\\') {
                i++;
            }
        }
        throw new IllegalArgumentException("syntax error: unterminated quoted string");
    }
}
