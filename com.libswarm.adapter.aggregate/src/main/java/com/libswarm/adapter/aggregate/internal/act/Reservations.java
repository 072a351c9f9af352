package com.libswarm.adapter.aggregate.internal.act;

import com.libswarm.adapter.aggregate.internal.kept.Kept.Kind;
import com.libswarm.adapter.aggregate.internal.kept.Kept;
import com.libswarm.adapter.aggregate.internal.node.ContainerIndex;
import com.libswarm.adapter.aggregate.internal.node.Node;
import com.libswarm.adapter.aggregate.internal.schedule.Candidate;
import com.libswarm.adapter.aggregate.internal.schedule.Needs;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * What containers have reserved on their nodes: memory, processors, ports. Lists of containers do not tell of it, so it is noted when
 * a container is created through this aggregate, or {@linkplain UnknownNeeds found out}.
 */
final class Reservations {

    private final ContainerIndex index;
    private final Kept kept;

    Reservations(ContainerIndex index, Kept kept) {
        this.index = index;
        this.kept = kept;
    }

    /**
     * The nodes for a container.
     *
     * @param nodes the best first; what the container needs is taken on that one
     * @param note the name of the note of that, to be given up by {@link #created} or {@link #failed}
     */
    record Claim(List<Node> nodes, String note) {

        Node node() {
            return nodes.get(0);
        }
    }

    /** Chooses and takes in one step: of two who come at once, the second sees what the first has taken. */
    synchronized Claim claim(List<Node> nodes, Map<Node, Set<String>> images, Needs needs, Function<List<Candidate>, List<Node>> choose) {
        List<Node> chosen = choose.apply(candidates(nodes, images));
        return new Claim(chosen, creating(chosen.get(0), needs));
    }

    private String creating(Node node, Needs needs) {
        String note = UUID.randomUUID().toString();
        kept.put(Kind.CREATING, note, node.name() + "\n" + needs.line());
        return note;
    }

    void failed(String note) {
        kept.remove(Kind.CREATING, note);
    }

    /** In one step, too: what the container needs is noted in one place or the other whenever somebody chooses. */
    synchronized void created(String note, Node node, String id, Needs needs) {
        if (!needs.equals(Needs.NONE)) {
            kept.put(Kind.RESERVED, id, node.name() + "\n" + needs.line());
        }
        kept.remove(Kind.CREATING, note);
    }

    /** Of one that was created by others. */
    void found(Node node, String id, Needs needs) {
        kept.putIfAbsent(Kind.RESERVED, id, node.name() + "\n" + needs.line());
    }

    /** The ids of those of which it is known. */
    Set<String> known() {
        return kept.all(Kind.RESERVED).keySet();
    }

    /** The names of the nodes on which something is just being created. */
    Set<String> creating() {
        return kept.all(Kind.CREATING).values().stream().map(note -> note.split("\n")[0]).collect(Collectors.toSet());
    }

    void removed(String id) {
        kept.remove(Kind.RESERVED, id);
    }

    /** A container has got other limits. */
    void updated(Node node, String id, Map<String, Object> limits) {
        String note = kept.all(Kind.RESERVED).get(id);
        Needs needs = (note == null ? Needs.NONE : Needs.ofLine(note.split("\n")[1])).updated(limits);
        if (!needs.equals(Needs.NONE)) {
            kept.put(Kind.RESERVED, id, node.name() + "\n" + needs.line());
        }
    }

    /** What the containers of each node have reserved together, by the name of the node; without ports. */
    Map<String, Needs> sums() {
        Map<String, Needs> sums = new HashMap<>();
        kept.all(Kind.RESERVED).forEach((id, note) -> {
            String[] lines = note.split("\n");
            if (index.find(id, Optional.empty()).isPresent()) {
                sums.merge(lines[0], Needs.ofLine(lines[1]), Needs::plus);
            }
        });
        return sums;
    }

    /**
     * How these nodes are.
     *
     * @param images of each node, or none if nobody asks for them
     */
    List<Candidate> candidates(List<Node> nodes, Map<Node, Set<String>> images) {
        Map<String, List<Needs>> taken = new HashMap<>();
        Map<String, Integer> creating = new HashMap<>();
        // first, because another instance of the link may do both at any time: what it counts twice for a moment is not given away
        kept.all(Kind.CREATING).values().forEach(note -> {
            String[] lines = note.split("\n");
            creating.merge(lines[0], 1, Integer::sum);
            taken.computeIfAbsent(lines[0], name -> new ArrayList<>()).add(Needs.ofLine(lines[1]));
        });
        Set<String> known = new HashSet<>();
        nodes.stream().filter(Node::isHealthy).forEach(node -> known.add(node.name()));
        kept.all(Kind.RESERVED).forEach((id, note) -> {
            String[] lines = note.split("\n");
            if (index.find(id, Optional.empty()).isPresent()) {
                taken.computeIfAbsent(lines[0], name -> new ArrayList<>()).add(Needs.ofLine(lines[1]));
            } else if (known.contains(lines[0])) {
                // it has been removed by others, or by itself
                kept.remove(Kind.RESERVED, id);
            }
        });
        return nodes.stream().map(node -> new Candidate(node, index.of(node), taken.getOrDefault(node.name(), List.of()),
                creating.getOrDefault(node.name(), 0), images.getOrDefault(node, Set.of()))).toList();
    }
}
