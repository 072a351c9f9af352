package com.libswarm.adapter.aggregate.internal.act;

import com.libswarm.adapter.aggregate.internal.json.Json;
import com.libswarm.adapter.aggregate.internal.node.FanOut;
import com.libswarm.adapter.aggregate.internal.node.Node;
import com.libswarm.adapter.aggregate.internal.node.Replies;
import com.libswarm.adapter.aggregate.internal.read.Holders;
import com.libswarm.adapter.aggregate.internal.read.Reply;
import com.libswarm.api.Args;
import com.libswarm.api.Body;
import com.libswarm.api.Failure;
import com.libswarm.api.Head;
import com.libswarm.api.Message;
import com.libswarm.api.Verb;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;

/** Images: read from a node that has them, changed on all that have them, fetched by all. */
final class Images {

    private static final String COLLECTION = "/images";

    private final Holders holders;
    private final Placement placement;
    private final MadeImages madeImages;
    private final Pushes pushes;

    Images(Holders holders, Placement placement, MadeImages madeImages, Pushes pushes) {
        this.holders = holders;
        this.placement = placement;
        this.madeImages = madeImages;
        this.pushes = pushes;
    }

    /** What concerns no single image: get, load, search, and pull and import, which are a Spawn. */
    void collection(Message message) {
        boolean brings = message.verb() == Verb.Spawn || message.verb() == Verb.File;
        if (brings) {
            brought(message.args()).ifPresent(madeImages::forget);
            placement.open().thenAccept(nodes -> Spreading.over(nodes, message)).exceptionally(thrown -> {
                message.body().cancel();
                message.reply(Message.error(thrown));
                return null;
            });
        } else if (message.verb() == Verb.Get && message.aspect().equals("get")) {
            Reply.to(message, save(message));
        } else {
            Reply.to(message, placement.any().thenCompose(node -> node.ask(message)));
        }
    }

    /** The name of what is pulled or imported. */
    private static Optional<String> brought(Args args) {
        String name = args.get("fromImage").isEmpty() ? args.get("repo") : args.get("fromImage");
        return name.isEmpty() ? Optional.empty() : Optional.of(args.get("tag").isEmpty() ? name : name + ":" + args.get("tag"));
    }

    /** From a node that has all of them. What is nowhere, an engine says in its own words. */
    private CompletableFuture<Message> save(Message message) {
        List<String> names = message.args().all("names");
        var found = names.stream().map(name -> having(name, message)).toList();
        return CompletableFuture.allOf(found.toArray(CompletableFuture[]::new)).thenCompose(all -> {
            Optional<Set<Node>> having = Optional.empty();
            for (var each : found) {
                Set<Node> nodes = each.join();
                if (nodes.isEmpty()) {
                    return placement.any().thenCompose(node -> node.ask(message));
                }
                having = Optional.of(having.map(before -> intersection(before, nodes)).orElse(nodes));
            }
            Node node = having.orElse(Set.of()).stream().findFirst().orElseThrow(() -> new Failure(404, "No node has all of the images "
                    + String.join(", ", names) + ": save them one by one."));
            return node.ask(message);
        });
    }

    private static Set<Node> intersection(Set<Node> one, Set<Node> other) {
        var both = new LinkedHashSet<>(one);
        both.retainAll(other);
        return both;
    }

    /** The nodes that have an image, or all tags of a name, which are saved together; none if it is nowhere. */
    private CompletableFuture<Set<Node>> having(String name, Message message) {
        CompletableFuture<Optional<Set<Node>>> tagged = MadeImages.isWithoutTag(name) ? pushes.havingAllTags(name)
                : CompletableFuture.completedFuture(Optional.empty());
        return tagged.thenCompose(nodes -> nodes.isPresent() ? CompletableFuture.completedFuture(allOf(name, nodes.get()))
                : holders.of(COLLECTION, name, message).thenApply(found -> found.isNowhere() ? Set.of()
                        : found.orThrow().holders().stream().map(Holders.Holder::node).collect(Collectors.toCollection(LinkedHashSet::new))));
    }

