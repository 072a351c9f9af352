package com.libswarm.adapter.aggregate;

import com.libswarm.adapter.aggregate.internal.act.Acting;
import com.libswarm.adapter.aggregate.internal.act.Reservations;
import com.libswarm.adapter.aggregate.internal.admin.NodeObjects;
import com.libswarm.adapter.aggregate.internal.kept.Kept;
import com.libswarm.adapter.aggregate.internal.node.Nodes;
import com.libswarm.adapter.aggregate.internal.read.Directory;
import com.libswarm.adapter.aggregate.internal.read.Reading;
import com.libswarm.adapter.aggregate.internal.schedule.Scheduler;
import com.libswarm.api.Message;
import com.libswarm.api.Router;
import com.libswarm.api.adapter.Context;
import com.libswarm.api.adapter.Link;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Sends each message to where it is answered: from all nodes, or by the one that has the object. What it does not know goes on. */
final class AggregateLink implements Link {

    private final Nodes nodes;
    private final Router router;

    AggregateLink(Context context, Nodes nodes, Scheduler scheduler, Kept kept) {
        this.nodes = nodes;
        var directory = new Directory(nodes);
        Router reading = new Reading(nodes, directory, scheduler.strategy().word(), new Reservations(nodes.containers(), kept)::sums)
                .routes(Router.before(new Acting(context.next(), nodes, directory, scheduler, kept)));
        router = new NodeObjects(nodes, kept).routes(reading);
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
    public Map<String, String> details() {
        return nodes.pictures();
    }

    @Override
    public void stop() {
        nodes.stop();
    }
}
