package com.libswarm.adapter.aggregate.internal.act;

import com.libswarm.adapter.aggregate.internal.json.Fields;
import com.libswarm.adapter.aggregate.internal.json.Json;
import com.libswarm.adapter.aggregate.internal.node.Node;
import com.libswarm.adapter.aggregate.internal.node.Replies;
import com.libswarm.adapter.aggregate.internal.read.Reply;
import com.libswarm.adapter.aggregate.internal.stream.MergedStream;
import com.libswarm.adapter.aggregate.internal.stream.Tee;
import com.libswarm.api.Body;
import com.libswarm.api.Failure;
import com.libswarm.api.Message;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The same work on several nodes at once, which tell of their progress: pull, load, import. Their progress becomes one stream, each
 * line with its node in front; what was loaded, and what failed, stands at the end. What a single node tells comes as it tells it.
 */
final class Spreading {

    private static final String STREAM = "stream";
    private static final String LOADED = "Loaded image";

    private Spreading() {
    }

    /** Answers {@code request}; its body, if there is one, goes to each of {@code nodes}. */
    static void over(List<Node> nodes, Message request) {
        if (nodes.isEmpty()) {
            throw new Failure(503, "There is no node that takes anything new: see docker info.");
        }
        if (nodes.size() == 1) {
            Reply.withBody(request, nodes.get(0).ask(request));
            return;
        }
        List<Body> bodies = Tee.of(request.body(), nodes.size());
        var tasks = new ArrayList<Task>();
        for (int i = 0; i < nodes.size(); i++) {
            tasks.add(Task.begin(nodes.get(i), request.withBody(bodies.get(i))));
        }
        Reply.to(request, CompletableFuture.allOf(tasks.stream().map(Task::head).toArray(CompletableFuture[]::new)).handle((all, thrown) -> {
            List<Task> begun = new ArrayList<>();
            Map<Node, Failure> failed = new LinkedHashMap<>();
            for (Task task : tasks) {
                task.head.whenComplete((reply, why) -> {
                    if (why == null) {
                        begun.add(task);
                    } else {
                        failed.put(task.node, Failure.of(why));
                    }
                });
            }
            return merged(begun, failed);
        }));
    }

    /**
     * The work of one node. It lasts until its progress has ended, so that a node that dies meanwhile does not keep the others waiting.
     *
     * @param head completed with the reply when that is there
     * @param ended to be completed when the reply's body has been read
     */
    private record Task(Node node, CompletableFuture<Message> head, CompletableFuture<Void> ended) {

        static Task begin(Node node, Message request) {
            var task = new Task(node, new CompletableFuture<>(), new CompletableFuture<>());
            node.ask(request, reply -> {
                task.head.complete(Replies.orThrow(reply));
                return task.ended;
            }).whenComplete((done, why) -> {
                if (why != null) {
                    task.head.completeExceptionally(why);
                }
            });
            return task;
        }
    }

    private static Message merged(List<Task> begun, Map<Node, Failure> failed) {
        if (begun.isEmpty()) {
            Failure first = failed.values().iterator().next();
            throw new Failure(first.status(), errors(texts(failed), failed.size()));
        }
        var progress = new Progress(begun, texts(failed));
        begun.forEach(progress::add);
        return Reply.with(begun.get(0).head.join(), progress.stream.body());
    }

    private static Map<String, String> texts(Map<Node, Failure> failed) {
        var texts = new LinkedHashMap<String, String>();
        failed.forEach((node, why) -> texts.put(node.name(), why.getMessage()));
        return texts;
    }

    /**
     * What went wrong.
     *
     * @param errors by the names of their nodes; of one that all have, once
     * @param nodes how many nodes there are, with those where nothing went wrong
     */
    private static String errors(Map<String, String> errors, int nodes) {
        Set<String> texts = Set.copyOf(errors.values());
        return errors.size() == nodes && texts.size() == 1 ? texts.iterator().next()
                : String.join("; ", errors.entrySet().stream().map(error -> error.getKey() + ": " + error.getValue()).toList());
    }

    private static final class Progress {

        private final MergedStream stream;
        private final int nodes;
        private final AtomicInteger left;
        private final Map<String, String> errors = new ConcurrentSkipListMap<>();
        private final Map<String, List<String>> loaded = new LinkedHashMap<>();

        Progress(List<Task> tasks, Map<String, String> errors) {
            this.stream = new MergedStream(() -> tasks.forEach(task -> task.ended.complete(null)));
            this.nodes = tasks.size() + errors.size();
            this.left = new AtomicInteger(tasks.size());
            this.errors.putAll(errors);
        }

        void add(Task task) {
            Node node = task.node;
            stream.add(task.head.join().body(), line -> shown(node, line), why -> {
                task.ended.complete(null);
                why.ifPresent(broken -> errors.put(node.name(), Failure.of(broken).getMessage()));
                if (left.decrementAndGet() == 0) {
                    end();
                }
            });
        }

        private Optional<String> shown(Node node, String line) {
            Fields fields = Fields.of(line, 502);
            Map<String, Object> values = Json.parse(line, 502);
            if (values.containsKey("error")) {
                errors.put(node.name(), Json.text(values, "error"));
                return Optional.empty();
            }
            if (values.containsKey("id")) {
                return Optional.of(fields.with("id", node.name() + "/" + Json.text(values, "id")).json());
            }
            if (Json.text(values, STREAM).startsWith(LOADED)) {
                loaded.computeIfAbsent(Json.text(values, STREAM), text -> new ArrayList<>()).add(node.name());
                return Optional.empty();
            }
            for (String text : List.of("status", STREAM)) {
                if (!Json.text(values, text).isBlank()) {
                    return Optional.of(fields.with(text, node.name() + ": " + Json.text(values, text)).json());
                }
            }
            return Optional.of(line);
        }

        private void end() {
            // clients look for what was loaded at the beginning of a line
            loaded.forEach((text, names) -> (names.size() == nodes ? List.of("") : names.stream().sorted().map(name -> name + ": ").toList())
                    .forEach(name -> stream.put(Json.write(Json.object(STREAM, name + text)))));
            if (!errors.isEmpty()) {
                String all = errors(errors, nodes);
                stream.put(Json.write(Json.object("errorDetail", Json.object("message", all), "error", all)));
            }
            stream.end();
        }
    }
}
