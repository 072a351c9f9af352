package com.libswarm.adapter.simulator;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** The figures of a container (Docker API, GET /containers/{id}/stats): made up, but steady. */
final class Stats {

    private static final long MEMORY = 512 * 1024;
    private static final long MEMORY_LIMIT = 1024L * 1024 * 1024;
    private static final long NANOS = 1_000_000_000;

    private Stats() {
    }

    /** As a line of JSON; nearly all zero for a container that does not run. */
    static byte[] of(Container container) {
        Instant now = Instant.now();
        var stats = Json.object("read", now.toString(), "preread", now.minusSeconds(1).toString(), "name", "/" + container.name(),
                "id", container.id(), "num_procs", 0, "storage_stats", Map.of());
        long seconds = container.isRunning() ? Math.max(1, Duration.between(container.startedAt(), now).toSeconds()) : 0;
        stats.put("pids_stats", container.isRunning() ? Json.object("current", 1) : Map.of());
        stats.put("blkio_stats", Json.object("io_service_bytes_recursive", List.of()));
        stats.put("cpu_stats", cpu(seconds));
        stats.put("precpu_stats", cpu(Math.max(0, seconds - 1)));
        stats.put("memory_stats", container.isRunning() ? Json.object("usage", MEMORY, "max_usage", MEMORY,
                "stats", Json.object("cache", 0, "inactive_file", 0), "limit", MEMORY_LIMIT) : Map.of());
        if (container.isRunning()) {
            stats.put("networks", Json.object("eth0", Json.object("rx_bytes", 0, "rx_packets", 0, "rx_errors", 0, "rx_dropped", 0,
                    "tx_bytes", 0, "tx_packets", 0, "tx_errors", 0, "tx_dropped", 0)));
        }
        byte[] json = Json.bytes(stats);
        byte[] line = Arrays.copyOf(json, json.length + 1);
        line[json.length] = '\n';
        return line;
    }

    // a thousandth of one processor
    private static Map<String, Object> cpu(long seconds) {
        return Json.object("cpu_usage", Json.object("total_usage", seconds * NANOS / 1000, "usage_in_kernelmode", 0, "usage_in_usermode", 0),
                "system_cpu_usage", seconds * NANOS, "online_cpus", 1,
                "throttling_data", Json.object("periods", 0, "throttled_periods", 0, "throttled_time", 0));
    }
}
