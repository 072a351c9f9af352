package com.libswarm.adapter.simulator.internal.program;

import com.libswarm.adapter.simulator.internal.program.Script.Item;
import com.libswarm.adapter.simulator.internal.program.Script.Redirection;
import com.libswarm.adapter.simulator.internal.program.Script.When;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Reads a small part of the shell's language: lists, redirections between the outputs, {@code while} and {@code for}. */
final class ScriptParser {

    private static final Set<String> SEPARATORS = Set.of(";", "&&", "||");
    private static final Set<String> CLOSING = Set.of("do", "done");
    private static final Set<String> UNKNOWN = Set.of("if", "then", "else", "elif", "fi", "case", "esac", "until", "{", "}", "!");

    private final List<String> tokens;
    private int at;

    private ScriptParser(List<String> tokens) {
        this.tokens = tokens;
    }

    /** @throws IllegalArgumentException with what is wrong with it, as a shell would say it */
    static Script parse(String script) {
        var parser = new ScriptParser(ScriptLexer.tokens(script));
        Script whole = parser.sequence();
        if (parser.at < parser.tokens.size()) {
            throw parser.unexpected();
        }
        return whole;
    }

    private Script sequence() {
        var items = new ArrayList<Item>();
        var when = When.ALWAYS;
        while (at < tokens.size() && !CLOSING.contains(peek())) {
            if (peek().equals(";")) {
                at++;
                continue;
            }
            items.add(new Item(when, command()));
            when = switch (peek()) {
                case "&&" -> When.AFTER_SUCCESS;
                case "||" -> When.AFTER_FAILURE;
                default -> When.ALWAYS;
            };
            at += SEPARATORS.contains(peek()) ? 1 : 0;
        }
        if (when != When.ALWAYS) {
            throw unexpected();
        }
        return new Script.Sequence(items);
    }

    private Script command() {
        String word = peek();
        if (word.equals("while")) {
            at++;
            Script condition = sequence();
            return new Script.While(condition, body());
        }
        if (word.equals("for")) {
            at++;
            String variable = next();
            expect("in");
            var values = new ArrayList<String>();
            while (at < tokens.size() && !SEPARATORS.contains(peek())) {
                values.add(next());
            }
            expect(";");
            return new Script.For(variable, values, body());
        }
        if (UNKNOWN.contains(word) || SEPARATORS.contains(word)) {
            throw unexpected();
        }
        return simple();
    }

    private Script body() {
        expect("do");
        Script body = sequence();
        expect("done");
        return body;
    }

    private Script simple() {
        var words = new ArrayList<String>();
        var redirections = new ArrayList<Redirection>();
        while (at < tokens.size() && !SEPARATORS.contains(peek())) {
            String token = next();
            if (token.matches("[12]>(&[12]|/dev/null)")) {
                redirections.add(new Redirection(stream(token.charAt(0)), stream(token.charAt(token.length() - 1))));
            } else {
                words.add(token);
            }
        }
        return new Script.Simple(words, redirections);
    }

    private static Stream stream(char digit) {
        return digit == '1' ? Stream.OUT : digit == '2' ? Stream.ERR : Stream.NULL;
    }

    private String peek() {
        return at < tokens.size() ? tokens.get(at) : "";
    }

    private String next() {
        String token = peek();
        at++;
        return token;
    }

    private void expect(String token) {
        if (!peek().equals(token)) {
            throw unexpected();
        }
        at++;
    }

    private IllegalArgumentException unexpected() {
        return new IllegalArgumentException("syntax error: unexpected " + (at < tokens.size() ? "\"" + peek() + "\"" : "end of file"));
    }
}
