package com.libswarm.adapter.aggregate.internal.act;

import com.libswarm.adapter.aggregate.internal.node.Nodes;
import com.libswarm.adapter.aggregate.internal.read.Directory;
import com.libswarm.api.Failure;
import com.libswarm.api.Message;
import com.libswarm.api.Sender;
import com.libswarm.api.adapter.Context;

/** What is done on the node that has the object. Whatever is nothing of an engine's goes on to the next link. */
public final class Acting implements Sender {

    private final Sender next;
    private final Owners owners;

    public Acting(Context context, Nodes nodes, Directory directory) {
        next = context.next();
        var kept = new Kept(context.kept());
        owners = new Owners(nodes, directory, kept, new Names(nodes.containers(), kept));
    }

    @Override
    public void send(Message message) {
        String path = message.path();
        int slash = path.indexOf('/', 1);
        String collection = slash < 0 ? path : path.substring(0, slash);
        String object = slash < 0 ? "" : path.substring(slash + 1);
        try {
            switch (collection) {
                case "/containers" -> onObject(message, object, owners::container);
                case "/exec" -> onObject(message, object, owners::exec);
                case "/swarm", "/nodes", "/services", "/tasks", "/secrets", "/configs" -> throw notASwarm();
                default -> next.send(message);
            }
        } catch (RuntimeException thrown) {
            message.body().cancel();
            message.reply(Message.error(thrown));
        }
    }

    private interface ObjectHandler {
        void handle(Message message, String object);
    }

    private void onObject(Message message, String object, ObjectHandler handler) {
        if (object.isEmpty()) {
            next.send(message);
        } else {
            handler.handle(message, object);
        }
    }

    /** As an engine says it that is in no swarm: those of the nodes, if they are in one, are their own. */
    private static Failure notASwarm() {
        return new Failure(503, "This node is not a swarm manager. Use \"docker swarm init\" or \"docker swarm join\" to connect this node to"
                + " swarm and try again.");
    }
}
