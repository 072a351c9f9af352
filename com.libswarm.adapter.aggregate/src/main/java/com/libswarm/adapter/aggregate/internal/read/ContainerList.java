package com.libswarm.adapter.aggregate.internal.read;

import com.libswarm.adapter.aggregate.internal.json.Fields;
import com.libswarm.adapter.aggregate.internal.json.Json;
import com.libswarm.adapter.aggregate.internal.node.Answers;
import com.libswarm.adapter.aggregate.internal.node.Container;
import com.libswarm.adapter.aggregate.internal.node.Entry;
import com.libswarm.adapter.aggregate.internal.node.FanOut;
import com.libswarm.adapter.aggregate.internal.node.Node;
import com.libswarm.adapter.aggregate.internal.node.Nodes;
import com.libswarm.adapter.aggregate.internal.node.PublishedPort;
import com.libswarm.adapter.aggregate.internal.node.Replies;
import com.libswarm.api.Args;
import com.libswarm.api.Failure;
import com.libswarm.api.Head;
import com.libswarm.api.Message;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;

/**
 * The containers of all nodes as one list, the newest first (Docker API, GET /containers/json). It is told from the index, without
 * asking anybody, if that knows enough. Otherwise, with sizes and some filters, the nodes are asked, each of which filters its own; the
 * aggregate merges, and applies what concerns more than one node: {@code node}, {@code before}, {@code since} and the limit.
 */
final class ContainerList {

    private final Nodes nodes;
    private final Directory directory;

    /** The container that a list goes up to, or begins after. */
    private record Bound(String filter, Directory.Place place) {

        boolean admits(long created) {
            return filter.equals("before") ? created < place.container().created() : created > place.container().created();
        }

        /** On its own node it is known which are older and newer than it; the others' containers are compared by the second. */
        List<Entry> of(List<Entry> newestFirst) {
            var left = new ArrayList<Entry>();
            boolean before = filter.equals("before");
            if (newestFirst.stream().noneMatch(this::isIt)) {
                return newestFirst.stream().filter(entry -> admits(entry.container().created())).toList();
            }
            boolean passed = false;
            for (Entry entry : newestFirst) {
                if (isIt(entry)) {
                    passed = true;
                } else if (entry.container().node() == place.node() ? passed == before : admits(entry.container().created())) {
                    left.add(entry);
                }
            }
            return left;
        }

        private boolean isIt(Entry entry) {
            return entry.container().node() == place.node() && entry.container().id().equals(place.container().id());
        }
    }

    ContainerList(Nodes nodes, Directory directory) {
        this.nodes = nodes;
        this.directory = directory;
    }

    void list(Message request) {
        Filters filters = Filters.of(request.args()).resolved(nodes);
        int limit = limit(request.args());
        Optional<Selection> known = Selection.of(filters, request.args(), limit);
        Reply.to(request, bounds(filters, request).thenCompose(bounds -> nodes.settled().thenCompose(all -> {
            List<Node> wanted = filters.nodes(all);
            if (known.isPresent()) {
                Version.check(nodes, request);
            }
            return known.isPresent() ? nodes.written(wanted).thenApply(written -> told(wanted, known.get(), bounds, limit))
                    : FanOut.ask(wanted, node -> request.withArgs(argsOf(node, request.args(), filters, limit, bounds)), Replies::objects)
                            .thenApply(answers -> merged(answers.orThrow(), bounds, limit));
        })));
    }

    private CompletableFuture<List<Bound>> bounds(Filters filters, Message request) {
        return bound(filters, "before", request).thenCombine(bound(filters, "since", request),
                (before, since) -> Stream.concat(before.stream(), since.stream()).toList());
    }

    /** What the index tells, without asking anybody. */
    private Message told(List<Node> wanted, Selection selection, List<Bound> bounds, int limit) {
        Answers<Object> missing = Answers.missing(wanted);
        if (missing.failed().size() == wanted.size()) {
            missing.orThrow();
        }
        Set<Node> told = new HashSet<>(wanted);
        told.removeAll(missing.failed().keySet());
        List<Entry> entries = nodes.containers().all();
        Set<String> twice = new HashSet<>();
        Stream<Entry> chosen = selection.choose(within(entries, bounds)).filter(entry -> told.contains(entry.container().node()))
                .filter(entry -> !entry.isTwice() || twice.add(entry.container().id()));
        List<Entry> shown = (limit > 0 ? chosen.limit(limit) : chosen).toList();
        return Message.value().withHead(missing.warn(Reply.JSON)).withBody(new EntriesBody(shown, Nodes.now())).withStatus(200);
    }

    private static List<Entry> within(List<Entry> entries, List<Bound> bounds) {
        List<Entry> left = entries;
        for (Bound bound : bounds) {
            left = bound.of(left);
        }
        return left;
    }

    private static int limit(Args args) {
        String limit = args.get("limit");
        if (limit.isEmpty()) {
            return 0;
        }
        if (!limit.matches("-?[0-9]{1,9}")) {
            throw new Failure(400, "The value '" + limit + "' of limit is not a whole number.");
        }
        return Integer.parseInt(limit);
    }

    private CompletableFuture<Optional<Bound>> bound(Filters filters, String name, Message request) {
        return filters.first(name).map(ref -> directory.container(ref, request).thenApply(place -> Optional.of(new Bound(name, place))))
                .orElseGet(() -> CompletableFuture.completedFuture(Optional.empty()));
    }

    /** A bound is known to its own node only; on the others it is a time. */
    private static Args argsOf(Node node, Args args, Filters filters, int limit, List<Bound> bounds) {
        Filters ofNode = filters;
        Args changed = args;
        for (Bound bound : bounds) {
            boolean isHere = bound.place.node() == node;
            ofNode = isHere ? ofNode.with(bound.filter, bound.place.container().id()) : ofNode.without(bound.filter);
            if (!isHere && limit > 0) {
                changed = changed.without("limit").with("all", "1");
            }
        }
        return ofNode.putInto(changed);
    }

    private Message merged(Answers<List<Fields>> answers, List<Bound> bounds, int limit) {
        Set<String> seen = new HashSet<>();
        List<Element> newestFirst = Element.of(answers)
                .filter(element -> bounds.stream().allMatch(bound -> bound.place.node() == element.node() || bound.admits(element.number("Created"))))
                // two nodes may lead to the same engine
                .filter(element -> seen.add(element.text("Id")))
                .sorted(Comparator.comparing((Element element) -> element.number("Created")).reversed())
                .limit(limit > 0 ? limit : Long.MAX_VALUE).toList();
        Map<String, Integer> names = new HashMap<>();
        newestFirst.forEach(element -> names.merge(Container.name(element.texts("Names")), 1, Integer::sum));
        List<Element> shown = newestFirst.stream().map(element -> shown(element, names)).toList();
        return Reply.ofJson(Element.array(shown), answers.warn(Head.EMPTY));
    }

    /** A name stays plain while it is the only one. */
    private Element shown(Element element, Map<String, Integer> names) {
        List<String> own = element.texts("Names");
        String name = Container.name(own);
        Element shown = element.map("Ports", ports -> PublishedPort.reached(ports, element.node())).with("Node", Json.object("Name", element.node().name()));
        return names.get(name) == 1 && !nodes.containers().isShared(name) ? shown
                : shown.with("Names", own.stream().map(each -> "/" + element.node().name() + each).toList());
    }
}
