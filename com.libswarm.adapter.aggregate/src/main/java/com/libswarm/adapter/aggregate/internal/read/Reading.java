package com.libswarm.adapter.aggregate.internal.read;

import com.libswarm.adapter.aggregate.internal.node.Nodes;
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
        var images = new ImageList(nodes, directory);
        var networks = NamedList.networks(nodes);
        var volumes = NamedList.volumes(nodes);
        var plugins = NamedList.plugins(nodes);
        var info = new SystemInfo(nodes, scheduling);
        var version = new Version(nodes);
        var diskUse = new DiskUse(nodes);
        return router
                .on(Verb.Ls, "/containers", Bodyless.of((message, none) -> containers.list(message)))
                .on(Verb.Get, "/containers/**", Bodyless.of(inspection::get))
                .on(Verb.Ls, "/images", Bodyless.of((message, none) -> images.list(message)))
                .on(Verb.Ls, "/networks", Bodyless.of((message, none) -> networks.list(message)))
                .on(Verb.Ls, "/networks/", Bodyless.of((message, none) -> networks.list(message)))
                .on(Verb.Ls, "/volumes", Bodyless.of((message, none) -> volumes.list(message)))
                .on(Verb.Ls, "/plugins", Bodyless.of((message, none) -> plugins.list(message)))
                .on(Verb.Watch, "/events", Bodyless.of((message, none) -> EventStream.open(nodes, announcements, message)))
                .on(Verb.Get, "/info", Bodyless.of((message, none) -> info.get(message)))
                .on(Verb.Get, "/version", Bodyless.of((message, none) -> version.get(message)))
                .on(Verb.Get, "/_ping", Bodyless.of((message, none) -> version.ping(message)))
                .on(Verb.Get, "/system/df", Bodyless.of((message, none) -> diskUse.get(message)));
    }
}
