package com.libswarm.adapter.simulator;

import com.libswarm.api.Failure;
import com.libswarm.api.Message;
import com.libswarm.api.Verb;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Containers as objects: listed, created, read, renamed, updated, removed. */
final class ContainerHandlers {

    private static final Set<String> PRUNE_FILTERS = Set.of("label", "label!", "until");

    private final Containers containers;
    private final Images images;
    private final Volumes volumes;
    private final Events events;
    private final Lifecycle lifecycle;
    private final ContainerList list;

    ContainerHandlers(Containers containers, Images images, Volumes volumes, Events events, Lifecycle lifecycle) {
        this.containers = containers;
        this.images = images;
        this.volumes = volumes;
        this.events = events;
        this.lifecycle = lifecycle;
        this.list = new ContainerList(containers, images);
    }

    void routes(Routes routes) {
        routes.on(Verb.Ls, "/containers", (message, none) -> message.reply(Replies.json(list.of(message.args()))));
        routes.json(Verb.Spawn, "/containers", "", (message, none, body) -> {
            var container = create(message.args().get("name"), body);
            message.reply(Replies.created(Json.object("Id", container.id(), "Warnings", List.of())));
        });
        routes.on(Verb.Get, "/containers/*", (message, name) -> message.reply(Replies.json(
                ContainerView.whole(containers.get(name), message.args().flag("size")))));
        routes.on(Verb.Get, "/containers/*", "top", this::top);
        routes.on(Verb.Get, "/containers/*", "changes", (message, name) -> {
            containers.get(name);
            message.reply(Replies.json(List.of()));
        });
        routes.on(Verb.Set, "/containers/*", "rename", this::rename);
        routes.json(Verb.Set, "/containers/*", "", this::update);
        routes.on(Verb.Remove, "/containers/*", this::remove);
        routes.on(Verb.Set, "/containers", "prune", this::prune);
    }

    /** Makes one that does not run yet, of what Docker's API calls a ContainerConfig. */
    Container create(String wantedName, Map<String, Object> body) {
        if (body.isEmpty()) {
            throw new Failure(400, "Config cannot be empty in order to create a container");
        }
        String name = wantedName.startsWith("/") ? wantedName.substring(1) : wantedName;
        name = name.isEmpty() ? Ids.name() : name;
        containers.checkName(name);
        String imageName = Json.text(body, "Image");
        Image image = images.get(imageName);
        checkReferences(Json.object(body, "HostConfig"));
        String id = Ids.random();
        var container = new Container(id, name, Instant.now(), imageName, image.id(), ContainerDefaults.config(body, image, id),
                ContainerDefaults.hostConfig(Json.object(body, "HostConfig")), new ContainerLog());
        lifecycle.openStdin(container);
        containers.add(container);
        volumes.makeFor(container);
        events.container("create", container);
        return container;
    }

    /** @throws Failure 400 if a container that it refers to is not there */
    private void checkReferences(Map<String, Object> host) {
        for (String link : Json.strings(host, "Links")) {
            missing(link).ifPresent(name -> {
                throw new Failure(400, "could not get container for " + name + ": No such container: " + name);
            });
        }
        for (String from : Json.strings(host, "VolumesFrom")) {
            missing(from).ifPresent(name -> {
                throw new Failure(400, "No such container: " + name);
            });
        }
    }

    private Optional<String> missing(String reference) {
        String name = reference.split(":", 2)[0];
        return containers.find(name).isPresent() ? Optional.empty() : Optional.of(name);
    }

    private void top(Message message, String name) {
        Container container = containers.get(name);
        if (!container.isRunning()) {
            throw new Failure(409, "Container " + container.id() + " is not running");
        }
        String command = String.join(" ", container.command());
        String pid = Integer.toString(container.pid());
        boolean bsd = !message.args().get("ps_args").isEmpty() && !message.args().get("ps_args").startsWith("-");
        message.reply(Replies.json(bsd
                ? Json.object("Titles", List.of("USER", "PID", "%CPU", "%MEM", "VSZ", "RSS", "TTY", "STAT", "START", "TIME", "COMMAND"),
                        "Processes", List.of(List.of("root", pid, "0.0", "0.0", "1308", "4", "?", "Ss", "00:00", "0:00", command)))
                : Json.object("Titles", List.of("UID", "PID", "PPID", "C", "STIME", "TTY", "TIME", "CMD"),
                        "Processes", List.of(List.of("root", pid, "1", "0", "00:00", "?", "00:00:00", command)))));
    }

    private void rename(Message message, String name) {
        Container container = containers.get(name);
        String wanted = message.args().get("name");
        String next = wanted.startsWith("/") ? wanted.substring(1) : wanted;
        if (next.isEmpty()) {
            throw new Failure(400, "Neither old nor new names may be empty");
        }
        if (next.equals(container.name())) {
            throw new Failure(400, "Renaming a container with the same name as its current name");
        }
        containers.checkName(next);
        String old = container.name();
        container.rename(next);
        containers.save(container);
        events.container("rename", container, "oldName", "/" + old);
        message.reply(Replies.done());
    }

    private void update(Message message, String name, Map<String, Object> body) {
        Container container = containers.get(name);
        var changed = new LinkedHashMap<>(container.hostConfig());
        changed.putAll(body);
        var checked = ContainerDefaults.hostConfig(changed);
        container.hostConfig().putAll(checked);
        containers.save(container);
        events.container("update", container);
        message.reply(Replies.done(Json.object("Warnings", List.of())));
    }

    private void remove(Message message, String name) {
        Container container = containers.get(name);
        boolean busy = container.isRunning() || container.state() == ContainerState.RESTARTING;
        if (busy && !message.args().flag("force")) {
            throw new Failure(409, "You cannot remove a " + container.state().word() + " container " + container.id()
                    + ". Stop the container before attempting removal or force remove");
        }
        lifecycle.remove(container);
        message.reply(Replies.done());
    }

    private void prune(Message message, String none) {
        var filters = Filters.of(message.args(), PRUNE_FILTERS);
        Optional<Instant> until = filters.all("until").stream().findFirst().flatMap(text -> Times.parse("the filter until", text));
        var gone = new ArrayList<String>();
        for (Container container : containers.all()) {
            boolean stopped = container.state() == ContainerState.CREATED || container.state() == ContainerState.EXITED;
            if (stopped && filters.labels(container.labels()) && (until.isEmpty() || container.created().isBefore(until.get()))) {
                lifecycle.remove(container);
                gone.add(container.id());
            }
        }
        message.reply(Replies.done(Json.object("ContainersDeleted", gone, "SpaceReclaimed", 0)));
    }
}
