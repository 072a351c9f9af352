package com.libswarm.adapter.aggregate.internal.act;

import com.libswarm.adapter.aggregate.internal.json.Json;
import com.libswarm.adapter.aggregate.internal.kept.Kept;
import com.libswarm.adapter.aggregate.internal.node.ContainerIndex;
import com.libswarm.adapter.aggregate.internal.node.FanOut;
import com.libswarm.adapter.aggregate.internal.node.Node;
import com.libswarm.adapter.aggregate.internal.node.Nodes;
import com.libswarm.adapter.aggregate.internal.node.Replies;
import com.libswarm.adapter.aggregate.internal.read.Directory;
import com.libswarm.adapter.aggregate.internal.read.Reply;
import com.libswarm.api.Body;
import com.libswarm.api.Failure;
import com.libswarm.api.Message;
import com.libswarm.api.Verb;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/** What is said to one container or one exec goes to the node that has it, and comes back as that node answers it. */
final class Owners {

    private static final String CHECKPOINTS = "/checkpoints/";
    private static final int NOT_FOUND = 404;
    private static final int LARGEST_UPDATE = 1024 * 1024;
    /** Signals that end a program which does not care for them. */
    private static final Set<String> ENDING = Set.of("", "KILL", "9", "TERM", "15", "INT", "2", "QUIT", "3");

    private final Nodes nodes;
    private final ContainerIndex index;
    private final Directory directory;
    private final Kept kept;
    private final Names names;
    private final Reservations reservations;
    private final Movables movables;

    Owners(Nodes nodes, Directory directory, Kept kept, Names names, Reservations reservations, Movables movables) {
        this.nodes = nodes;
        this.index = nodes.containers();
        this.directory = directory;
        this.kept = kept;
        this.names = names;
        this.reservations = reservations;
        this.movables = movables;
    }

    /** @param object the container, in its path perhaps followed by one of its checkpoints */
    void container(Message message, String object) {
        int cut = message.verb() == Verb.Remove ? object.indexOf(CHECKPOINTS) : -1;
        String ref = cut < 0 ? object : object.substring(0, cut);
        String rest = cut < 0 ? "" : object.substring(cut);
        Reply.withBody(message, directory.container(ref, message).thenApply(Optional::of).exceptionally(thrown -> {
            Failure why = Failure.of(thrown);
            if (why.status() != NOT_FOUND) {
                throw why;
            }
            return Optional.empty();
        }).thenCompose(found -> found.map(place -> onContainer(message, place, rest)).orElseGet(() -> onNone(message, object))));
    }

    /** @param rest of the path, behind the container */
    private CompletableFuture<Message> onContainer(Message message, Directory.Place place, String rest) {
        // a link that is removed is no container, though its name leads to one
        if (message.verb() == Verb.Remove && rest.isEmpty() && !message.args().flag("link")) {
            return remove(message, place);
        }
        if (message.verb() == Verb.Set && message.aspect().equals("rename")) {
            return rename(message, place);
        }
        if (message.verb() == Verb.Set && message.aspect().isEmpty()) {
            return update(message, place);
        }
        if (message.verb() == Verb.Spawn && message.aspect().equals("exec")) {
            return exec(message, place);
        }
        CompletableFuture<Message> answer = place.node().ask(message.withPath(place.path() + rest));
        boolean starts = message.verb() == Verb.Start || message.verb() == Verb.Set && message.aspect().equals("restart");
        return starts || stops(message) ? answer.thenApply(reply -> {
            if (!reply.isError()) {
                movables.running(place.container().id(), starts);
            }
            return reply;
        }) : answer;
    }

    private CompletableFuture<Message> onNone(Message message, String object) {
        Directory.Name name = directory.split(object);
        return by(name.node(), message.withPath("/containers/" + name.rest()), Directory.noSuchContainer(name.rest()));
    }

