package com.libswarm.adapter.simulator;

import com.libswarm.adapter.simulator.internal.program.Lane;
import com.libswarm.api.Failure;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The containers that are there, found by name, id, or the beginning of an id. */
final class Containers {

    private static final String KIND = "container";
    private static final String LOG = "log";
    private static final long LOG_SAVED_AFTER_MILLIS = 500;

    private final Store store;
    private final Lane lane;
    private final Map<String, Container> byId = new LinkedHashMap<>();
    private final Set<Container> unsavedLogs = new LinkedHashSet<>();

    Containers(Store store, Lane lane) {
        this.store = store;
        this.lane = lane;
    }

    /** Those that the instance before had. */
    void load() {
        store.documents(KIND).stream().sorted(Comparator.comparing(record -> Json.text(record, "Created"))).forEach(record -> {
            String id = Json.text(record, "Id");
            byId.put(id, Container.fromRecord(record, store.bytes(LOG, id).map(ContainerLog::fromBytes).orElseGet(ContainerLog::new)));
        });
    }

    /** The latest first. */
    List<Container> all() {
        var containers = new ArrayList<>(byId.values());
        Collections.reverse(containers);
        return containers;
    }

    Optional<Container> find(String name) {
        if (byId.containsKey(name)) {
            return Optional.of(byId.get(name));
        }
        String plain = name.startsWith("/") ? name.substring(1) : name;
        return named(plain).or(() -> {
            List<Container> begun = byId.values().stream().filter(container -> container.id().startsWith(name)).toList();
            if (begun.size() > 1 && !name.isEmpty()) {
                throw new Failure(400, "Multiple IDs found with provided prefix: " + name);
            }
            return name.isEmpty() ? Optional.empty() : begun.stream().findFirst();
        });
    }

    /** The container of just that name. */
    Optional<Container> named(String name) {
        return byId.values().stream().filter(container -> container.name().equals(name)).findFirst();
    }

    /** @throws Failure 404 if there is none */
    Container get(String name) {
        return find(name).orElseThrow(() -> new Failure(404, "No such container: " + name));
    }

    /** @throws Failure 400 if it cannot be a name, 409 if it is another's */
    void checkName(String name) {
        ContainerNames.check(List.of(name));
        named(name).ifPresent(other -> {
            throw new Failure(409, "Conflict. The container name \"/" + name + "\" is already in use by container \"" + other.id()
                    + "\". You have to remove (or rename) that container to be able to reuse that name.");
        });
    }

    void add(Container container) {
        byId.put(container.id(), container);
        save(container);
    }

    void save(Container container) {
        store.put(KIND, container.id(), container.toRecord());
    }

    /** Saves the log soon. */
    void logged(Container container) {
        unsavedLogs.add(container);
        if (unsavedLogs.size() == 1) {
            lane.after(LOG_SAVED_AFTER_MILLIS, this::saveLogs);
        }
    }

    void saveLogs() {
        unsavedLogs.stream().filter(container -> byId.containsKey(container.id()))
                .forEach(container -> store.putBytes(LOG, container.id(), container.log().toBytes()));
        unsavedLogs.clear();
    }

    void remove(Container container) {
        byId.remove(container.id());
        store.remove(KIND, container.id());
        store.remove(LOG, container.id());
    }
}
