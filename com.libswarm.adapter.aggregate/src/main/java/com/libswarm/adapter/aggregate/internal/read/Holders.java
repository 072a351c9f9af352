package com.libswarm.adapter.aggregate.internal.read;

import com.libswarm.adapter.aggregate.internal.json.Json;
import com.libswarm.adapter.aggregate.internal.node.Answers;
import com.libswarm.adapter.aggregate.internal.node.FanOut;
import com.libswarm.adapter.aggregate.internal.node.Node;
import com.libswarm.adapter.aggregate.internal.node.Nodes;
import com.libswarm.adapter.aggregate.internal.node.Replies;
import com.libswarm.api.Head;
import com.libswarm.api.Message;
import com.libswarm.api.Verb;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/** Finds the nodes that have an image, a network, a volume or a plugin: they are asked, all at once. */
public final class Holders {

    private final Nodes nodes;
    private final Directory directory;

    /**
     * A node that has the object.
     *
     * @param ref what the client wrote, without the node
     * @param json the object, as it is inspected
     */
    public record Holder(Node node, String ref, String json) {

        public Map<String, Object> object() {
            return Json.parse(json, 502);
        }
    }

    /** @param answers of all nodes that were asked; if none has it, they say so */
    public record Found(List<Holder> holders, Answers<String> answers) {

        /** Whether all nodes that were asked said that they have none, or can have none because nothing is called so. */
        public boolean isNowhere() {
            return holders.isEmpty() && !answers.failed().isEmpty()
                    && answers.failed().values().stream().allMatch(failure -> failure.status() == 404 || failure.status() == 400);
        }

        /** The same; fails with what the nodes say if none has the object. */
        public Found orThrow() {
            answers.orThrow();
            return this;
        }

        public Head warnings() {
            return answers.warn(Head.EMPTY);
        }
    }

    public Holders(Nodes nodes, Directory directory) {
        this.nodes = nodes;
        this.directory = directory;
    }

    /**
     * Those that have {@code ref}, which may have its node in front.
     *
     * @param collection such as {@code /networks}
     * @param request for whose sake they are asked
     */
    public CompletableFuture<Found> of(String collection, String ref, Message request) {
        return nodes.settled().thenCompose(all -> {
            Directory.Name name = directory.split(ref);
            if (name.node().isPresent() && !collection.equals("/images")) {
                return ask(collection, name.rest(), List.of(name.node().get()), request);
            }
            // the name of an image may begin like that of a node
            return ask(collection, ref, all, request).thenCompose(found -> found.holders.isEmpty() && name.node().isPresent()
                    ? ask(collection, name.rest(), List.of(name.node().get()), request) : CompletableFuture.completedFuture(found));
        });
    }

    private static CompletableFuture<Found> ask(String collection, String ref, List<Node> asked, Message request) {
        Message get = Message.of(Verb.Get, collection + "/" + ref).withRet(request.ret());
        return FanOut.ask(asked, get, Replies::text).thenApply(answers -> new Found(answers.given().entrySet().stream()
                .map(answer -> new Holder(answer.getKey(), ref, answer.getValue())).toList(), answers));
    }
}
