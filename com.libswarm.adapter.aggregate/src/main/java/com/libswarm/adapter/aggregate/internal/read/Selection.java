package com.libswarm.adapter.aggregate.internal.read;

import com.libswarm.adapter.aggregate.internal.json.Json;
import com.libswarm.adapter.aggregate.internal.node.Container;
import com.libswarm.adapter.aggregate.internal.node.Entry;
import com.libswarm.adapter.aggregate.internal.node.Node;
import com.libswarm.api.Args;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Which containers a list shows, by what lists tell of them, in the same way as an engine chooses them (Docker API, GET
 * /containers/json). What needs more than that, an engine has to choose.
 */
final class Selection {

    /** The aggregate's own, and those that lists tell enough for. */
    private static final Set<String> KNOWN = Set.of("node", "before", "since", "id", "name", "label", "status", "network", "volume");
    private static final Set<String> RUNNING = Set.of("running", "paused", "restarting");
    private static final Set<String> STATES = Set.of("created", "restarting", "running", "removing", "paused", "exited", "dead");
    private static final int WHOLE_ID = 64;

    private final Filters filters;
    private final boolean all;

    private Selection(Filters filters, boolean all) {
        this.filters = filters;
        this.all = all;
    }

    /** Nothing, if an engine has to choose; it will also say what is wrong with a filter. */
    static Optional<Selection> of(Filters filters, Args args, int limit) {
        boolean isKnown = !args.flag("size") && KNOWN.containsAll(filters.names()) && STATES.containsAll(filters.all("status"))
                && filters.arePlain("name")
                && filters.all("before").size() <= 1 && filters.all("since").size() <= 1
                && (filters.all("id").isEmpty() || filters.all("name").isEmpty());
        return isKnown ? Optional.of(new Selection(filters, args.flag("all") || limit > 0 || !filters.all("status").isEmpty()))
                : Optional.empty();
    }

    /** Those that are wanted. */
    Stream<Entry> choose(List<Entry> entries) {
        return entries.stream().filter(of(entries));
    }

    private Predicate<Entry> of(List<Entry> entries) {
        Predicate<Entry> wanted = entry -> entry.isShown() && (all || RUNNING.contains(entry.container().state()));
        if (filters.isEmpty()) {
            return wanted;
        }
        List<Pattern> names = filters.all("name").stream().map(Pattern::compile).toList();
        Set<String> states = Set.copyOf(filters.all("status"));
        Set<Entry> ids = withIds(entries);
        return wanted.and(entry -> states.isEmpty() || states.contains(entry.container().state()))
                .and(entry -> names.isEmpty() || names.stream().anyMatch(name -> isNamed(entry.container(), name)))
                .and(entry -> filters.areLabels(entry.container().labels()))
                .and(entry -> filters.all("id").isEmpty() || ids.contains(entry))
                .and(entry -> filters.all("network").isEmpty() || isInNetwork(entry))
                .and(entry -> filters.all("volume").isEmpty() || hasVolume(entry));
    }

    private static boolean isNamed(Container container, Pattern pattern) {
        return pattern.matcher(container.name()).find() || pattern.matcher("/" + container.name()).find();
    }

    /** The beginning of an id means a container if no other of its node begins so. */
    private Set<Entry> withIds(List<Entry> entries) {
        Set<String> whole = filters.all("id").stream().filter(id -> id.length() == WHOLE_ID).collect(Collectors.toSet());
        var found = new HashSet<Entry>();
        if (!whole.isEmpty()) {
            entries.stream().filter(entry -> whole.contains(entry.container().id())).forEach(found::add);
        }
        filters.all("id").stream().filter(id -> !id.isEmpty() && !whole.contains(id)).forEach(id -> {
            var ofNodes = new HashMap<Node, List<Entry>>();
            entries.stream().filter(entry -> entry.container().id().startsWith(id))
                    .forEach(entry -> ofNodes.computeIfAbsent(entry.container().node(), node -> new ArrayList<>()).add(entry));
            ofNodes.values().stream().filter(same -> same.size() == 1).forEach(found::addAll);
        });
        return found;
    }

    private boolean isInNetwork(Entry entry) {
        Map<String, Object> networks = Json.object(Json.object(entry.element(), "NetworkSettings"), "Networks");
        return filters.all("network").stream().anyMatch(network -> networks.containsKey(network)
                || networks.keySet().stream().anyMatch(name -> Json.text(Json.object(networks, name), "NetworkID").startsWith(network)));
    }

    private boolean hasVolume(Entry entry) {
        return Json.objects(entry.element(), "Mounts").stream().anyMatch(mount -> {
            String name = Json.text(mount, "Name").isEmpty() ? Json.text(mount, "Source") : Json.text(mount, "Name");
            return filters.all("volume").stream().anyMatch(volume -> volume.equals(name) || volume.equals(Json.text(mount, "Destination")));
        });
    }
}
