package com.libswarm.adapter.simulator;

import com.libswarm.api.Failure;
import com.libswarm.api.Verb;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The three networks that every engine has: bridge, host, none. There are no others. */
final class Networks {

    private static final Map<String, String> DRIVERS = Map.of("bridge", "bridge", "host", "host", "none", "null");
    private static final Set<String> FILTERS = Set.of("name", "id", "driver", "type", "label", "scope", "dangling");

    private final Containers containers;

    Networks(Containers containers) {
        this.containers = containers;
    }

    static String id(String name) {
        return Ids.of("network " + name);
    }

    void routes(Routes routes) {
        routes.on(Verb.Ls, "/networks", (message, none) -> {
            var filters = Filters.of(message.args(), FILTERS);
            message.reply(Replies.json(DRIVERS.keySet().stream().sorted()
                    .filter(name -> filters.matches("name", name) && filters.any("id", id(name)::startsWith)
                            && filters.any("driver", DRIVERS.get(name)::equals) && filters.any("type", "builtin"::equals)
                            && filters.any("scope", "local"::equals) && filters.labels(Map.of()))
                    .map(this::view).toList()));
        });
        routes.on(Verb.Get, "/networks/*", (message, wanted) -> message.reply(Replies.json(DRIVERS.keySet().stream()
                .filter(name -> name.equals(wanted) || id(name).startsWith(wanted)).findFirst().map(this::view)
                .orElseThrow(() -> new Failure(404, "network " + wanted + " not found")))));
    }

    private Map<String, Object> view(String name) {
        var members = new LinkedHashMap<String, Object>();
        containers.all().stream().filter(Container::isRunning).filter(container -> ContainerView.networkMode(container).equals(name))
                .forEach(container -> {
                    var endpoint = ContainerView.endpoint(container);
                    members.put(container.id(), Json.object("Name", container.name(), "EndpointID", endpoint.get("EndpointID"),
                            "MacAddress", endpoint.get("MacAddress"), "IPv4Address", endpoint.get("IPAddress") + "/16", "IPv6Address", ""));
                });
        List<Map<String, Object>> pools = name.equals("bridge")
                ? List.of(Json.object("Subnet", "172.17.0.0/16", "Gateway", "172.17.0.1")) : List.of();
        return Json.object("Name", name, "Id", id(name), "Created", "2020-01-01T00:00:00Z", "Scope", "local", "Driver", DRIVERS.get(name),
                "EnableIPv6", false, "IPAM", Json.object("Driver", "default", "Options", Map.of(), "Config", pools), "Internal", false,
                "Attachable", false, "Ingress", false, "ConfigFrom", Json.object("Network", ""), "ConfigOnly", false,
                "Containers", members, "Options", Map.of(), "Labels", Map.of());
    }
}
