package com.libswarm.adapter.simulator;

import com.libswarm.api.Args;
import com.libswarm.api.Failure;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/** The argument {@code filters} of many requests: names with values, as {@code {"status":["running"]}} or {@code {"status":{"running":true}}}. */
final class Filters {

    private final Map<String, List<String>> values = new LinkedHashMap<>();

    private Filters() {
    }

    /** @throws Failure 400 if it cannot be read, or names a filter that is not {@code known} */
    static Filters of(Args args, Set<String> known) {
        var filters = new Filters();
        Json.parse(args.get("filters").getBytes(StandardCharsets.UTF_8)).forEach((name, value) -> {
            if (!known.contains(name)) {
                throw invalid(name);
            }
            filters.values.put(name, values(name, value));
        });
        return filters;
    }

    private static List<String> values(String name, Object value) {
        if (value instanceof Map<?, ?> set && set.values().stream().allMatch(Boolean.class::isInstance)) {
            return set.keySet().stream().map(Object::toString).toList();
        }
        if (value instanceof List<?> list && list.stream().allMatch(String.class::isInstance)) {
            return list.stream().map(Object::toString).toList();
        }
        if (value == null) {
            return List.of();
        }
        throw new Failure(400, "The values of the filter '" + name + "' are no list of strings, and no object of true and false.");
    }

    /** @param what the filter, or the filter and its value */
    static Failure invalid(String what) {
        return new Failure(400, "Invalid filter '" + what + "'");
    }

    boolean has(String name) {
        return !all(name).isEmpty();
    }

    List<String> all(String name) {
        return values.getOrDefault(name, List.of());
    }

    /** Whether there is no such filter, or {@code test} takes one of its values. */
    boolean any(String name, Predicate<String> test) {
        return !has(name) || all(name).stream().anyMatch(test);
    }

    /** Whether one of {@code candidates} contains a match of one of the filter's regular expressions, or there is no such filter. */
    boolean matches(String name, String... candidates) {
        return any(name, value -> {
            try {
                Pattern pattern = Pattern.compile(value);
                return List.of(candidates).stream().anyMatch(candidate -> pattern.matcher(candidate).find());
            } catch (PatternSyntaxException notAPattern) {
                return List.of(candidates).contains(value);
            }
        });
    }

    /** Whether all labels that are asked for, {@code KEY} or {@code KEY=VALUE}, are there. */
    boolean labels(Map<String, String> labels) {
        return all("label").stream().allMatch(wanted -> hasLabel(labels, wanted))
                && all("label!").stream().noneMatch(unwanted -> hasLabel(labels, unwanted));
    }

    private static boolean hasLabel(Map<String, String> labels, String wanted) {
        int equals = wanted.indexOf('=');
        return equals < 0 ? labels.containsKey(wanted) : wanted.substring(equals + 1).equals(labels.get(wanted.substring(0, equals)));
    }
}
