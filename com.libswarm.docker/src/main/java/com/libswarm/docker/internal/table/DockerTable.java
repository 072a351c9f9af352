package com.libswarm.docker.internal.table;

import static com.libswarm.docker.internal.table.Row.Level.COLLECTION;
import static com.libswarm.docker.internal.table.Row.Level.OBJECT;
import static com.libswarm.docker.internal.table.Row.on;

import com.libswarm.api.Verb;
import com.libswarm.docker.internal.table.Collection.Style;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The one table between the Docker Engine API and the protocol: {@code dockerserver} reads it from left to right
 * ({@link #operation}), {@code dockerclient} from right to left ({@link #target}).
 *
 * <p>By default GET is Get, POST is Set, PUT is File and DELETE is Remove; the last segment of the URL is the aspect where the
 * collection's style says so, and the rest is the object. Only what has a meaning of its own needs a row. So an operation that
 * nobody has heard of yet passes too, and every request comes out as it went in.
 */
public final class DockerTable {

    private static final String LISTED_BY_JSON = "containers images exec distribution";
    private static final String LISTED_BY_NAME = "plugins networks volumes nodes services tasks secrets configs";
    private static final String STYLE_S = "containers images exec distribution plugins";
    private static final String STYLE_P_BUT_VOLUMES = "networks nodes services tasks secrets configs";
    private static final String CREATED = "containers images exec distribution networks volumes nodes services tasks secrets configs";

    /** The collections, and how the operations end that the API has on them. */
    private static final Map<String, Collection> COLLECTIONS = Stream.of(
            collection("containers", Style.S, "json create prune top changes resize start stop restart kill update rename pause unpause"
                    + " archive exec logs stats wait attach export copy checkpoints"),
            collection("images", Style.S, "json create prune search load get history tag push attestations"),
            collection("exec", Style.S, "json start resize"),
            collection("distribution", Style.S, "json"),
            collection("plugins", Style.S, "json privileges pull create enable disable set upgrade push"),
            collection("networks", Style.P, "create prune connect disconnect"),
            collection("volumes", Style.P, "create prune"),
            collection("nodes", Style.P, "update"),
            collection("services", Style.P, "create update logs"),
            collection("tasks", Style.P, "logs"),
            collection("secrets", Style.P, "create update"),
            collection("configs", Style.P, "create update"))
            .collect(Collectors.toUnmodifiableMap(Collection::name, Function.identity()));

    /** What the last segment means where it is not simply the aspect of the method's default verb. */
    private static final List<Row> ROWS = List.of(
            on(COLLECTION, "GET", "json", LISTED_BY_JSON, Verb.Ls, ""),
            on(COLLECTION, "GET", "", LISTED_BY_NAME, Verb.Ls, ""),
            on(COLLECTION, "POST", "create", CREATED, Verb.Spawn, ""),
            on(COLLECTION, "POST", "create", "plugins", Verb.File, "create"),
            on(COLLECTION, "POST", "pull", "plugins", Verb.Spawn, "pull"),
            on(COLLECTION, "POST", "load", "images", Verb.File, "load"),
            on(OBJECT, "GET", "json", STYLE_S, Verb.Get, ""),
            on(OBJECT, "POST", "update", STYLE_S, Verb.Set, ""),
            on(OBJECT, "POST", "update", STYLE_P_BUT_VOLUMES, Verb.Set, ""),
            on(OBJECT, "PUT", "", "volumes", Verb.Set, ""),
            on(OBJECT, "POST", "start", "containers", Verb.Start, ""),
            on(OBJECT, "POST", "stop", "containers", Verb.Stop, ""),
            on(OBJECT, "POST", "attach", "containers", Verb.Attach, ""),
            on(OBJECT, "GET", "attach/ws", "containers", Verb.Connect, "attach/ws"),
            on(OBJECT, "POST", "start", "exec", Verb.Attach, ""),
            on(OBJECT, "POST", "exec", "containers", Verb.Spawn, "exec"),
            on(OBJECT, "GET", "checkpoints", "containers", Verb.Ls, "checkpoints"),
            on(OBJECT, "POST", "checkpoints", "containers", Verb.Spawn, "checkpoints"),
            on(OBJECT, "GET", "logs", "containers services tasks", Verb.Watch, "logs"),
            on(OBJECT, "GET", "stats", "containers", Verb.Watch, "stats"),
            on(OBJECT, "POST", "wait", "containers", Verb.Watch, "wait"));

    /** Whole URLs with a verb of their own. */
    private static final Map<String, Single> SINGLES = Map.of(
            "/events", new Single("GET", Verb.Watch),
            "/commit", new Single("POST", Verb.Spawn),
            "/build", new Single("POST", Verb.File),
            "/session", new Single("POST", Verb.Connect),
            "/grpc", new Single("POST", Verb.Connect),
            "/networks/", new Single("GET", Verb.Ls));

    /** The first segments of all other URLs of the API: an Upgrade header on them has no meaning. */
    private static final Set<String> OTHERS = Set.of("_ping", "auth", "build", "commit", "debug", "events", "info", "swarm", "system",
            "version");

    private static final Set<String> METHODS = Set.of("GET", "HEAD", "POST", "PUT", "DELETE");

    static {
        for (Row row : ROWS) {
            row.collections().forEach(name -> COLLECTIONS.get(name).add(row));
        }
    }

    private record Single(String method, Verb verb) {
    }

    private DockerTable() {
    }

    private static Collection collection(String name, Style style, String known) {
        return new Collection(name, style, Set.of(known.split(" ")));
    }

    /**
     * What a request asks for.
     *
     * @param path canonical, decoded, without version prefix
     * @param upgrade whether it has an Upgrade header
     */
    public static Operation operation(String method, String path, boolean upgrade) {
        if (method.equals("OPTIONS")) {
            return new Operation(Verb.Get, path, "", method);
        }
        if (!METHODS.contains(method)) {
            return new Operation(Verb.Set, path, method.toLowerCase(Locale.ROOT), method);
        }
        // HEAD asks what GET asks
        Operation found = find(method.equals("HEAD") ? "GET" : method, path, upgrade);
        return method(found.verb(), found.path(), found.aspect()).equals(method) ? found
                : new Operation(found.verb(), found.path(), found.aspect(), method);
    }

    private static Operation find(String method, String path, boolean upgrade) {
        Single single = SINGLES.get(path);
        if (single != null && single.method.equals(method)) {
            return operation(single.verb, path, "");
        }
        String first = first(path);
        Collection collection = COLLECTIONS.get(first);
        if (collection == null || path.endsWith("/")) {
            boolean unknown = collection == null && !OTHERS.contains(first);
            return operation(upgrade && unknown && !method.equals("DELETE") ? Verb.Connect : verb(method), path, "");
        }
        if (collection.level(path) == COLLECTION) {
            return collection.ofHttp(COLLECTION, method, "").map(row -> operation(row.verb(), path, row.aspect()))
                    .orElseGet(() -> operation(verb(method), path, ""));
        }
        return onObject(collection, method, path, upgrade);
    }

    private static Operation onObject(Collection collection, String method, String path, boolean upgrade) {
        Optional<Row> whole = collection.ofHttp(OBJECT, method, "");
        if (whole.isPresent()) {
            return operation(whole.get().verb(), path, whole.get().aspect());
        }
        int cut = cut(collection, path);
        String object = path.substring(0, cut);
        String segment = path.substring(cut + 1);
        Optional<Row> row = collection.ofHttp(collection.level(object), method, segment);
        if (row.isPresent()) {
            return operation(row.get().verb(), object, row.get().aspect());
        }
        if (!collection.splits(method)) {
            return operation(verb(method), path, "");
        }
        return operation(upgrade && !collection.knows(segment) ? Verb.Connect : verb(method), object, segment);
    }

    /** Where the last segment starts; the only one with a slash in it is {@code attach/ws}. */
    private static int cut(Collection collection, String path) {
        int last = path.lastIndexOf('/');
        int objectAt = collection.name().length() + 2;
        int two = last - "/attach".length();
        return path.endsWith("/attach/ws") && two > objectAt && collection.name().equals("containers") ? two : last;
    }

    private static Operation operation(Verb verb, String path, String aspect) {
        return new Operation(verb, path, aspect, "");
    }

    /**
     * The request that a message stands for.
     *
     * @param httpMethod what the head says as {@code Http-Method}, or empty
     */
    public static Target target(Verb verb, String path, String aspect, String httpMethod) {
        if (isOfWholeUrl(httpMethod, aspect)) {
            return new Target(httpMethod, path);
        }
        String url = row(verb, path, aspect).map(row -> row.url(path)).orElseGet(() -> joined(path, aspect));
        return new Target(httpMethod.isEmpty() ? method(verb, path, aspect) : httpMethod, url);
    }

    /** OPTIONS, and methods that are not in the table, leave the URL as it is. */
    private static boolean isOfWholeUrl(String httpMethod, String aspect) {
        return httpMethod.equals("OPTIONS") ? aspect.isEmpty()
                : !httpMethod.isEmpty() && !METHODS.contains(httpMethod) && aspect.equals(httpMethod.toLowerCase(Locale.ROOT));
    }

    private static String joined(String path, String aspect) {
        if (aspect.isEmpty()) {
            return path;
        }
        return path.endsWith("/") ? path + aspect : path + "/" + aspect;
    }

    private static String method(Verb verb, String path, String aspect) {
        Single single = SINGLES.get(path);
        if (single != null && single.verb == verb && aspect.isEmpty()) {
            return single.method;
        }
        return row(verb, path, aspect).map(Row::method).orElseGet(() -> method(verb));
    }

    private static Optional<Row> row(Verb verb, String path, String aspect) {
        Collection collection = COLLECTIONS.get(first(path));
        return collection == null || path.endsWith("/") ? Optional.empty()
                : collection.ofMessage(collection.level(path), verb, aspect);
    }

    private static String first(String path) {
        int slash = path.indexOf('/', 1);
        return slash < 0 ? path.substring(1) : path.substring(1, slash);
    }

    private static Verb verb(String method) {
        switch (method) {
            case "POST":
                return Verb.Set;
            case "PUT":
                return Verb.File;
            case "DELETE":
                return Verb.Remove;
            default:
                return Verb.Get;
        }
    }

    private static String method(Verb verb) {
        switch (verb) {
            case Ls:
            case Get:
            case Watch:
                return "GET";
            case File:
                return "PUT";
            case Remove:
                return "DELETE";
            default:
                return "POST";
        }
    }
}
