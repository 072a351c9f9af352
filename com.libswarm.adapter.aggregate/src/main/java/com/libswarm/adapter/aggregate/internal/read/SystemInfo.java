package com.libswarm.adapter.aggregate.internal.read;

import com.libswarm.adapter.aggregate.internal.json.Json;
import com.libswarm.adapter.aggregate.internal.node.Answers;
import com.libswarm.adapter.aggregate.internal.node.EngineInfo;
import com.libswarm.adapter.aggregate.internal.node.FanOut;
import com.libswarm.adapter.aggregate.internal.node.Node;
import com.libswarm.adapter.aggregate.internal.node.Nodes;
import com.libswarm.adapter.aggregate.internal.node.Replies;
import com.libswarm.adapter.aggregate.internal.schedule.Needs;
import com.libswarm.api.Head;
import com.libswarm.api.Message;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What the engines are together (Docker API, GET /info): sums, what all of them can do, and a table of the nodes. Classic Swarm
 * printed that table in the same form.
 */
final class SystemInfo {

    private static final List<String> SUMS = List.of("Containers", "ContainersRunning", "ContainersPaused", "ContainersStopped", "Images",
            "NCPU", "MemTotal", "NFd", "NGoroutines", "NEventsListener");
    /** By what nodes are chosen, in classic Swarm's words: all of it, always. */
    private static final String FILTERS = "health, port, containerslots, dependency, affinity, constraint";
    private static final List<String> ABILITIES = List.of("MemoryLimit", "SwapLimit", "KernelMemory", "KernelMemoryTCP", "CpuCfsPeriod",
            "CpuCfsQuota", "CPUShares", "CPUSet", "PidsLimit", "IPv4Forwarding", "BridgeNfIptables", "BridgeNfIp6tables",
            "OomKillDisable", "LiveRestoreEnabled");

    private static final MathContext FOUR_DIGITS = new MathContext(4);

    private final Nodes nodes;
    private final Scheduling scheduling;

    SystemInfo(Nodes nodes, Scheduling scheduling) {
        this.nodes = nodes;
        this.scheduling = scheduling;
    }

    void get(Message request) {
        Reply.to(request, nodes.settled().thenCompose(all -> FanOut.ask(all, request, Replies::text)
                .thenApply(answers -> Reply.json(merged(all, answers.orRefused()), answers.warn(Head.EMPTY)))));
    }

    private Map<String, Object> merged(List<Node> all, Answers<String> answers) {
        var infos = new LinkedHashMap<Node, Map<String, Object>>();
        answers.given().forEach((node, json) -> infos.put(node, Json.parse(json, 502)));
        List<Map<String, Object>> values = List.copyOf(infos.values());
        Map<String, Object> info = new LinkedHashMap<>(values.isEmpty() ? Json.object("OSType", "linux", "Architecture", "x86_64") : values.get(0));
        SUMS.forEach(field -> info.put(field, Sums.of(values, field)));
        for (String field : ABILITIES) {
            if (info.containsKey(field)) {
                info.put(field, values.stream().allMatch(value -> Boolean.TRUE.equals(value.get(field))));
            }
        }
        info.put("ID", String.join(",", values.stream().map(value -> Json.text(value, "ID")).toList()));
        info.put("Name", "aggregate");
        info.put("Driver", "aggregate");
        info.put("DriverStatus", table(all, infos));
        info.put("ServerVersion", Version.OWN);
        info.put("Labels", List.of());
        info.put("Swarm", Json.object("NodeID", "", "NodeAddr", "", "LocalNodeState", "inactive", "ControlAvailable", false, "Error", "",
                "RemoteManagers", null));
        info.put("Warnings", warnings(infos, answers));
        return info;
    }

    private List<String> warnings(Map<Node, Map<String, Object>> infos, Answers<String> answers) {
        var warnings = new ArrayList<String>();
        answers.failed().forEach((node, why) -> warnings.add("WARNING: " + Answers.missing(node, why)));
        scheduling.notices().get().forEach(notice -> warnings.add("WARNING: " + notice));
        infos.forEach((node, info) -> Json.texts(info, "Warnings").forEach(warning -> warnings.add(warning + " (" + node.name() + ")")));
        return warnings;
    }

    private List<List<String>> table(List<Node> all, Map<Node, Map<String, Object>> infos) {
        var table = new ArrayList<List<String>>();
        table.add(List.of("Strategy", scheduling.strategy()));
        table.add(List.of("Filters", FILTERS));
        table.add(List.of("Nodes", Integer.toString(all.size())));
        Map<String, Needs> sums = scheduling.reserved().get();
        for (Node node : all) {
            table.add(List.of(" " + node.name(), node.address()));
            rows(node, infos.getOrDefault(node, Map.of()), sums.getOrDefault(node.name(), Needs.NONE))
                    .forEach((name, value) -> table.add(List.of("  └ " + name, value)));
        }
        return table;
    }

    private Map<String, String> rows(Node node, Map<String, Object> info, Needs taken) {
        EngineInfo engine = node.engine();
        var rows = new LinkedHashMap<String, String>();
        rows.put("ID", engine.id());
        rows.put("Status", status(node));
        if (!node.error().isEmpty()) {
            rows.put("Error", node.error());
        }
        rows.put("Containers", Json.number(info, "Containers") + " (" + Json.number(info, "ContainersRunning") + " Running, "
                + Json.number(info, "ContainersPaused") + " Paused, " + Json.number(info, "ContainersStopped") + " Stopped)");
        rows.put("Reserved CPUs", plain(BigDecimal.valueOf(taken.nanoCpus(), 9).setScale(2, RoundingMode.HALF_UP)) + " / " + engine.cpus());
        rows.put("Reserved Memory", bytes(taken.memory()) + " / " + bytes(engine.memory()));
        rows.put("Labels", String.join(", ", labels(engine).entrySet().stream().map(label -> label.getKey() + "=" + label.getValue()).toList()));
        node.updatedAt().ifPresent(moment -> rows.put("UpdatedAt", moment.toString()));
        rows.put("ServerVersion", engine.serverVersion());
        return rows;
    }

    /** As people read it, with four digits: {@code 20 MiB}, {@code 2.053 GiB}. */
    private static String bytes(long bytes) {
        double value = bytes;
        String unit = "B";
        for (String larger : List.of("KiB", "MiB", "GiB", "TiB")) {
            if (value < 1_024) {
                break;
            }
            value /= 1_024;
            unit = larger;
        }
        return plain(BigDecimal.valueOf(value).round(FOUR_DIGITS)) + " " + unit;
    }

    private static String plain(BigDecimal value) {
        return value.stripTrailingZeros().toPlainString();
    }

    private static String status(Node node) {
        if (!node.isHealthy()) {
            return node.state() == Node.State.PENDING ? "Pending" : "Unhealthy";
        }
        return node.isDraining() ? "Draining" : "Healthy";
    }

    private static Map<String, String> labels(EngineInfo engine) {
        Map<String, String> labels = new TreeMap<>(engine.labels());
        labels.put("kernelversion", engine.kernelVersion());
        labels.put("operatingsystem", engine.operatingSystem());
        labels.put("ostype", engine.osType());
        labels.put("storagedriver", engine.storageDriver());
        return labels;
    }
}
