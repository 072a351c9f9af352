package com.libswarm.adapter.aggregate.internal.schedule;

import com.libswarm.adapter.aggregate.internal.node.Container;
import com.libswarm.adapter.aggregate.internal.node.EngineInfo;
import com.libswarm.adapter.aggregate.internal.node.Node;
import com.libswarm.adapter.aggregate.internal.node.PublishedPort;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A node on which something could be created.
 *
 * @param containers that it has
 * @param taken what they, and those that are just being created, take of it
 * @param creating how many containers are just being created on it
 * @param images names and ids of its images; empty if nobody asks for them
 */
public record Candidate(Node node, List<Container> containers, List<Needs> taken, int creating, Set<String> images) {

    /** The share of a node's memory and processors that containers may ask for, in percent: some do not use what they ask for. */
    private static final int OVERCOMMIT = 105;

    /** The label of an engine that says how many containers it may have: classic Swarm's. */
    private static final String SLOTS = "containerslots";

    /** Whether it may have one more container; a label that is no number means nothing. */
    boolean hasSlot() {
        String slots = node.engine().labels().getOrDefault(SLOTS, "");
        return !slots.matches("[0-9]{1,9}") || containers.size() + creating < Integer.parseInt(slots);
    }

    /** What a constraint compares. */
    Collection<String> properties(String key) {
        EngineInfo engine = node.engine();
        return switch (key) {
            case "node" -> List.of(node.name(), engine.id());
            case "storagedriver" -> List.of(engine.storageDriver());
            case "kernelversion" -> List.of(engine.kernelVersion());
            case "operatingsystem" -> List.of(engine.operatingSystem());
            case "ostype" -> List.of(engine.osType());
            default -> engine.labels().entrySet().stream().filter(label -> label.getKey().equalsIgnoreCase(key))
                    .map(label -> label.getValue()).toList();
        };
    }

    /** What an affinity compares. */
    Collection<String> has(String key) {
        return switch (key) {
            case "container" -> containers.stream().flatMap(container -> Stream.of(container.name(), container.id(), shortId(container))).toList();
            case "image" -> images;
            default -> containers.stream().flatMap(container -> container.labels().entrySet().stream())
                    .filter(label -> label.getKey().equalsIgnoreCase(key)).map(label -> label.getValue()).toList();
        };
    }

    private static String shortId(Container container) {
        return container.id().substring(0, Math.min(12, container.id().length()));
    }

    long memoryTaken() {
        return taken.stream().mapToLong(Needs::memory).sum();
    }

    long nanoCpusTaken() {
        return taken.stream().mapToLong(Needs::nanoCpus).sum();
    }

    boolean hasRoomFor(Needs needs) {
        EngineInfo engine = node.engine();
        return (needs.memory() == 0 || (memoryTaken() + needs.memory()) / OVERCOMMIT <= engine.memory() / 100)
                && (needs.nanoCpus() == 0 || nanoCpusTaken() + needs.nanoCpus() <= engine.cpus() * 10_000_000L * OVERCOMMIT);
    }

    /** Whether the ports are free here. */
    boolean hasPortsFor(Needs needs) {
        if (needs.ports().isEmpty()) {
            return true;
        }
        var used = new HashSet<String>();
        containers.forEach(container -> used.addAll(container.ports()));
        taken.forEach(other -> used.addAll(other.ports()));
        Set<String> onAnyAddress = used.stream().map(PublishedPort::port).collect(Collectors.toSet());
        return needs.ports().stream().noneMatch(needed -> {
            String port = PublishedPort.port(needed);
            return port.equals(needed) ? onAnyAddress.contains(port) : used.contains(port) || used.contains(needed);
        });
    }

    /** How full it would be with {@code needs}, in percent of memory and processors together. */
    long fullness(Needs needs) {
        EngineInfo engine = node.engine();
        long memory = needs.memory() == 0 || engine.memory() == 0 ? 100 : (memoryTaken() + needs.memory()) * 100 / engine.memory();
        long cpus = needs.nanoCpus() == 0 || engine.cpus() == 0 ? 100 : (nanoCpusTaken() + needs.nanoCpus()) * 100 / (engine.cpus() * 1_000_000_000L);
        return memory + cpus;
    }
}
