package com.libswarm.adapter.aggregate.internal.read;

import com.libswarm.adapter.aggregate.internal.json.Fields;
import com.libswarm.adapter.aggregate.internal.node.Answers;
import com.libswarm.adapter.aggregate.internal.node.Node;
import com.libswarm.adapter.aggregate.internal.node.Nodes;
import com.libswarm.adapter.aggregate.internal.node.ObjectKind;
import com.libswarm.api.Head;
import com.libswarm.api.Message;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;

/** The images of all nodes, each once with all its names (Docker API, GET /images/json). */
final class ImageList {

    private static final String NONE = "<none>";

    private final Nodes nodes;
    private final Inventory inventory;
    private final Holders holders;

    ImageList(Nodes nodes, Directory directory) {
        this.nodes = nodes;
        this.holders = new Holders(nodes, directory);
        this.inventory = new Inventory(nodes, ObjectKind.IMAGES);
    }

    void list(Message request) {
        Filters filters = Filters.of(request.args());
        Reply.to(request, nodes.settled().thenCompose(all -> ImageBounds.of(filters, holders, request)
                .thenCompose(bounds -> within(bounds, filters.nodes(all), filters, request))).thenApply(ImageList::merged));
    }

    private CompletableFuture<Answers<List<Fields>>> within(ImageBounds bounds, List<Node> asked, Filters filters, Message request) {
        Map<Boolean, List<Node>> known = asked.stream().collect(Collectors.partitioningBy(bounds::areKnownTo));
        return inventory.of(known.get(true), bounds.putInto(filters), request).thenCombine(
                inventory.of(known.get(false), ImageBounds.takeFrom(filters), request)
                        .thenApply(answers -> answers.map(images -> images.stream().filter(bounds::admit).toList())),
                Answers::and);
    }

    private static Message merged(Answers<List<Fields>> answers) {
        List<Element> newestFirst = merge(Element.of(answers.orThrow()).toList()).stream()
                .sorted(Comparator.comparing((Element element) -> element.number("Created")).reversed()).toList();
        return Reply.ofJson(Element.array(newestFirst), answers.warn(Head.EMPTY));
    }

    /** Each image once. */
    static List<Element> merge(List<Element> elements) {
        Map<String, Element> byId = new LinkedHashMap<>();
        elements.forEach(element -> byId.merge(element.text("Id"), element, ImageList::both));
        return List.copyOf(byId.values());
    }

    private static Element both(Element one, Element other) {
        long containers = one.number("Containers") < 0 || other.number("Containers") < 0 ? -1
                : one.number("Containers") + other.number("Containers");
        Element merged = one;
        for (String names : List.of("RepoTags", "RepoDigests")) {
            if (one.fields().get(names).isPresent()) {
                merged = merged.with(names, union(one.texts(names), other.texts(names)));
            }
        }
        return one.fields().get("Containers").isPresent() ? merged.with("Containers", containers) : merged;
    }

    private static Set<String> union(List<String> one, List<String> other) {
        var all = new LinkedHashSet<>(one);
        all.addAll(other);
        if (all.stream().anyMatch(name -> !name.startsWith(NONE))) {
            all.removeIf(name -> name.startsWith(NONE));
        }
        return all;
    }
}
