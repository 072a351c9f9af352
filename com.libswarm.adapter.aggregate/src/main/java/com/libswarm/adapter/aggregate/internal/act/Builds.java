package com.libswarm.adapter.aggregate.internal.act;

import com.libswarm.adapter.aggregate.internal.json.Json;
import com.libswarm.adapter.aggregate.internal.kept.Kept;
import com.libswarm.adapter.aggregate.internal.kept.Kept.Kind;
import com.libswarm.adapter.aggregate.internal.node.FanOut;
import com.libswarm.adapter.aggregate.internal.node.Node;
import com.libswarm.adapter.aggregate.internal.node.Nodes;
import com.libswarm.adapter.aggregate.internal.node.Replies;
import com.libswarm.adapter.aggregate.internal.read.Directory;
import com.libswarm.adapter.aggregate.internal.read.Holders;
import com.libswarm.adapter.aggregate.internal.read.Reply;
import com.libswarm.adapter.aggregate.internal.schedule.Needs;
import com.libswarm.adapter.aggregate.internal.schedule.Wishes;
import com.libswarm.adapter.aggregate.internal.stream.JsonValues;
import com.libswarm.api.Args;
import com.libswarm.api.Body;
import com.libswarm.api.Failure;
import com.libswarm.api.Message;
import com.libswarm.api.Tap;
import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;

/** Images that are made on one node: builds, where wishes among the build's arguments say so, and commits, where the container is. */
final class Builds {

    private static final String ARGUMENTS = "buildargs";
    private static final String SESSION = "session";

    private final Nodes nodes;
    private final Directory directory;
    private final Placement placement;
    private final Holders holders;
    private final MadeImages madeImages;
    private final BuildSessions sessions;
    private final Kept kept;

    Builds(Nodes nodes, Directory directory, Placement placement, Holders holders, MadeImages madeImages, BuildSessions sessions, Kept kept) {
        this.nodes = nodes;
        this.directory = directory;
        this.placement = placement;
        this.holders = holders;
        this.madeImages = madeImages;
        this.sessions = sessions;
        this.kept = kept;
    }

    /** Docker API, POST /build. */
    void build(Message message) {
        Map<String, Object> arguments = Json.parse(message.args().get(ARGUMENTS), 400);
        var left = new LinkedHashMap<>(arguments);
        left.keySet().removeIf(Wishes::isWish);
        Args args = left.size() == arguments.size() ? message.args() : message.args().with(ARGUMENTS, Json.write(left));
        String session = message.args().get(SESSION);
        String id = message.args().get("buildid");
        CompletableFuture<Node> chosen = choose(message, arguments);
        if (!session.isEmpty()) {
            chosen = met(session, chosen, Wishes.ofBuild(arguments));
        }
        Reply.withBody(message, chosen.thenCompose(node -> {
            if (!id.isEmpty()) {
                kept.put(Kind.BUILDING, id, node.name());
            }
            return node.ask(message.withArgs(args)).thenApply(reply -> reply.isError() ? reply : reply.withBody(reply.body()
                    .tap(new Progress(node, message.args().all("t"), id))));
        }));
    }

    /** Where an older image of that name is, if that will do: its layers are there, and the name means one image. */
    private CompletableFuture<Node> choose(Message message, Map<String, Object> arguments) {
        String tag = message.args().get("t");
        Message request = message.withBody(Body.NONE);
        return placement.choose(node -> true, Wishes.ofBuild(arguments), Needs.NONE).thenCompose(ordered -> {
            if (tag.isEmpty() || ordered.size() == 1) {
                return CompletableFuture.completedFuture(ordered.get(0));
            }
            Optional<Node> made = madeImages.where(tag).filter(ordered::contains);
            return made.map(CompletableFuture::completedFuture).orElseGet(() -> holders.of("/images", tag, request).thenApply(found -> {
                Set<Node> having = found.holders().stream().map(Holders.Holder::node).collect(Collectors.toSet());
                return ordered.stream().filter(having::contains).findFirst().orElse(ordered.get(0));
            }));
        });
    }

    /** The node, for the session too; that there is none, when the session has come. */
    private CompletableFuture<Node> met(String session, CompletableFuture<Node> chosen, Wishes wishes) {
        return chosen.thenCompose(node -> decided(session, node, wishes)).exceptionallyCompose(why ->
                sessions.refuse(session).thenCompose(come -> CompletableFuture.failedFuture(why)));
    }

    /** @return fails with a Failure if the session is where the build does not want to be */
    private CompletableFuture<Node> decided(String session, Node node, Wishes wishes) {
        Node decided = sessions.decide(session, node);
        if (!decided.isHealthy()) {
            throw decided.unreachable();
        }
        return decided == node ? CompletableFuture.completedFuture(node)
                : placement.choose(each -> each == decided, wishes, Needs.NONE).thenApply(only -> only.get(0));
    }

    /** Docker API, POST /build/cancel. */
    void cancel(Message message) {
        message.body().cancel();
        Message request = message.withBody(Body.NONE);
        List<Node> asked = kept.get(Kind.BUILDING, message.args().get("id")).flatMap(nodes::named).map(List::of).orElseGet(nodes::all);
        Reply.to(message, FanOut.ask(asked, request, reply -> CompletableFuture.completedFuture(reply)).thenApply(answers ->
                answers.orThrow().values().stream().findFirst().orElseThrow(() -> new Failure(404, "There is no such build."))));
    }

    /** Docker API, POST /commit. */
    void commit(Message message) {
        String ref = message.args().get("container");
        String repo = message.args().get("repo");
        String tag = message.args().get("tag");
        Reply.to(message, directory.container(ref, message).thenCompose(place ->
                place.node().ask(message.withArgs(message.args().with("container", place.ref()))).thenApply(reply -> {
                    if (!reply.isError() && !repo.isEmpty()) {
                        madeImages.made(tag.isEmpty() ? repo : repo + ":" + tag, place.node());
                    }
                    return reply;
                })));
    }

    /** Sees whether a build succeeds. */
    private final class Progress implements Tap {

        private final Node node;
        private final List<String> tags;
        private final String id;
        private final JsonValues values = new JsonValues(this::value);
        private boolean failed;

        Progress(Node node, List<String> tags, String id) {
            this.node = node;
            this.tags = tags;
            this.id = id;
        }

        private void value(String json) {
            failed |= json.contains("\"error\"") && Json.parse(json, 502).containsKey("error");
        }

        @Override
        public void bytes(ByteBuffer view) {
            try {
                values.feed(view);
            } catch (Failure unreadable) {
                failed = true;
            }
        }

        @Override
        public void ended(Ending how) {
            if (!id.isEmpty()) {
                kept.remove(Kind.BUILDING, id);
            }
            if (how == Ending.WHOLE && !failed) {
                tags.forEach(tag -> madeImages.made(tag, node));
            }
        }
    }
}