    /** An engine knows whether that can be asked of such a thing at all, and says in its own words that there is none. */
    private CompletableFuture<Message> by(Optional<Node> named, Message message, Failure none) {
        return named.or(() -> nodes.all().stream().filter(Node::isHealthy).findFirst()).map(node -> node.ask(message).exceptionally(Message::error))
                .orElseGet(() -> CompletableFuture.failedFuture(none)).thenApply(reply -> {
                    if (Node.isOfNobody(reply)) {
                        Replies.discard(reply);
                        throw none;
                    }
                    return reply;
                });
    }

    private static boolean stops(Message message) {
        return message.verb() == Verb.Stop || message.verb() == Verb.Set && message.aspect().equals("kill")
                && ENDING.contains(message.args().get("signal").toUpperCase(Locale.ROOT).replaceFirst("^SIG", ""));
    }

    private CompletableFuture<Message> remove(Message message, Directory.Place place) {
        return place.node().ask(message.withPath(place.path())).thenApply(reply -> {
            if (!reply.isError()) {
                index.remove(place.node(), place.container().id());
                reservations.removed(place.container().id());
                movables.remove(place.container().id());
            }
            return reply;
        });
    }

    private CompletableFuture<Message> rename(Message message, Directory.Place place) {
        Directory.Name wanted = directory.split(Names.plain(message.args().get("name")));
        if (wanted.node().isPresent() && wanted.node().get() != place.node()) {
            throw new Failure(400, "The container " + place.ref() + " is on " + place.node().name() + " and cannot be moved to "
                    + wanted.node().get().name() + " by another name.");
        }
        if (wanted.rest().equals(place.container().name())) {
            // what an engine says to that is its own
            return place.node().ask(message.withPath(place.path()).withArgs(message.args().with("name", wanted.rest())));
        }
        return names.whileReserved(wanted, () -> place.node()
                .ask(message.withPath(place.path()).withArgs(message.args().with("name", wanted.rest()))).thenApply(reply -> {
                    if (!reply.isError()) {
                        index.rename(place.node(), place.container().id(), wanted.rest());
                    }
                    return reply;
                }));
    }

    private CompletableFuture<Message> update(Message message, Directory.Place place) {
        return message.body().collect(LARGEST_UPDATE).thenCompose(bytes -> {
            String json = StandardCharsets.UTF_8.decode(bytes).toString();
            Message request = Reply.with(message.withPath(place.path()), Body.text(json));
            return place.node().ask(request).thenApply(reply -> {
                if (!reply.isError()) {
                    reservations.updated(place.node(), place.container().id(), Json.parse(json, 400));
                }
                return reply;
            });
        });
    }

    private CompletableFuture<Message> exec(Message message, Directory.Place place) {
        return place.node().ask(message.withPath(place.path()), reply -> {
            if (reply.isError()) {
                return CompletableFuture.completedFuture(reply);
            }
            return Replies.text(reply).thenApply(json -> {
                kept.putExec(Json.text(Json.parse(json, 502), "Id"), place.node().name());
                return Reply.with(reply, Body.text(json));
            });
        });
    }

    /** @param id of an exec */
    void exec(Message message, String id) {
        Optional<Node> known = kept.exec(id).flatMap(nodes::named);
        Failure none = new Failure(404, "No such exec instance: " + id);
        Reply.withBody(message, (known.isPresent() ? CompletableFuture.completedFuture(known) : lookForExec(id, message))
                .thenCompose(found -> found.map(node -> node.ask(message)).orElseGet(() -> by(Optional.empty(), message, none))));
    }

    private CompletableFuture<Optional<Node>> lookForExec(String id, Message message) {
        Message get = Message.of(Verb.Get, "/exec/" + id).withRet(message.ret());
        return nodes.settled().thenCompose(all -> FanOut.ask(all.stream().filter(Node::isHealthy).toList(), get, Replies::text))
                .thenApply(answers -> {
                    Optional<Node> found = answers.given().keySet().stream().findFirst();
                    found.ifPresent(node -> kept.putExec(id, node.name()));
                    return found;
                });
    }
}
