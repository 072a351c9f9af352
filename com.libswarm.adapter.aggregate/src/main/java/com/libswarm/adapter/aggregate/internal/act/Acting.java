package com.libswarm.adapter.aggregate.internal.act;

import com.libswarm.adapter.aggregate.internal.json.Json;
import com.libswarm.adapter.aggregate.internal.kept.Kept;
import com.libswarm.adapter.aggregate.internal.node.Nodes;
import com.libswarm.adapter.aggregate.internal.node.Replies;
import com.libswarm.adapter.aggregate.internal.read.Announcements;
import com.libswarm.adapter.aggregate.internal.read.Directory;
import com.libswarm.adapter.aggregate.internal.read.Holders;
import com.libswarm.adapter.aggregate.internal.read.Reply;
import com.libswarm.adapter.aggregate.internal.schedule.Needs;
import com.libswarm.adapter.aggregate.internal.schedule.Scheduler;
import com.libswarm.api.Message;
import com.libswarm.api.Sender;
import com.libswarm.api.Verb;
import com.libswarm.api.adapter.Context;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/** What is done on the node that has the object, or on which it is made. Whatever is nothing of an engine's goes on to the next link. */
public final class Acting implements Sender {

    private static final String PRUNE = "prune";
    private static final int NOT_IMPLEMENTED = 501;

    private final Sender next;
    private final Owners owners;
    private final Creation creation;
    private final Images images;
    private final LocalObjects networks;
    private final LocalObjects volumes;
    private final LocalObjects plugins;
    private final Prunes prunes;
    private final Builds builds;
    private final BuildSessions sessions;
    private final Placement placement;
    private final Reservations reservations;
    private final Waiting waiting;
    private final Rescheduler rescheduler;

    /** @param reschedulesAfter how long a node has to be unhealthy until what can be moved is moved */
    public Acting(Context context, Nodes nodes, Directory directory, Scheduler scheduler, Kept kept, Announcements announcements,
            Duration reschedulesAfter) {
        next = context.next();
        var names = new Names(nodes, kept);
        reservations = new Reservations(nodes.containers(), kept);
        var holders = new Holders(nodes, directory);
        var movables = new Movables(kept);
        var decisions = new Decisions(kept);
        var cutOffs = new CutOffs(kept);
        var madeImages = new MadeImages(nodes, holders, kept);
        placement = new Placement(nodes, reservations, scheduler);
        owners = new Owners(nodes, directory, kept, names, reservations, movables);
        var volumeTurns = new Turns();
        creation = new Creation(nodes.containers(), directory, names, holders, placement, reservations, movables, cutOffs, madeImages, volumeTurns,
                context.log());
        images = new Images(holders, placement, madeImages, new Pushes(nodes, directory, placement));
        networks = new LocalObjects("/networks", directory, holders, placement, kept, movables, new Turns());
        volumes = new LocalObjects("/volumes", directory, holders, placement, kept, movables, volumeTurns);
        plugins = new LocalObjects("/plugins", directory, holders, placement, kept, movables, new Turns());
        prunes = new Prunes(nodes);
        sessions = new BuildSessions(nodes, placement, kept, madeImages.tunnels(), context.timer());
        builds = new Builds(nodes, directory, placement, holders, madeImages, sessions, kept);
        var returns = new Returns(nodes, movables, decisions, cutOffs, context);
        nodes.admitBy(returns);
        waiting = new Waiting(context.log(), (movable, why) -> nodes.named(movable.node()).ifPresent(node ->
                announcements.announce(node, "reschedule-failed", movable.id(), Json.object("name", movable.name(), "error", why))));
        rescheduler = new Rescheduler(context, nodes, movables, decisions, returns,
                new Moves(nodes, creation, movables, decisions, reservations, announcements, context.log()), waiting, reschedulesAfter);
    }

    /** May act on its own from now on. */
    public void activate() {
        rescheduler.activate();
    }

