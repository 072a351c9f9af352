package com.libswarm.adapter.aggregate.internal.read;

import com.libswarm.adapter.aggregate.internal.json.Fields;
import com.libswarm.adapter.aggregate.internal.json.Json;
import com.libswarm.adapter.aggregate.internal.node.Answers;
import com.libswarm.adapter.aggregate.internal.node.FanOut;
import com.libswarm.adapter.aggregate.internal.node.Node;
import com.libswarm.adapter.aggregate.internal.node.Nodes;
import com.libswarm.adapter.aggregate.internal.node.ObjectKind;
import com.libswarm.adapter.aggregate.internal.node.Replies;
import com.libswarm.api.Args;
import com.libswarm.api.Message;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;

/**
 * The images, networks or volumes of several nodes, told without asking them if what is known is enough: then they are chosen here in
 * the same way as an engine chooses them (Docker API, GET /images/json, /networks, /volumes). Otherwise each node is asked.
 */
final class Inventory {

    /** Since then a list of networks does not tell of the containers in them. */
    private static final String SHORT_NETWORKS = "1.28";
    private static final String NAME = "name";
    private static final String DRIVER = "driver";
    private static final Map<ObjectKind, Set<String>> KNOWN = Map.of(
            ObjectKind.IMAGES, Set.of("node", "label"),
            ObjectKind.NETWORKS, Set.of("node", "label", NAME, "id", DRIVER, "scope"),
            ObjectKind.VOLUMES, Set.of("node", "label", NAME, DRIVER));
    private static final Set<String> HARMLESS = Set.of("filters", "all", "digests");

    private final Nodes nodes;
    private final ObjectKind kind;

    Inventory(Nodes nodes, ObjectKind kind) {
        this.nodes = nodes;
        this.kind = kind;
    }

    CompletableFuture<Answers<List<Fields>>> of(List<Node> asked, Filters filters, Message request) {
        if (!isEnough(filters, request)) {
            return FanOut.ask(asked, request.withArgs(filters.putInto(request.args())), Replies::objects);
        }
        Version.check(nodes, request);
        Predicate<Fields> wanted = object -> isWanted(filters, object);
        return FanOut.gather(asked, node -> filters.isEmpty() ? node.list(kind)
                : node.list(kind).thenApply(all -> all.stream().filter(wanted).toList()));
    }

    /** An engine also says what is wrong with a filter. */
    private boolean isEnough(Filters filters, Message request) {
        Args args = request.args();
        return args.pairs().stream().allMatch(arg -> HARMLESS.contains(arg.getKey())) && !args.flag("all")
                && KNOWN.get(kind).containsAll(filters.names()) && filters.arePlain(NAME) && filters.arePlain("id")
                && (kind != ObjectKind.NETWORKS || Version.isAtLeast(SHORT_NETWORKS, request));
    }

    private static boolean isWanted(Filters filters, Fields object) {
        return filters.areLabels(Json.labels(object.value("Labels"), "Labels")) && filters.isFound(NAME, object.text("Name"))
                && filters.isFound("id", object.text("Id")) && filters.isOneOf(DRIVER, object.text("Driver"))
                && filters.isOneOf("scope", object.text("Scope"));
    }
}
