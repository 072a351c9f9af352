package com.libswarm.adapter.aggregate.internal.read;

import com.libswarm.adapter.aggregate.internal.node.Nodes;
import com.libswarm.api.Body;
import com.libswarm.api.Handler;
import com.libswarm.api.Router;
import com.libswarm.api.Verb;

/** What is read of all nodes as one. */
public final class Reading {

    private final Nodes nodes;
    private final Directory directory;
    private final Announcements announcements;
    private final Scheduling scheduling;

    /** @param scheduling what is told of where containers are created */
    public Reading(Nodes nodes, Directory directory, Announcements announcements, Scheduling scheduling) {
        this.nodes = nodes;
        this.directory = directory;
        this.announcements = announcements;
        this.scheduling = scheduling;
    }

    /** {@code router} with what is answered here. */
    public Router routes(Router router) {
        var containers = new ContainerList(nodes, directory);
        var inspection = new Inspection(nodes, directory);
        var images = new ImageList(nodes);
        var networks = NamedList.networks(nodes);
        var volumes = NamedList.volumes(nodes);
        var plugins = NamedList.plugins(nodes);
        var info = new SystemInfo(nodes, scheduling);
        var version = new Version(nodes);
        var diskUse = new DiskUse(nodes);
        return router
                .on(Verb.Ls, "/containers", bodyless((message, none) -> containers.list(message)))
                .on(Verb.Get, "/containers/**", bodyless(inspection::get))
                .on(Verb.Ls, "/images", bodyless((message, none) -> images.list(message)))
                .on(Verb.Ls, "/networks", bodyless((message, none) -> networks.list(message)))
                .on(Verb.Ls, "/networks/", bodyless((message, none) -> networks.list(message)))
                .on(Verb.Ls, "/volumes", bodyless((message, none) -> volumes.list(message)))
                .on(Verb.Ls, "/plugins", bodyless((message, none) -> plugins.list(message)))
                .on(Verb.Watch, "/events", bodyless((message, none) -> EventStream.open(nodes, announcements, message)))
                .on(Verb.Get, "/info", bodyless((message, none) -> info.get(message)))
                .on(Verb.Get, "/version", bodyless((message, none) -> version.get(message)))
                .on(Verb.Get, "/_ping", bodyless((message, none) -> version.ping(message)))
                .on(Verb.Get, "/system/df", bodyless((message, none) -> diskUse.get(message)));
    }

    /** For requests that need no body: if there is one, it is cancelled, not sent to each node. */
    private static Handler bodyless(Handler handler) {
        return (message, name) -> {
            message.body().cancel();
            handler.handle(message.withBody(Body.NONE), name);
        };
    }
}
