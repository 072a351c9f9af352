package com.libswarm.adapter.aggregate.internal.act;

import com.libswarm.adapter.aggregate.internal.json.Fields;
import com.libswarm.adapter.aggregate.internal.json.Json;
import com.libswarm.adapter.aggregate.internal.kept.Kept;
import com.libswarm.adapter.aggregate.internal.node.Node;
import com.libswarm.adapter.aggregate.internal.read.Directory;
import com.libswarm.adapter.aggregate.internal.read.Holders;
import com.libswarm.adapter.aggregate.internal.read.Reply;
import com.libswarm.api.Body;
import com.libswarm.api.Failure;
import com.libswarm.api.Message;
import com.libswarm.api.Verb;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * Networks, volumes and plugins: each is on one node. Networks and volumes are created on one, so that their names mean one; what
 * uses them is created there, too.
 */
final class LocalObjects {

    private static final int LARGEST = 4 * 1024 * 1024;
    private static final String NETWORKS = "/networks";

    private final String collection;
    private final Directory directory;
    private final Holders holders;
    private final Placement placement;
    private final Companions companions;
    private final Kept kept;
    private final Movables movables;
    private final Turns turns;

    /**
     * @param collection {@code /networks}, {@code /volumes} or {@code /plugins}
     * @param turns of those who make some of that kind
     */
    LocalObjects(String collection, Directory directory, Holders holders, Placement placement, Kept kept, Movables movables, Turns turns) {
        this.collection = collection;
        this.directory = directory;
        this.holders = holders;
        this.placement = placement;
        this.companions = new Companions(placement);
        this.kept = kept;
        this.movables = movables;
        this.turns = turns;
    }

    /** What is done to one of them. */
    void object(Message message, String ref) {
        if (collection.equals(NETWORKS) && message.verb() == Verb.Set && List.of("connect", "disconnect").contains(message.aspect())) {
            Message request = message.withPath(collection + "/" + directory.split(ref).rest());
            Reply.to(message, withBody(request, (body, values) -> onContainer(request.withBody(Body.NONE), body, Json.text(values, "Container"))));
            return;
        }
        Reply.withBody(message, holders.of(collection, ref, message).thenCompose(found -> {
            if (found.isNowhere()) {
                // an engine says it in its own words, which depend on what is asked; to some that is no error
                Directory.Name name = directory.split(ref);
                return name.node().map(CompletableFuture::completedFuture).orElseGet(placement::any)
                        .thenCompose(node -> node.ask(message.withPath(collection + "/" + name.rest())));
            }
            Holders.Holder holder = only(found.orThrow(), ref);
            return holder.node().ask(message.withPath(collection + "/" + holder.ref()));
        }));
    }

    private Holders.Holder only(Holders.Found found, String ref) {
        List<Holders.Holder> byName = found.holders().stream().filter(holder -> Json.text(holder.object(), "Name").equals(holder.ref())).toList();
        List<Holders.Holder> meant = byName.isEmpty() ? found.holders() : byName;
        if (meant.size() > 1) {
            throw new Failure(409, "The " + kind() + " " + ref + " is on several nodes: write "
                    + String.join(" or ", meant.stream().map(holder -> holder.node().name() + "/" + holder.ref()).sorted().toList()) + ".");
        }
        return meant.get(0);
    }

    private interface WithBody {
        /** @param values the same, as it was read */
        CompletableFuture<Message> handle(Fields body, Map<String, Object> values);
    }

    /** What cannot be read, an engine refuses in its own words. */
    private CompletableFuture<Message> withBody(Message message, WithBody then) {
        return message.body().collect(LARGEST).thenCompose(bytes -> {
            String body = StandardCharsets.UTF_8.decode(bytes).toString();
            return Json.read(body).map(values -> then.handle(Fields.of(body, 400), values))
                    .orElseGet(() -> placement.any().thenCompose(node -> node.ask(Reply.with(message, Body.text(body)))));
        });
    }

    /** The container of the body decides where. */
    private CompletableFuture<Message> onContainer(Message message, Fields body, String container) {
        String network = message.path().substring(collection.length() + 1);
        return directory.container(container, message).thenCompose(place -> whereItCanBe(network, place, message)
                .thenCompose(node -> node.ask(Reply.with(message, Body.text(body.with("Container", place.ref()).json())))).thenApply(reply -> {
                    if (!reply.isError() && message.aspect().equals("connect")) {
                        movables.connected(place.container().id(), network, body.object("EndpointConfig").json());
                    } else if (!reply.isError()) {
                        movables.disconnected(place.container().id(), network);
                    }
                    return reply;
                }));
    }

    /** The container's node; a network that is only on others it would miss, or not even that while the container does not run. */
    private CompletableFuture<Node> whereItCanBe(String ref, Directory.Place place, Message message) {
        return holders.of(collection, ref, message).thenApply(found -> {
            List<Node> having = found.holders().stream().map(Holders.Holder::node).toList();
            if (!having.isEmpty() && !having.contains(place.node())) {
                throw new Failure(409, "The network " + ref + " is on " + String.join(", ", having.stream().map(Node::name).sorted().toList())
                        + " and the container " + place.ref() + " on " + place.node().name() + ".");
            }
            return place.node();
        });
    }

    /** Makes one, on the node that stands in front of its name, or else on the best. */
    void create(Message message) {
        Reply.to(message, withBody(message, (body, values) -> {
            Directory.Name name = directory.split(Json.text(values, "Name"));
            if (name.rest().isEmpty()) {
                return createOn(name.node(), message.withBody(Body.NONE), body);
            }
            if (name.node().isEmpty() && name.rest().contains("/")) {
                throw new Failure(404, "No such node: " + name.rest().substring(0, name.rest().indexOf('/')));
            }
            String reserved = name.node().map(node -> node.name() + "/").orElse("") + name.rest();
            // the engine that has the first of a name decides on the others
            return turns.take(reserved, () -> {
                if (!kept.reserve(collection, reserved)) {
                    throw new Failure(409, "A " + kind() + " with the name " + name.rest() + " is being created: try again.");
                }
                return createNamed(name, message.withBody(Body.NONE), body).whenComplete((reply, thrown) -> kept.release(collection, reserved));
            });
        }));
    }

    private CompletableFuture<Message> createNamed(Directory.Name name, Message message, Fields body) {
        return whereItIs(name, message).thenCompose(there -> createOn(there.or(name::node), message, body.with("Name", name.rest())));
    }

    private String kind() {
        return collection.substring(1, collection.length() - 1);
    }

    /** Where one is already, its engine says what that means: a volume is what its creator wants, a network mostly is not. */
    private CompletableFuture<Optional<Node>> whereItIs(Directory.Name name, Message message) {
        String ref = name.node().map(node -> node.name() + "/").orElse("") + name.rest();
        return holders.of(collection, ref, message).thenApply(found -> {
            return found.holders().stream().filter(holder -> Json.text(holder.object(), "Name").equals(name.rest())).map(Holders.Holder::node)
                    .findFirst();
        });
    }

    private CompletableFuture<Message> createOn(Optional<Node> node, Message message, Fields body) {
        return node.map(CompletableFuture::completedFuture).orElseGet(() -> companions.of(body)
                        .thenCompose(companion -> companion.map(CompletableFuture::completedFuture).orElseGet(placement::any)))
                .thenCompose(chosen -> chosen.ask(Reply.with(message, Body.text(body.json()))));
    }
}
