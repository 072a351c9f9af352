package com.libswarm.adapter.aggregate.internal.node;

import com.libswarm.adapter.aggregate.internal.json.Json;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What an engine says of itself (Docker API, GET /info).
 *
 * @param id which changes when the engine is installed anew
 * @param hostName of the machine it runs on
 * @param labels the engine's, those that constraints look at
 * @param apiVersion of the Docker API, as it answers a ping; empty if it does not say
 * @param memory in bytes
 */
public record EngineInfo(String id, String hostName, Map<String, String> labels, String storageDriver, String kernelVersion,
        String operatingSystem, String osType, String serverVersion, String apiVersion, long cpus, long memory) {

    /** How the version of an aggregate ends, which is an engine to others. */
    public static final String AGGREGATE = "+aggregate";

    /** Of an engine that has not said anything yet. */
    static final EngineInfo UNKNOWN = of(Map.of(), "");

    static EngineInfo of(Map<String, Object> info, String apiVersion) {
        var labels = new LinkedHashMap<String, String>();
        for (String label : Json.texts(info, "Labels")) {
            int equals = label.indexOf('=');
            labels.put(equals < 0 ? label : label.substring(0, equals), equals < 0 ? "" : label.substring(equals + 1));
        }
        return new EngineInfo(Json.text(info, "ID"), Json.text(info, "Name"), Map.copyOf(labels), Json.text(info, "Driver"),
                Json.text(info, "KernelVersion"), Json.text(info, "OperatingSystem"), Json.text(info, "OSType"),
                Json.text(info, "ServerVersion"), apiVersion, Json.number(info, "NCPU"), Json.number(info, "MemTotal"));
    }
}
