package com.libswarm.adapter.aggregate;

import com.libswarm.adapter.aggregate.internal.act.Acting;
import com.libswarm.adapter.aggregate.internal.admin.HostObjects;
import com.libswarm.adapter.aggregate.internal.admin.NodeObjects;
import com.libswarm.adapter.aggregate.internal.admin.NodeSources;
import com.libswarm.adapter.aggregate.internal.kept.Kept;
import com.libswarm.adapter.aggregate.internal.node.Nodes;
import com.libswarm.adapter.aggregate.internal.read.Announcements;
import com.libswarm.adapter.aggregate.internal.read.Directory;
import com.libswarm.adapter.aggregate.internal.read.Reading;
import com.libswarm.adapter.aggregate.internal.read.Scheduling;
import com.libswarm.adapter.aggregate.internal.schedule.Scheduler;
import com.libswarm.api.Head;
import com.libswarm.api.Message;
import com.libswarm.api.Router;
import com.libswarm.api.adapter.Context;
import com.libswarm.api.adapter.Link;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletionStage;

/** Sends each message to where it is answered: from all nodes, or by the one that has the object. What it does not know goes on. */
final class AggregateLink implements Link {

    private final Nodes nodes;
    private final NodeSources sources;
    private final Kept kept;
    private final Acting acting;
    private final Router router;

    /** @param reschedulesAfter how long a node has to be unhealthy until what can be moved is moved */
    AggregateLink(Context context, Nodes nodes, Scheduler scheduler, Kept kept, NodeSources sources,
            Duration reschedulesAfter) {
        this.nodes = nodes;
        this.sources = sources;
        this.kept = kept;
        var directory = new Directory(nodes);
        var announcements = new Announcements();
        nodes.tellOfEngines(announcements::announce);
        acting = new Acting(context, nodes, directory, scheduler, kept, announcements, reschedulesAfter);
        var scheduling = new Scheduling(scheduler.strategy().word(), acting::reserved, acting::notices);
        Router reading = new Reading(nodes, directory, announcements, scheduling).routes(Router.before(acting));
        router = new HostObjects(context, nodes).routes(new NodeObjects(nodes, kept).routes(reading));
    }

    @Override
    public void send(Message message) {
        if (message.head().get(Head.HTTP_METHOD).equals("OPTIONS")) {
            // whatever it is asked of, an engine says the same
            acting.any(message);
        } else {
            router.send(message);
        }
    }

    @Override
    public void active() {
        nodes.activate();
        acting.activate();
        sources.activate();
    }

    @Override
    public CompletionStage<?> drain() {
        sources.drain();
        nodes.drain();
        return acting.drain();
    }

    @Override
    public Map<String, String> details() {
        return nodes.pictures();
    }

    @Override
    public void stop() {
        acting.stop();
        nodes.stop();
        kept.releaseAll();
    }
}
