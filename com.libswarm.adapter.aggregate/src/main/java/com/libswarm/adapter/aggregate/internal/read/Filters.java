package com.libswarm.adapter.aggregate.internal.read;

import com.libswarm.adapter.aggregate.internal.json.Json;
import com.libswarm.adapter.aggregate.internal.node.Node;
import com.libswarm.api.Args;
import com.libswarm.api.Failure;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The argument {@code filters} of a list, as {@code {"status":["running"]}} or {@code {"status":{"running":true}}}. What the engines
 * know is theirs; the filter {@code node} is the aggregate's own.
 */
public final class Filters {

    private static final String ARGUMENT = "filters";
    private static final String NODE = "node";

    private final Map<String, List<String>> values;

    private Filters(Map<String, List<String>> values) {
        this.values = values;
    }

    /** @throws com.libswarm.api.Failure 400 if it cannot be read */
    public static Filters of(Args args) {
        var values = new LinkedHashMap<String, List<String>>();
        Json.parse(args.get(ARGUMENT), 400).forEach((name, value) -> values.put(name, values(name, value)));
        return new Filters(values);
    }

    private static List<String> values(String name, Object value) {
        if (value instanceof Map<?, ?> set) {
            return set.keySet().stream().map(Object::toString).toList();
        }
        if (value instanceof List<?> list) {
            return list.stream().map(String::valueOf).toList();
        }
        if (value == null) {
            return List.of();
        }
        throw new Failure(400, "The values of the filter '" + name + "' are no list and no set.");
    }

    public boolean isEmpty() {
        return values.isEmpty();
    }

    /** Which there are. */
    Set<String> names() {
        return values.keySet();
    }

    public List<String> all(String name) {
        return values.getOrDefault(name, List.of());
    }

    public Optional<String> first(String name) {
        return all(name).stream().findFirst();
    }

    /** The same without those of that name. */
    public Filters without(String name) {
        if (!values.containsKey(name)) {
            return this;
        }
        var less = new LinkedHashMap<>(values);
        less.remove(name);
        return new Filters(less);
    }

    /** The same with this one. */
    public Filters with(String name, String value) {
        var more = new LinkedHashMap<>(values);
        more.put(name, List.of(value));
        return new Filters(more);
    }

    /** Those of {@code nodes} that the filter {@code node} names; {@code *} stands for anything. */
    public List<Node> nodes(List<Node> nodes) {
        List<Pattern> wanted = all(NODE).stream().map(Filters::glob).toList();
        return wanted.isEmpty() ? nodes
                : nodes.stream().filter(node -> wanted.stream().anyMatch(pattern -> pattern.matcher(node.name()).matches())).toList();
    }

    private static Pattern glob(String name) {
        return Pattern.compile(Pattern.quote(name).replace("*", "\\E.*\\Q"));
    }

    /** {@code args} with these, as a node is to get them. */
    public Args putInto(Args args) {
        if (!args.has(ARGUMENT) && values.isEmpty()) {
            return args;
        }
        Filters ofNode = without(NODE);
        return ofNode.values.isEmpty() ? args.without(ARGUMENT) : args.with(ARGUMENT, Json.write(ofNode.values));
    }
}
