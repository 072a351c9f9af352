package com.libswarm.adapter.aggregate.internal.read;

import com.libswarm.adapter.aggregate.internal.json.Json;
import com.libswarm.adapter.aggregate.internal.node.Node;
import com.libswarm.adapter.aggregate.internal.node.Nodes;
import com.libswarm.api.Args;
import com.libswarm.api.Failure;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The argument {@code filters} of a list, as {@code {"status":["running"]}} or {@code {"status":{"running":true}}}. What the engines
 * know is theirs; the filter {@code node} is the aggregate's own.
 */
public final class Filters {

    private static final String ARGUMENT = "filters";
    private static final String NODE = "node";
    /** Those whose values name objects that one node has. */
    private static final List<String> REFERENCES = List.of("container", "name", "network", "volume");
    private static final Pattern WITH_NODE = Pattern.compile("(\\^?/?)([a-zA-Z0-9][a-zA-Z0-9_.-]*)/(.+)");
    /** Patterns that mean the same in Go and in Java. */
    private static final Pattern PLAIN_PATTERN = Pattern.compile("\\^?/?[a-zA-Z0-9_.*|/-]*\\$?");

    private final Map<String, List<String>> values;
    /** Those that cannot be read, as they are written: an engine says in its own words what is wrong with them. */
    private final Optional<String> unreadable;

    private Filters(Map<String, List<String>> values, Optional<String> unreadable) {
        this.values = values;
        this.unreadable = unreadable;
    }

    private Filters(Map<String, List<String>> values) {
        this(values, Optional.empty());
    }

    public static Filters of(Args args) {
        var values = new LinkedHashMap<String, List<String>>();
        try {
            Json.parse(args.get(ARGUMENT), 400).forEach((name, value) -> values.put(name, values(value)));
        } catch (Failure bad) {
            return new Filters(Map.of(), Optional.of(args.get(ARGUMENT)));
        }
        return new Filters(values);
    }

    private static List<String> values(Object value) {
        if (value instanceof Map<?, ?> set && set.values().stream().allMatch(Boolean.class::isInstance)) {
            return set.keySet().stream().map(Object::toString).toList();
        }
        if (value instanceof List<?> list && list.stream().allMatch(String.class::isInstance)) {
            return list.stream().map(Object::toString).toList();
        }
        if (value == null) {
            return List.of();
        }
        throw new Failure(400, "The values of a filter are no list and no set.");
    }

    public boolean isEmpty() {
        return names().isEmpty();
    }

    /** Whether they mean something. */
    boolean areReadable() {
        return unreadable.isEmpty();
    }

    /** Which there are; those that cannot be read are one that nobody knows. */
    Set<String> names() {
        return unreadable.map(Set::of).orElseGet(values::keySet);
    }

    public List<String> all(String name) {
        return values.getOrDefault(name, List.of());
    }

    public Optional<String> first(String name) {
        return all(name).stream().findFirst();
    }

    /** Whether the patterns of that name mean here what they mean to an engine. */
    boolean arePlain(String name) {
        return all(name).stream().allMatch(pattern -> PLAIN_PATTERN.matcher(pattern).matches() && !pattern.contains("**"));
    }

    /** Whether one of the patterns of that name is found in one of {@code texts}, or there is no pattern. */
    boolean isFound(String name, String... texts) {
        return all(name).isEmpty() || all(name).stream().map(Pattern::compile)
                .anyMatch(pattern -> Stream.of(texts).anyMatch(text -> pattern.matcher(text).find()));
    }

    /** Whether {@code text} is one of those of that name, or there are none. */
    boolean isOneOf(String name, String text) {
        return all(name).isEmpty() || all(name).contains(text);
    }

    /** Whether all labels that are wanted are there: {@code KEY}, or {@code KEY=VALUE}. */
    boolean areLabels(Map<String, String> labels) {
        return all("label").stream().allMatch(label -> {
            int equals = label.indexOf('=');
            String value = labels.get(equals < 0 ? label : label.substring(0, equals));
            return value != null && (equals < 0 || value.equals(label.substring(equals + 1)));
        });
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
        return with(name, List.of(value));
    }

    private Filters with(String name, List<String> all) {
        var more = new LinkedHashMap<>(values);
        more.put(name, all);
        return new Filters(more, unreadable);
    }

    /** The same in the engines' words: {@code container=east/web} is {@code container=web} on the node {@code east}. */
    Filters resolved(Nodes nodes) {
        Filters resolved = this;
        for (String name : REFERENCES) {
            List<Matcher> qualified = all(name).stream().map(WITH_NODE::matcher)
                    .filter(value -> value.matches() && nodes.named(value.group(2)).isPresent()).toList();
            Set<String> named = qualified.stream().map(value -> value.group(2)).collect(Collectors.toSet());
            // values of several nodes mean nothing to any of them
            if (qualified.size() == all(name).size() && named.size() == 1) {
                String node = named.iterator().next();
                boolean isWanted = !resolved.nodes(List.of(nodes.named(node).get())).isEmpty();
                resolved = resolved.with(name, qualified.stream().map(value -> value.group(1) + value.group(3)).toList())
                        .with(NODE, isWanted ? node : "");
            }
        }
        return resolved;
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
        if (!areReadable() || !args.has(ARGUMENT) && values.isEmpty()) {
            return args;
        }
        Filters ofNode = without(NODE);
        return ofNode.values.isEmpty() ? args.without(ARGUMENT) : args.with(ARGUMENT, Json.write(ofNode.values));
    }
}
