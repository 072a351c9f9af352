package com.libswarm.adapter.aggregate.internal.act;

import com.libswarm.api.Failure;
import com.libswarm.api.Message;
import com.libswarm.api.Verb;
import java.util.Set;

/** Swarm mode, as an engine answers that is in no swarm: those of the nodes, if they are in one, are their own. */
final class SwarmMode {

    private static final Set<String> COLLECTIONS = Set.of("/nodes", "/services", "/tasks", "/secrets", "/configs");
    private static final Set<String> CREATED = Set.of("/services", "/secrets", "/configs");
    private static final Set<String> LOGGED = Set.of("/services", "/tasks");
    private static final String SWARM = "/swarm";
    private static final Set<String> OF_SWARM = Set.of("init", "join", "leave", "update", "unlock");
    private static final String KEY = "unlockkey";

    private SwarmMode() {
    }

    /**
     * @param collection the first part of the path
     * @param object the rest of it, or empty
     * @throws Failure 503 if an engine knows such a request
     */
    static void refuse(Message message, String collection, String object) {
        boolean isKnown = collection.equals(SWARM) ? isOfSwarm(message, object)
                : COLLECTIONS.contains(collection) && (object.isEmpty() ? isOfCollection(message, collection) : isOfObject(message, collection, object));
        if (isKnown && message.verb() == Verb.Watch && !message.args().flag("stdout") && !message.args().flag("stderr")) {
            // looked at first, and by engines of this age with this status
            throw new Failure(500, "Bad parameters: you must choose at least one stream");
        }
        if (isKnown) {
            throw new Failure(503, "This node is not a swarm manager. Use \"docker swarm init\" or \"docker swarm join\" to connect this node"
                    + " to swarm and try again.");
        }
    }

    private static boolean isOfSwarm(Message message, String object) {
        if (!message.aspect().isEmpty()) {
            return false;
        }
        return message.verb() == Verb.Get ? object.isEmpty() || object.equals(KEY) : message.verb() == Verb.Set && OF_SWARM.contains(object);
    }

    private static boolean isOfCollection(Message message, String collection) {
        return message.aspect().isEmpty()
                && (message.verb() == Verb.Ls || message.verb() == Verb.Get || message.verb() == Verb.Spawn && CREATED.contains(collection));
    }

    private static boolean isOfObject(Message message, String collection, String object) {
        if (object.contains("/")) {
            return false;
        }
        if (message.verb() == Verb.Watch) {
            return message.aspect().equals("logs") && LOGGED.contains(collection);
        }
        boolean isChange = message.verb() == Verb.Set || message.verb() == Verb.Remove;
        return message.aspect().isEmpty() && (message.verb() == Verb.Get || isChange && !collection.equals("/tasks"));
    }
}
