package com.libswarm.docker.internal.table;

import com.libswarm.api.Verb;
import com.libswarm.docker.internal.table.Row.Level;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** A collection of the Docker API, with the rows that are its own, indexed both ways. */
final class Collection {

    /** How the URLs of a collection are built. */
    enum Style {
        /** {@code C/json} lists, {@code C/NAME/json} inspects; the last segment is an action or a part with every method but DELETE. */
        S,
        /** {@code C} lists, {@code C/NAME} inspects; the last segment is an action with POST only. */
        P
    }

    private final String name;
    private final Style style;
    private final Set<String> known;
    private final Map<Level, Map<String, List<Row>>> bySegment = new EnumMap<>(Level.class);
    private final Map<Level, Map<Verb, Map<String, Row>>> byVerb = new EnumMap<>(Level.class);

    Collection(String name, Style style, Set<String> known) {
        this.name = name;
        this.style = style;
        this.known = known;
        for (Level level : Level.values()) {
            bySegment.put(level, new HashMap<>());
            byVerb.put(level, new EnumMap<>(Verb.class));
        }
    }

    void add(Row row) {
        bySegment.get(row.level()).computeIfAbsent(row.segment(), s -> new ArrayList<>(2)).add(row);
        byVerb.get(row.level()).computeIfAbsent(row.verb(), v -> new HashMap<>()).put(row.aspect(), row);
    }

    String name() {
        return name;
    }

    /** Whether the last segment of such a URL is the aspect, where no row says so. */
    boolean splits(String method) {
        return style == Style.S ? !method.equals("DELETE") : method.equals("POST");
    }

    /** Whether the API has operations that end so: an Upgrade header on them has no meaning. */
    boolean knows(String aspect) {
        return known.contains(aspect);
    }

    Optional<Row> ofHttp(Level level, String method, String segment) {
        for (Row row : bySegment.get(level).getOrDefault(segment, List.of())) {
            if (row.method().equals(method)) {
                return Optional.of(row);
            }
        }
        return Optional.empty();
    }

    Optional<Row> ofMessage(Level level, Verb verb, String aspect) {
        return Optional.ofNullable(byVerb.get(level).getOrDefault(verb, Map.of()).get(aspect));
    }

    /** The level of a path of this collection: {@code /C} or {@code /C/NAME}. */
    Level level(String path) {
        return path.length() == name.length() + 1 ? Level.COLLECTION : Level.OBJECT;
    }
}
