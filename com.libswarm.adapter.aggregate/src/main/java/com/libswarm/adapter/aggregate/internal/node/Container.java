package com.libswarm.adapter.aggregate.internal.node;

import com.libswarm.adapter.aggregate.internal.json.Fields;
import com.libswarm.adapter.aggregate.internal.json.Json;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What the aggregate knows of one container, from its engine's list.
 *
 * @param name without the slash in front
 * @param image as it was named when the container was created
 * @param created in seconds since 1970
 * @param ports those published on the node, as {@link PublishedPort} writes them
 */
public record Container(Node node, String id, String name, String image, String imageId, Map<String, String> labels, String state,
        long created, List<String> ports) {

    /** A label: the id that a container keeps when it goes on on another node. */
    public static final String SWARM_ID = "com.docker.swarm.id";

    /** A label: how often it has gone on on another node; of two copies the one with the greater number is the container. */
    public static final String MOVE = "com.libswarm.move";

    static Container of(Node node, Fields element) {
        var ports = new ArrayList<String>();
        for (var port : Json.objects(element.value("Ports"), "Ports")) {
            long published = Json.number(port, "PublicPort");
            if (published > 0) {
                ports.add(PublishedPort.of(Json.text(port, "IP"), published + "/" + Json.text(port, "Type")));
            }
        }
        var labels = new HashMap<String, String>();
        Json.labels(element.value("Labels"), "Labels").forEach((label, value) -> labels.put(label.intern(), value.intern()));
        // many containers have the same
        return new Container(node, element.text("Id"), name(Json.texts(element.value("Names"), "Names")), element.text("Image").intern(),
                element.text("ImageID").intern(), Map.copyOf(labels), element.text("State").intern(), element.number("Created"), List.copyOf(ports));
    }

    /** Its own, among those that links of other containers gave it, which have one more slash. */
    public static String name(List<String> names) {
        String own = names.stream().filter(name -> name.lastIndexOf('/') <= 0).findFirst()
                .orElseGet(() -> names.stream().findFirst().orElse(""));
        return own.startsWith("/") ? own.substring(1) : own;
    }

    Container renamed(String other) {
        return new Container(node, id, other, image, imageId, labels, state, created, ports);
    }

    /** The id that it keeps, if it has one. */
    public Optional<String> swarmId() {
        return Optional.ofNullable(labels.get(SWARM_ID)).filter(kept -> !kept.isEmpty());
    }

    /** How often a container with these labels has been moved. */
    public static int moves(Map<String, String> labels) {
        String moves = labels.getOrDefault(MOVE, "");
        return moves.matches("[0-9]{1,9}") ? Integer.parseInt(moves) : 0;
    }

    /** Whether it has been made to go on for {@code other}, if that fails, and has not been started yet. */
    boolean isPendingCopyOf(Container other) {
        return isNew() && node != other.node && moves(labels) > moves(other.labels)
                && swarmId().filter(kept -> kept.equals(other.swarmId().orElse(other.id))).isPresent();
    }

    /** Whether it has never been started. */
    public boolean isNew() {
        return state.equals("created");
    }

    /** As it is named over all nodes: {@code east/web}. */
    public String fullName() {
        return node.name() + "/" + name;
    }
}
