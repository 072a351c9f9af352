package com.libswarm.adapter.aggregate.internal.schedule;

import com.libswarm.adapter.aggregate.internal.json.Json;
import com.libswarm.adapter.aggregate.internal.node.PublishedPort;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * What a container takes of its node.
 *
 * @param memory in bytes
 * @param ports those that it publishes on a fixed port of the node, or exposes on its network, as {@link PublishedPort} writes them
 */
public record Needs(long memory, long nanoCpus, Set<String> ports) {

    public static final Needs NONE = new Needs(0, 0, Set.of());

    /** What a container that is to be created asks for; of one that is inspected the same, without the ports that it exposes. */
    public static Needs of(Map<String, Object> config) {
        Map<String, Object> host = Json.object(config, "HostConfig");
        var ports = new TreeSet<String>();
        Map<String, Object> bindings = Json.object(host, "PortBindings");
        for (String port : bindings.keySet()) {
            String protocol = protocol(port);
            for (var binding : Json.objects(bindings, port)) {
                String published = Json.text(binding, "HostPort");
                if (published.matches("[0-9]{1,5}") && Integer.parseInt(published) > 0) {
                    ports.add(PublishedPort.of(Json.text(binding, "HostIp"), Integer.parseInt(published) + protocol));
                }
            }
        }
        if (Json.text(host, "NetworkMode").equals("host")) {
            for (String port : Json.object(config, "ExposedPorts").keySet()) {
                ports.add(port.contains("/") ? port : port + protocol(port));
            }
        }
        return new Needs(Json.number(host, "Memory"), Json.number(host, "NanoCpus"), Set.copyOf(ports));
    }

    private static String protocol(String port) {
        return port.contains("/") ? port.substring(port.indexOf('/')) : "/tcp";
    }

    /** With other limits, where a container is given some. */
    public Needs updated(Map<String, Object> limits) {
        long newMemory = Json.number(limits, "Memory");
        long newCpus = Json.number(limits, "NanoCpus");
        return new Needs(newMemory > 0 ? newMemory : memory, newCpus > 0 ? newCpus : nanoCpus, ports);
    }

    /** Whether memory or processors are among them, of which a node has only so much. */
    public boolean isRoom() {
        return memory > 0 || nanoCpus > 0;
    }

    public Needs withoutPorts() {
        return new Needs(memory, nanoCpus, Set.of());
    }

    /** Both together. */
    public Needs plus(Needs other) {
        var all = new TreeSet<>(ports);
        all.addAll(other.ports);
        return new Needs(memory + other.memory, nanoCpus + other.nanoCpus, Set.copyOf(all));
    }

    /** As one line, to be kept. */
    public String line() {
        return memory + " " + nanoCpus + " " + String.join(",", ports);
    }

    /** @param line which {@link #line} made */
    public static Needs ofLine(String line) {
        String[] parts = line.split(" ", -1);
        return new Needs(Long.parseLong(parts[0]), Long.parseLong(parts[1]), parts[2].isEmpty() ? Set.of() : Set.copyOf(List.of(parts[2].split(","))));
    }
}