    /** Acts on its own no more; completed when what it had begun is through. */
    public CompletableFuture<Void> drain() {
        return rescheduler.drain();
    }

    /** Answers what is still to be answered and waits for no node. */
    public void stop() {
        sessions.stop();
    }

    /** What the containers of each node have reserved of it, by its name. */
    public Map<String, Needs> reserved() {
        return reservations.sums();
    }

    /** What the operator should know, a sentence each. */
    public List<String> notices() {
        return waiting.sentences();
    }

    @Override
    public void send(Message message) {
        String path = message.path();
        int slash = path.indexOf('/', 1);
        String collection = slash < 0 ? path : path.substring(0, slash);
        String object = slash < 0 ? "" : path.substring(slash + 1);
        try {
            boolean isAnswered = object.isEmpty() ? onCollection(message, collection) : onObject(message, collection, object);
            if (!isAnswered) {
                next.send(message.onReply(Acting::asByAnEngine));
            }
        } catch (RuntimeException thrown) {
            message.body().cancel();
            message.reply(Message.error(thrown));
        }
    }

    /** What no link knows, an engine does not know either. */
    private static Message asByAnEngine(Message reply) {
        if (!reply.isError() || reply.status() != NOT_IMPLEMENTED) {
            return reply;
        }
        Replies.discard(reply);
        return Message.error(404, "page not found");
    }

    private boolean onCollection(Message message, String collection) {
        boolean spawns = message.verb() == Verb.Spawn && message.aspect().isEmpty();
        if (message.verb() == Verb.Set && message.aspect().equals(PRUNE) && isPruned(collection)) {
            prunes.prune(message);
            return true;
        }
        switch (collection) {
            case "/containers" -> {
                return spawns && answered(() -> creation.create(message));
            }
            case "/images" -> {
                boolean known = spawns || message.verb() == Verb.File && message.aspect().equals("load")
                        || message.verb() == Verb.Get && (message.aspect().equals("get") || message.aspect().equals("search"));
                return known && answered(() -> images.collection(message));
            }
            case "/networks" -> {
                return spawns && answered(() -> networks.create(message));
            }
            case "/volumes" -> {
                return spawns && answered(() -> volumes.create(message));
            }
            case "/build" -> {
                return message.verb() == Verb.File && answered(() -> builds.build(message));
            }
            case "/session", "/grpc" -> {
                return message.verb() == Verb.Connect && answered(() -> {
                    if (collection.equals("/session")) {
                        sessions.session(message);
                    } else {
                        sessions.grpc(message);
                    }
                });
            }
            case "/commit" -> {
                return spawns && answered(() -> builds.commit(message));
            }
            case "/auth" -> {
                return message.verb() == Verb.Set && answered(() -> any(message));
            }
            default -> {
                SwarmMode.refuse(message, collection, "");
                return false;
            }
        }
    }

    private boolean onObject(Message message, String collection, String object) {
        switch (collection) {
            case "/containers" -> owners.container(message, object);
            case "/exec" -> owners.exec(message, object);
            case "/images" -> images.image(message, object);
            case "/networks" -> networks.object(message, object);
            case "/volumes" -> volumes.object(message, object);
            case "/plugins" -> plugins.object(message, object);
            case "/distribution" -> any(message);
            case "/build" -> {
                return message.verb() == Verb.Set && switch (object) {
                    case PRUNE -> answered(() -> prunes.prune(message));
                    case "cancel" -> answered(() -> builds.cancel(message));
                    default -> false;
                };
            }
            default -> {
                SwarmMode.refuse(message, collection, object);
                return false;
            }
        }
        return true;
    }

    private static boolean answered(Runnable answer) {
        answer.run();
        return true;
    }

    private static boolean isPruned(String collection) {
        return switch (collection) {
            case "/containers", "/images", "/networks", "/volumes" -> true;
            default -> false;
        };
    }

    /** What any engine can answer. */
    public void any(Message message) {
        Reply.to(message, placement.any().thenCompose(node -> node.ask(message)));
    }
}
