package com.libswarm.adapter.simulator;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** A container as Docker shows it: an element of the list (GET /containers/json), or whole (GET /containers/{id}/json). */
final class ContainerView {

    private static final String GATEWAY = "172.17.0.1";
    private static final int FIRST_PORT = 32768;
    private static final int SIZE = 1_240_000;

    private ContainerView() {
    }

    static Map<String, Object> element(Container container, boolean withSize) {
        var element = Json.object("Id", container.id(), "Names", List.of("/" + container.name()), "Image", container.image(),
                "ImageID", container.imageId(), "Command", commandLine(container.command()),
                "Created", container.created().getEpochSecond(), "Ports", ports(container));
        if (withSize) {
            element.put("SizeRw", 0);
            element.put("SizeRootFs", SIZE);
        }
        element.putAll(Json.object("Labels", container.labels(), "State", container.state().word(), "Status", status(container),
                "HostConfig", Json.object("NetworkMode", Json.text(container.hostConfig(), "NetworkMode")),
                "NetworkSettings", Json.object("Networks", networks(container)),
                "Mounts", ContainerDefaults.mounts(container.hostConfig())));
        return element;
    }

    static Map<String, Object> whole(Container container, boolean withSize) {
        List<String> command = container.command();
        var state = Json.object("Status", container.state().word(), "Running", container.isRunning(),
                "Paused", container.state() == ContainerState.PAUSED, "Restarting", container.state() == ContainerState.RESTARTING,
                "OOMKilled", false, "Dead", false, "Pid", container.pid(), "ExitCode", container.exitCode(), "Error", container.error(),
                "StartedAt", container.startedAt().toString(), "FinishedAt", container.finishedAt().toString());
        var whole = Json.object("Id", container.id(), "Created", container.created().toString(),
                "Path", command.isEmpty() ? "" : command.get(0), "Args", command.isEmpty() ? command : command.subList(1, command.size()),
                "State", state, "Image", container.imageId(), "ResolvConfPath", "", "HostnamePath", "", "HostsPath", "", "LogPath", "",
                "Name", "/" + container.name(), "RestartCount", container.restarts(), "Driver", "memory", "Platform", "linux",
                "MountLabel", "", "ProcessLabel", "", "AppArmorProfile", "", "ExecIDs", List.copyOf(container.execIds()),
                "HostConfig", container.hostConfig(), "GraphDriver", Json.object("Data", Map.of(), "Name", "memory"));
        if (withSize) {
            whole.put("SizeRw", 0);
            whole.put("SizeRootFs", SIZE);
        }
        whole.put("Mounts", ContainerDefaults.mounts(container.hostConfig()));
        whole.put("Config", container.config());
        whole.put("NetworkSettings", networkSettings(container));
        return whole;
    }

    /** As {@code docker ps} shows it. */
    static String status(Container container) {
        Instant now = Instant.now();
        String up = Durations.words(Duration.between(container.startedAt(), now));
        String ago = Durations.words(Duration.between(container.finishedAt(), now)) + " ago";
        return switch (container.state()) {
            case CREATED -> "Created";
            case RUNNING -> "Up " + up;
            case PAUSED -> "Up " + up + " (Paused)";
            case RESTARTING -> "Restarting (" + container.exitCode() + ") " + ago;
            case EXITED -> "Exited (" + container.exitCode() + ") " + ago;
        };
    }

    /** The words as a shell would read them. */
    static String commandLine(List<String> command) {
        return command.stream().map(word -> word.matches("[A-Za-z0-9_./:=@%+,-]+") ? word : "'" + word.replace("'", "'\\''") + "'")
                .collect(Collectors.joining(" "));
    }

    static String networkMode(Container container) {
        String mode = Json.text(container.hostConfig(), "NetworkMode");
        return mode.equals("default") ? "bridge" : mode;
    }

    private static Map<String, Object> networks(Container container) {
        return Json.object(networkMode(container), endpoint(container));
    }

    static Map<String, Object> endpoint(Container container) {
        String mode = networkMode(container);
        boolean addressed = container.isRunning() && !mode.equals("host") && !mode.equals("none");
        return Json.object("NetworkID", Networks.id(mode), "EndpointID", container.isRunning() ? Ids.of(container.id()) : "",
                "Gateway", addressed ? GATEWAY : "", "IPAddress", addressed ? address(container) : "", "IPPrefixLen", addressed ? 16 : 0,
                "IPv6Gateway", "", "GlobalIPv6Address", "", "GlobalIPv6PrefixLen", 0,
                "MacAddress", addressed ? String.format("02:42:ac:11:%02x:%02x", container.address() >> 8, container.address() & 255) : "");
    }

    private static String address(Container container) {
        return "172.17." + (container.address() >> 8) + "." + (container.address() & 255);
    }

    private static Map<String, Object> networkSettings(Container container) {
        var settings = new LinkedHashMap<String, Object>();
        settings.put("Bridge", "");
        settings.put("SandboxID", container.isRunning() ? Ids.of("sandbox " + container.id()) : "");
        var ports = new LinkedHashMap<String, Object>();
        for (var port : ports(container)) {
            ports.put(port.get("PrivatePort") + "/" + port.get("Type"),
                    List.of(Json.object("HostIp", port.get("IP"), "HostPort", port.get("PublicPort").toString())));
        }
        settings.put("Ports", ports);
        settings.putAll(endpoint(container));
        settings.remove("NetworkID");
        settings.put("Networks", networks(container));
        return settings;
    }

    /** The published ports of a container that runs; nothing listens on them. */
    static List<Map<String, Object>> ports(Container container) {
        var ports = new ArrayList<Map<String, Object>>();
        if (!container.isRunning()) {
            return ports;
        }
        var bindings = Json.object(container.hostConfig(), "PortBindings");
        for (String port : bindings.keySet()) {
            String[] parts = port.split("/");
            for (var binding : Json.objects(bindings, port)) {
                String hostIp = Json.text(binding, "HostIp");
                String hostPort = Json.text(binding, "HostPort");
                ports.add(Json.object("IP", hostIp.isEmpty() ? "0.0.0.0" : hostIp, "PrivatePort", number(parts[0]),
                        "PublicPort", number(hostPort) > 0 ? number(hostPort) : FIRST_PORT + Math.floorMod((container.id() + port).hashCode(), 28000),
                        "Type", parts.length > 1 ? parts[1] : "tcp"));
            }
        }
        return ports;
    }

    private static int number(String text) {
        return text.matches("[0-9]{1,5}") ? Integer.parseInt(text) : 0;
    }
}
