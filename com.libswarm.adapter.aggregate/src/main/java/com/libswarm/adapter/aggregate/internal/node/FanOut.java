package com.libswarm.adapter.aggregate.internal.node;

import com.libswarm.api.Failure;
import com.libswarm.api.Message;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/** Asks several nodes at once. */
public final class FanOut {

    private FanOut() {
    }

    /**
     * Asks each of {@code nodes} the same; completed when all have answered or failed, never exceptionally. An Error, and a node that
     * does not answer, count as failed.
     *
     * @param read what is made of each reply, which is no Error; its body is to be read to the end
     */
    public static <T> CompletableFuture<Answers<T>> ask(Collection<Node> nodes, Message request,
            Function<Message, ? extends CompletionStage<T>> read) {
        return ask(nodes, node -> request, read);
    }

    /** @param request what each node is asked */
    public static <T> CompletableFuture<Answers<T>> ask(Collection<Node> nodes, Function<Node, Message> request,
            Function<Message, ? extends CompletionStage<T>> read) {
        return gather(nodes, node -> node.ask(request.apply(node), reply -> read.apply(Replies.orThrow(reply))));
    }

    /**
     * The same with what is known of the nodes, or asked in another way.
     *
     * @param answer of each node
     */
    public static <T> CompletableFuture<Answers<T>> gather(Collection<Node> nodes, Function<Node, CompletableFuture<T>> answer) {
        List<Node> order = List.copyOf(nodes);
        List<CompletableFuture<T>> asked = new ArrayList<>();
        for (Node node : order) {
            asked.add(answer.apply(node));
        }
        return CompletableFuture.allOf(asked.toArray(CompletableFuture[]::new)).handle((all, thrown) -> {
            var given = new LinkedHashMap<Node, T>();
            var failed = new LinkedHashMap<Node, Failure>();
            for (int i = 0; i < order.size(); i++) {
                Node node = order.get(i);
                asked.get(i).whenComplete((value, why) -> {
                    if (why == null) {
                        given.put(node, value);
                    } else {
                        failed.put(node, Failure.of(why));
                    }
                });
            }
            return new Answers<>(given, failed);
        });
    }
}
