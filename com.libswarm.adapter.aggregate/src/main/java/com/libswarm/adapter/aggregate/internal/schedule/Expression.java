package com.libswarm.adapter.aggregate.internal.schedule;

import com.libswarm.api.Failure;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * One wish of a container for its node, as classic Swarm wrote them: {@code storage==ssd}, {@code node!=/east-[0-9]+/},
 * {@code image==~redis*}.
 *
 * @param key in small letters
 * @param isEqual whether something has to match, rather than nothing
 * @param isSoft whether it is given up when no node fulfils it
 */
record Expression(String key, boolean isEqual, boolean isSoft, Pattern value, String text) {

    private static final Pattern SYNTAX = Pattern.compile("([a-zA-Z_][a-zA-Z0-9_.-]*)(==|!=)(~?)(.+)");

    /** @throws Failure 400 if it cannot be read */
    static Expression parse(String text) {
        Matcher parts = SYNTAX.matcher(text);
        if (!parts.matches()) {
            throw new Failure(400, "The expression '" + text + "' cannot be read: write KEY==VALUE or KEY!=VALUE, such as storage==ssd.");
        }
        return new Expression(parts.group(1).toLowerCase(Locale.ROOT), parts.group(2).equals("=="), !parts.group(3).isEmpty(),
                pattern(parts.group(4), text), text);
    }

    private static Pattern pattern(String value, String text) {
        if (value.length() > 1 && value.startsWith("/") && value.endsWith("/")) {
            try {
                return Pattern.compile("(?:" + value.substring(1, value.length() - 1) + ")");
            } catch (PatternSyntaxException bad) {
                throw new Failure(400, "The regular expression in '" + text + "' cannot be read: " + bad.getDescription() + ".", bad);
            }
        }
        List<String> literals = Arrays.asList(value.split("\\*", -1));
        return Pattern.compile("^" + String.join(".*", literals.stream().map(Pattern::quote).toList()) + "$", Pattern.DOTALL);
    }

    /** Whether a node with these values of the key fulfils it. */
    boolean holdsFor(Collection<String> values) {
        return values.stream().anyMatch(each -> value.matcher(each).find()) == isEqual;
    }
}
