package com.libswarm.adapter.aggregate;

import com.libswarm.adapter.aggregate.internal.act.Acting;
import com.libswarm.adapter.aggregate.internal.node.Nodes;
import com.libswarm.adapter.aggregate.internal.read.Directory;
import com.libswarm.adapter.aggregate.internal.read.Reading;
import com.libswarm.api.Message;
import com.libswarm.api.Router;
import com.libswarm.api.adapter.Context;
import com.libswarm.api.adapter.Link;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Sends each message to where it is answered: from all nodes, or by the one that has the object. What it does not know goes on. */
final class AggregateLink implements Link {

    private final Nodes nodes;
    private final Router router;

    AggregateLink(Context context, Nodes nodes) {
        this.nodes = nodes;
        var directory = new Directory(nodes);
        router = new Reading(nodes, directory).routes(Router.before(new Acting(context, nodes, directory)));
    }

    @Override
    public void send(Message message) {
        router.send(message);
    }

    @Override
    public void active() {
        nodes.activate();
    }

    @Override
    public CompletionStage<?> drain() {
        nodes.drain();
        return CompletableFuture.completedFuture(this);
    }

    @Override
    public void stop() {
        nodes.stop();
    }
}
