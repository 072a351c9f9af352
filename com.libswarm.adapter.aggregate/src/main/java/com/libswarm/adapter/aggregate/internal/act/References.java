package com.libswarm.adapter.aggregate.internal.act;

import com.libswarm.adapter.aggregate.internal.json.Fields;
import com.libswarm.adapter.aggregate.internal.json.Json;
import com.libswarm.adapter.aggregate.internal.node.Node;
import com.libswarm.adapter.aggregate.internal.read.Directory;
import com.libswarm.adapter.aggregate.internal.read.Holders;
import com.libswarm.api.Failure;
import com.libswarm.api.Message;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.function.Consumer;

/**
 * What a container that is to be created refers to: other containers, networks, volumes. All of it has to be on one node, and is named
 * there without the node.
 */
final class References {

    private static final String CONTAINER = "container:";
    private static final Set<String> EVERYWHERE = Set.of("", "default", "bridge", "host", "none", "nat");

    private final Directory directory;
    private final Holders holders;

    References(Directory directory, Holders holders) {
        this.directory = directory;
        this.holders = holders;
    }

    /** Whether each node has a network of that name. */
    static boolean isEverywhere(String network) {
        return EVERYWHERE.contains(network);
    }

    /** A thing that is referred to, as the client wrote it, and the nodes that have it. */
    private record Reference(String what, String ref, Set<Node> nodes) {
    }

    /** What all references together demand. */
    static final class Resolved {

        private final List<Reference> found;

        private final List<String> newVolumes;

        private Resolved(List<Reference> found, List<String> newVolumes) {
            this.found = found;
            this.newVolumes = newVolumes;
            for (Reference one : found) {
                for (Reference other : found) {
                    if (one.nodes.stream().noneMatch(other.nodes::contains)) {
                        throw new Failure(409, "The container cannot be created, because " + one.what + " " + one.ref + " is on "
                                + names(one) + " and " + other.what + " " + other.ref + " on " + names(other) + ".");
                    }
                }
            }
        }

        private static String names(Reference reference) {
            return String.join(", ", reference.nodes.stream().map(Node::name).sorted().toList());
        }

        /** Whether nothing is referred to that is on some nodes only. */
        boolean isFree() {
            return found.isEmpty();
        }

        /** The volumes that nobody has yet, sorted: they come into being with the container. */
        List<String> newVolumes() {
            return newVolumes;
        }

        boolean allows(Node node) {
            return found.stream().allMatch(reference -> reference.nodes.contains(node));
        }
    }

    /**
     * @param isMoved whether it has been on a node that failed: then it goes nowhere where its networks and volumes are not
     * @param later the names of networks that it is to be connected to afterwards: an engine does not say that it misses one of those
     *     before the container is started
     * @return fails with a Failure 409 if what is referred to is on different nodes; if it is moved, also if something is missing
     */
    CompletableFuture<Resolved> resolve(Map<String, Object> config, boolean isMoved, Set<String> later, Message request) {
        Map<String, Object> host = Json.object(config, "HostConfig");
        var wanted = new ArrayList<CompletableFuture<List<Reference>>>();
        Set<String> newVolumes = new ConcurrentSkipListSet<>();
        for (String ref : containers(host)) {
            wanted.add(container(ref, isMoved, request));
        }
        for (String network : networks(config, host, later)) {
            wanted.add(holders("the network", "/networks", network, isMoved, none -> { }, request));
        }
        for (String volume : volumes(host)) {
            wanted.add(holders("the volume", "/volumes", volume, isMoved, newVolumes::add, request));
        }
        return CompletableFuture.allOf(wanted.toArray(CompletableFuture[]::new))
                .thenApply(all -> new Resolved(wanted.stream().flatMap(each -> each.join().stream()).toList(), List.copyOf(newVolumes)));
    }

    /** One that is nowhere an engine misses itself, each kind in its own way; a 404 of ours would make clients pull the image. */
    private CompletableFuture<List<Reference>> container(String ref, boolean isMoved, Message request) {
        return directory.container(ref, request).thenApply(place -> List.of(new Reference("the container", ref, Set.of(place.node()))))
                .exceptionally(thrown -> {
                    Failure why = Failure.of(thrown);
                    if (isMoved || why.status() != 404) {
                        throw why;
                    }
                    return List.of();
                });
    }

