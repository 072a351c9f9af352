package com.libswarm.adapter.simulator;

import com.libswarm.api.Failure;
import com.libswarm.api.Verb;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Volumes: names without content. */
final class Volumes {

    private static final String KIND = "volume";
    private static final Set<String> FILTERS = Set.of("name", "driver", "label", "dangling");
    private static final Set<String> PRUNE_FILTERS = Set.of("label", "label!", "all");

    private final Store store;
    private final Containers containers;
    private final Events events;
    private final Map<String, Map<String, Object>> byName = new TreeMap<>();

    Volumes(Store store, Containers containers, Events events) {
        this.store = store;
        this.containers = containers;
        this.events = events;
    }

    static String mountpoint(String name) {
        return "/var/lib/docker/volumes/" + name + "/_data";
    }

    void load() {
        store.documents(KIND).forEach(volume -> byName.put(Json.text(volume, "Name"), volume));
    }

    List<Map<String, Object>> all() {
        return List.copyOf(byName.values());
    }

    /** Makes those that are not there yet of what a container mounts. */
    void makeFor(Container container) {
        ContainerDefaults.mounts(container.hostConfig()).stream().map(mount -> Json.text(mount, "Name"))
                .filter(name -> !name.isEmpty()).forEach(name -> make(name, Map.of()));
    }

    private Map<String, Object> make(String name, Map<String, String> labels) {
        return byName.computeIfAbsent(name, missing -> {
            var volume = Json.object("CreatedAt", Instant.now().toString(), "Driver", "local", "Labels", labels,
                    "Mountpoint", mountpoint(name), "Name", name, "Options", Map.of(), "Scope", "local");
            store.put(KIND, name, volume);
            events.volume("create", name);
            return volume;
        });
    }

    void routes(Routes routes) {
        routes.on(Verb.Ls, "/volumes", (message, none) -> {
            var filters = Filters.of(message.args(), FILTERS);
            var found = byName.values().stream().filter(volume -> filters.matches("name", Json.text(volume, "Name"))
                    && filters.any("driver", "local"::equals) && filters.labels(Json.texts(volume, "Labels"))
                    && filters.any("dangling", value -> isUsed(Json.text(volume, "Name")) != value.matches("1|true"))).toList();
            message.reply(Replies.json(Json.object("Volumes", found, "Warnings", List.of())));
        });
        routes.json(Verb.Spawn, "/volumes", "", (message, none, body) -> {
            String name = Json.text(body, "Name");
            message.reply(Replies.created(make(name.isEmpty() ? Ids.random() : name, Json.texts(body, "Labels"))));
        });
        routes.on(Verb.Get, "/volumes/*", (message, name) -> message.reply(Replies.json(get(name))));
        routes.on(Verb.Remove, "/volumes/*", (message, name) -> {
            get(name);
            if (isUsed(name)) {
                throw new Failure(409, "remove " + name + ": volume is in use");
            }
            remove(name);
            message.reply(Replies.done());
        });
        routes.on(Verb.Set, "/volumes", "prune", (message, none) -> {
            var filters = Filters.of(message.args(), PRUNE_FILTERS);
            var gone = new ArrayList<String>();
            byName.forEach((name, volume) -> {
                if (!isUsed(name) && filters.labels(Json.texts(volume, "Labels"))) {
                    gone.add(name);
                }
            });
            gone.forEach(this::remove);
            message.reply(Replies.done(Json.object("VolumesDeleted", gone, "SpaceReclaimed", 0)));
        });
    }

    private Map<String, Object> get(String name) {
        if (!byName.containsKey(name)) {
            throw new Failure(404, "get " + name + ": no such volume");
        }
        return byName.get(name);
    }

    private void remove(String name) {
        byName.remove(name);
        store.remove(KIND, name);
        events.volume("destroy", name);
    }

    private boolean isUsed(String name) {
        return containers.all().stream().flatMap(container -> ContainerDefaults.mounts(container.hostConfig()).stream())
                .anyMatch(mount -> name.equals(mount.get("Name")));
    }
}
