package com.libswarm.api;

import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/**
 * The arguments of a message: words, and name=value pairs in order, repeats kept. Immutable.
 *
 * <p>Pairs that came as a URL's query are kept as they came and decoded when somebody looks, so that a link which only
 * passes them on pays nothing and changes no byte.
 */
public final class Args {

    /** No arguments. */
    public static final Args EMPTY = new Args(List.of(), "", List.of());

    private final List<String> words;
    private final String query;
    // decoded from query, or query is made from it; a lost race only decodes twice
    private volatile List<Map.Entry<String, String>> pairs;

    private Args(List<String> words, String query, List<Map.Entry<String, String>> pairs) {
        this.words = words;
        this.query = query;
        this.pairs = pairs;
    }

    /** Only words, such as the text of a Log or an Error, or the names of a listing. */
    public static Args words(String... words) {
        return words.length == 0 ? EMPTY : new Args(List.of(words), "", List.of());
    }

    /** @param namesAndValues name, value, name, value, ... */
    public static Args of(String... namesAndValues) {
        if (namesAndValues.length % 2 != 0) {
            throw new IllegalArgumentException("Arguments are names and values in turn, but the last name has no value.");
        }
        var pairs = new ArrayList<Map.Entry<String, String>>(namesAndValues.length / 2);
        for (int i = 0; i < namesAndValues.length; i += 2) {
            pairs.add(Map.entry(namesAndValues[i], namesAndValues[i + 1]));
        }
        return EMPTY.withPairs(pairs);
    }

    /** The pairs of a URL's query, without the question mark. Not checked: what cannot be decoded is left as it is. */
    public static Args query(String rawQuery) {
        return rawQuery.isEmpty() ? EMPTY : new Args(List.of(), rawQuery, null);
    }

    /** The first value of that name, or the empty string. */
    public String get(String name) {
        for (var pair : pairs()) {
            if (pair.getKey().equals(name)) {
                return pair.getValue();
            }
        }
        return "";
    }

    /** Whether there is a pair of that name, even one without a value. */
    public boolean has(String name) {
        return pairs().stream().anyMatch(pair -> pair.getKey().equals(name));
    }

    /** Whether the value of that name is one that Docker takes for true: anything but nothing, 0, no, false and none. */
    public boolean flag(String name) {
        String value = get(name).trim().toLowerCase(Locale.ROOT);
        return !List.of("", "0", "no", "false", "none").contains(value);
    }

    /** All values of that name, in order. */
    public List<String> all(String name) {
        return pairs().stream().filter(pair -> pair.getKey().equals(name)).map(Map.Entry::getValue).toList();
    }

    /** The words, in order. */
    public List<String> words() {
        return words;
    }

    /** The pairs, in order. */
    public List<Map.Entry<String, String>> pairs() {
        List<Map.Entry<String, String>> known = pairs;
        if (known == null) {
            known = decode(query);
            pairs = known;
        }
        return known;
    }

    /** The pairs as a URL's query: byte for byte what came, if they came so. */
    public String query() {
        return query;
    }

    /** A copy with this pair once, in place of those of the name. */
    public Args with(String name, String value) {
        var changed = new ArrayList<>(without(name).pairs());
        changed.add(Map.entry(name, value));
        return withPairs(changed);
    }

    /** A copy without the pairs of that name. */
    public Args without(String name) {
        return has(name) ? withPairs(pairs().stream().filter(pair -> !pair.getKey().equals(name)).toList()) : this;
    }

    /** A copy with these words in place of the words. */
    public Args withWords(String... others) {
        return new Args(List.of(others), query, pairs);
    }

    /** Whether there are neither words nor pairs. */
    public boolean isEmpty() {
        return words.isEmpty() && query.isEmpty();
    }

    private Args withPairs(List<Map.Entry<String, String>> changed) {
        var text = new StringBuilder();
        for (var pair : changed) {
            text.append(text.length() == 0 ? "" : "&").append(encode(pair.getKey())).append('=').append(encode(pair.getValue()));
        }
        return new Args(words, text.toString(), List.copyOf(changed));
    }

    private static List<Map.Entry<String, String>> decode(String query) {
        var pairs = new ArrayList<Map.Entry<String, String>>();
        for (String part : query.split("&")) {
            if (!part.isEmpty()) {
                int equals = part.indexOf('=');
                String name = equals < 0 ? part : part.substring(0, equals);
                pairs.add(Map.entry(decodePart(name), equals < 0 ? "" : decodePart(part.substring(equals + 1))));
            }
        }
        return List.copyOf(pairs);
    }

    private static String decodePart(String raw) {
        try {
            return URLDecoder.decode(raw, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException badEscape) {
            return raw;
        }
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Args && words.equals(((Args) other).words) && pairs().equals(((Args) other).pairs());
    }

    @Override
    public int hashCode() {
        return Objects.hash(words, pairs());
    }

    /** Safe to print: secrets are masked. */
    @Override
    public String toString() {
        var text = new StringBuilder();
        for (String word : words) {
            text.append(text.length() == 0 ? "" : " ").append(quoted(Mask.text(word)));
        }
        for (var pair : pairs()) {
            text.append(text.length() == 0 ? "" : " ").append(Mask.line(pair.getKey())).append('=')
                    .append(quoted(Mask.value(pair.getKey(), pair.getValue())));
        }
        return text.toString();
    }

    private static String quoted(String word) {
        boolean plain = !word.isEmpty() && word.chars().allMatch(c -> c > ' ' && c != '\'' && !Character.isISOControl(c));
        return plain ? word : "'" + Mask.line(word.replace("\\", "\\\\").replace("'", "\\'")) + "'";
    }
}