    /** What nobody has yet may be made anywhere, or on the node that stands in front of it; an engine says itself if it misses it. */
    private CompletableFuture<List<Reference>> holders(String what, String collection, String ref, boolean isMoved, Consumer<String> onNobody,
            Message request) {
        return holders.of(collection, ref, request).thenApply(found -> {
            Set<Node> nodes = new HashSet<>(found.holders().stream().map(Holders.Holder::node).toList());
            if (nodes.isEmpty() && isMoved) {
                throw new Failure(409, "No node that answers has " + what + " " + ref + ".");
            }
            if (nodes.isEmpty()) {
                onNobody.accept(ref);
                directory.split(ref).node().ifPresent(nodes::add);
            }
            return nodes.isEmpty() ? List.of() : List.of(new Reference(what, ref, nodes));
        });
    }

    private static List<String> containers(Map<String, Object> host) {
        var refs = new ArrayList<String>();
        Json.texts(host, "VolumesFrom").forEach(from -> refs.add(from.split(":")[0]));
        Json.texts(host, "Links").forEach(link -> refs.add(link.split(":")[0]));
        for (String mode : List.of("NetworkMode", "IpcMode", "PidMode")) {
            String value = Json.text(host, mode);
            if (value.startsWith(CONTAINER)) {
                refs.add(value.substring(CONTAINER.length()));
            }
        }
        return refs;
    }

    private static Set<String> networks(Map<String, Object> config, Map<String, Object> host, Set<String> later) {
        var networks = new HashSet<>(Json.object(Json.object(config, "NetworkingConfig"), "EndpointsConfig").keySet());
        networks.add(Json.text(host, "NetworkMode"));
        networks.addAll(later);
        networks.removeIf(network -> EVERYWHERE.contains(network) || network.startsWith(CONTAINER));
        return networks;
    }

    private static Set<String> volumes(Map<String, Object> host) {
        var volumes = new HashSet<String>();
        Json.texts(host, "Binds").stream().map(bind -> bind.split(":")[0]).filter(source -> !source.startsWith("/") && !source.startsWith("."))
                .forEach(volumes::add);
        Json.objects(host, "Mounts").stream().filter(References::isOfVolume)
                .map(mount -> Json.text(mount, "Source")).filter(source -> !source.isEmpty()).forEach(volumes::add);
        return volumes;
    }

    /**
     * The container's configuration as a node is to get it.
     *
     * @param config the same, as it was read
     */
    Fields withoutNodes(Fields container, Map<String, Object> config) {
        Map<String, Object> host = Json.object(config, "HostConfig");
        Fields unchanged = container.object("HostConfig");
        Fields changedHost = unchanged;
        for (String list : List.of("VolumesFrom", "Links", "Binds")) {
            List<String> entries = Json.texts(host, list);
            changedHost = changed(changedHost, list, entries, entries.stream().map(entry -> entry.startsWith("/") ? entry : rest(entry)).toList());
        }
        List<Map<String, Object>> mounts = Json.objects(host, "Mounts");
        changedHost = changed(changedHost, "Mounts", mounts, mounts.stream().map(this::withoutNode).toList());
        for (String mode : List.of("NetworkMode", "IpcMode", "PidMode")) {
            String value = Json.text(host, mode);
            changedHost = changed(changedHost, mode, value, value.startsWith(CONTAINER) ? CONTAINER + rest(value.substring(CONTAINER.length())) : rest(value));
        }
        Fields changed = changedHost == unchanged ? container : container.withJson("HostConfig", changedHost.json());
        Fields networking = container.object("NetworkingConfig");
        Fields endpoints = networking.object("EndpointsConfig");
        return Json.object(Json.object(config, "NetworkingConfig"), "EndpointsConfig").isEmpty() ? changed : changed.withJson("NetworkingConfig",
                networking.withJson("EndpointsConfig", endpoints.renamed(this::rest).json()).json());
    }

    private Map<String, Object> withoutNode(Map<String, Object> mount) {
        String source = Json.text(mount, "Source");
        if (!isOfVolume(mount) || rest(source).equals(source)) {
            return mount;
        }
        var changed = new LinkedHashMap<>(mount);
        changed.put("Source", rest(source));
        return changed;
    }

    private static boolean isOfVolume(Map<String, Object> mount) {
        return Json.text(mount, "Type").equals("volume");
    }

    private static Fields changed(Fields fields, String name, Object before, Object after) {
        return before.equals(after) ? fields : fields.with(name, after);
    }

    /** Without the node in front, if there is one. */
    private String rest(String ref) {
        return directory.split(ref).rest();
    }
}