    private static Set<Node> allOf(String name, Set<Node> nodes) {
        if (nodes.isEmpty()) {
            throw new Failure(404, "No node has all tags of " + name + ": save them one by one.");
        }
        return nodes;
    }

    /** One image. */
    void image(Message message, String ref) {
        if (Pushes.isOfAllTags(message, ref)) {
            pushes.pushAll(message, ref);
            return;
        }
        String tag = tagOfPush(message);
        Reply.to(message, holders.of(COLLECTION, ref + tag, message).thenCompose(found -> {
            if (found.isNowhere()) {
                // an engine says it in its own words, which depend on what is asked
                return placement.any().thenCompose(node -> node.ask(message));
            }
            found.orThrow();
            boolean changesAll = message.verb() == Verb.Remove || message.verb() == Verb.Set && message.aspect().equals("tag");
            if (changesAll) {
                return onAll(message.withBody(drained(message)), found).thenApply(reply -> {
                    noteName(message, ref);
                    return reply;
                });
            }
            Holders.Holder holder = holder(found, ref + tag);
            boolean inspects = message.verb() == Verb.Get && message.aspect().isEmpty() && message.args().isEmpty();
            return inspects && !message.head().has(Head.HTTP_METHOD)
                    ? CompletableFuture.completedFuture(Reply.ofJson(holder.json().strip(), found.warnings()))
                    : holder.node().ask(message.withPath(COLLECTION + "/" + holder.ref().substring(0, holder.ref().length() - tag.length())));
        }));
    }

    /** What stands behind the name of an image that is pushed: its tag is not in the path, as it is for all else that is done to one. */
    private static String tagOfPush(Message message) {
        String tag = message.aspect().equals("push") ? message.args().get("tag") : "";
        return tag.isEmpty() ? "" : ":" + tag;
    }

    /** One that has it as it was made last, if it was made here. */
    private Holders.Holder holder(Holders.Found found, String ref) {
        Optional<Node> made = madeImages.where(ref);
        return found.holders().stream().filter(holder -> made.filter(node -> node == holder.node()).isPresent()).findFirst()
                .orElse(found.holders().get(0));
    }

    private void noteName(Message message, String ref) {
        if (message.verb() == Verb.Remove) {
            madeImages.forget(ref);
        } else {
            String tag = message.args().get("tag");
            madeImages.tagged(ref, tag.isEmpty() ? message.args().get("repo") : message.args().get("repo") + ":" + tag);
        }
    }

    private static Body drained(Message message) {
        message.body().cancel();
        return Body.NONE;
    }

    /** All that have it; what one of them refuses is an error, though the others have done it. */
    private static CompletableFuture<Message> onAll(Message message, Holders.Found found) {
        Collection<Node> nodes = found.holders().stream().map(Holders.Holder::node).toList();
        String path = COLLECTION + "/" + found.holders().get(0).ref();
        var firstReply = new ArrayList<Message>();
        return FanOut.ask(nodes, message.withPath(path), reply -> {
            synchronized (firstReply) {
                firstReply.add(reply);
            }
            return Replies.text(reply);
        }).thenApply(answers -> {
            if (!answers.failed().isEmpty()) {
                Failure first = answers.failed().values().iterator().next();
                throw new Failure(first.status(), nodes.size() == 1 ? first.getMessage() : String.join("; ",
                        answers.failed().entrySet().stream().map(failed -> failed.getKey().name() + ": " + failed.getValue().getMessage()).toList()));
            }
            return message.verb() == Verb.Remove ? removed(answers.values())
                    : Reply.with(firstReply.get(0), Body.NONE);
        });
    }

    private static Message removed(List<String> lists) {
        Set<Map<String, Object>> all = new LinkedHashSet<>();
        lists.forEach(list -> all.addAll(Json.objects(Json.parse("{\"list\":" + (list.isBlank() ? "[]" : list) + "}", 502), "list")));
        return Reply.done(200, all, Head.EMPTY);
    }
}
