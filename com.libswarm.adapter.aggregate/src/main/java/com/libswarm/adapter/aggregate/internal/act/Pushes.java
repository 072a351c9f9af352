package com.libswarm.adapter.aggregate.internal.act;

import com.libswarm.adapter.aggregate.internal.json.Fields;
import com.libswarm.adapter.aggregate.internal.json.Json;
import com.libswarm.adapter.aggregate.internal.node.Answers;
import com.libswarm.adapter.aggregate.internal.node.FanOut;
import com.libswarm.adapter.aggregate.internal.node.Node;
import com.libswarm.adapter.aggregate.internal.node.Nodes;
import com.libswarm.adapter.aggregate.internal.node.ObjectKind;
import com.libswarm.adapter.aggregate.internal.read.Directory;
import com.libswarm.adapter.aggregate.internal.read.Reply;
import com.libswarm.api.Message;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;

/** Pushes all tags of a name at once (Docker API, POST /images/{name}/push without a tag): by the nodes that have them. */
final class Pushes {

    private final Nodes nodes;
    private final Directory directory;
    private final Placement placement;

    Pushes(Nodes nodes, Directory directory, Placement placement) {
        this.nodes = nodes;
        this.directory = directory;
        this.placement = placement;
    }

    /** Whether it is all tags that are to be pushed: none stands in the path, and none in the arguments. */
    static boolean isOfAllTags(Message message, String ref) {
        return message.aspect().equals("push") && message.args().get("tag").isEmpty() && MadeImages.isWithoutTag(ref);
    }

    /** Who pushes, and the name of the images there. */
    private record Source(String name, List<Node> nodes) {
    }

    /** @param ref the name, perhaps with its node in front */
    void pushAll(Message message, String ref) {
        source(ref).thenAccept(source -> push(message.withPath(ObjectKind.IMAGES.collection() + "/" + source.name), source.nodes))
                .exceptionally(thrown -> {
                    message.body().cancel();
                    message.reply(Message.error(thrown));
                    return null;
                });
    }

    /** The name of an image may begin like that of a node. */
    private CompletableFuture<Source> source(String ref) {
        Directory.Name name = directory.split(ref);
        return nodes.settled().thenCompose(all -> tags(all, ref)).thenCompose(tagged -> tagged.isEmpty() && name.node().isPresent()
                ? tags(List.of(name.node().get()), name.rest()).thenApply(there -> new Source(name.rest(), covering(there)))
                : CompletableFuture.completedFuture(new Source(ref, covering(tagged))));
    }

    private void push(Message message, List<Node> from) {
        if (from.size() > 1) {
            Spreading.over(from, message);
        } else {
            // an engine says in its own words that there is none
            Reply.withBody(message, (from.isEmpty() ? placement.any() : CompletableFuture.completedFuture(from.get(0)))
                    .thenCompose(node -> node.ask(message)));
        }
    }

    /** The nodes that have all tags of a name; empty if there is no tag of that name. */
    CompletableFuture<Optional<Set<Node>>> havingAllTags(String name) {
        return nodes.settled().thenCompose(all -> tags(all, name)).thenApply(tagged -> {
            Set<String> union = tagged.values().stream().flatMap(Set::stream).collect(Collectors.toSet());
            return tagged.isEmpty() ? Optional.empty() : Optional.of(tagged.entrySet().stream()
                    .filter(entry -> entry.getValue().size() == union.size()).map(Map.Entry::getKey).collect(Collectors.toSet()));
        });
    }

    /** Which tags of that name each of the nodes has, if it has any. */
    private static CompletableFuture<Map<Node, Set<String>>> tags(Collection<Node> nodes, String name) {
        String prefix = MadeImages.familiar(name) + ":";
        return FanOut.gather(nodes, node -> node.list(ObjectKind.IMAGES)).thenApply(Answers::orThrow).thenApply(answers -> {
            var tagged = new LinkedHashMap<Node, Set<String>>();
            answers.given().forEach((node, images) -> {
                Set<String> tags = new HashSet<>();
                for (Fields image : images) {
                    Json.texts(image.value("RepoTags"), "RepoTags").stream().filter(tag -> tag.startsWith(prefix)).forEach(tags::add);
                }
                if (!tags.isEmpty()) {
                    tagged.put(node, tags);
                }
            });
            return tagged;
        });
    }

    /** As few nodes as will do: first that with the most tags, then those that have others. */
    private static List<Node> covering(Map<Node, Set<String>> tagged) {
        Set<String> covered = new HashSet<>();
        var chosen = new ArrayList<Node>();
        tagged.entrySet().stream().sorted(Comparator.comparingInt((Map.Entry<Node, Set<String>> entry) -> entry.getValue().size()).reversed())
                .forEach(entry -> {
                    if (covered.addAll(entry.getValue())) {
                        chosen.add(entry.getKey());
                    }
                });
        return chosen;
    }
}
