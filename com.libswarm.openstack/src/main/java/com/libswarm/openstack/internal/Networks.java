package com.libswarm.openstack.internal;

import com.libswarm.api.Failure;
import com.libswarm.cloud.internal.Named;
import com.libswarm.cloud.internal.http.Ask;
import com.libswarm.cloud.internal.http.Data;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** Networks by their names, and floating addresses (networking API v2.0). */
final class Networks {

    private static final String UUID = "[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}";
    /** Written on addresses that were made for a host, so that only those go with it. */
    private static final String OURS = "made by libswarm";

    private static final String ADDRESS = "floating_ip_address";

    private final Services services;

    Networks(Services services) {
        this.services = services;
    }

    private Data ask(String what, Function<String, Ask> ask) {
        return services.other("network", what, ask);
    }

    /** The base URL may have the version at its end, or not. */
    private static String url(String base, String path) {
        return (base.endsWith("/v2.0") ? base : base + "/v2.0") + path;
    }

    private List<Data> list(String what, String path, String name) {
        return ask(what, base -> Ask.get(url(base, path))).list(name);
    }

    /** @throws Failure 404 if there is none, 409 if several have that name */
    String id(String idOrName) {
        if (idOrName.matches(UUID)) {
            return idOrName;
        }
        var all = new Named("network");
        list("find the network " + idOrName, "/networks", "networks").forEach(one -> all.put(one.text("id"), one.text("name")));
        return all.id(idOrName);
    }

    /** The floating address of a server; one of this network is made if it has none. */
    String address(String server, String network) {
        List<Data> ports = ports(server);
        if (ports.isEmpty()) {
            throw new Failure(409, "The server " + server + " is in no network, so it can have no floating address.");
        }
        for (Data port : ports) {
            List<Data> there = addresses(port);
            if (!there.isEmpty()) {
                return there.get(0).text(ADDRESS);
            }
        }
        Map<String, Object> wanted = Map.of("floating_network_id", id(network), "port_id", ports.get(0).text("id"), "description", OURS);
        return ask("make a floating address", base -> Ask.post(url(base, "/floatingips"), Map.of("floatingip", wanted))).get("floatingip").text(ADDRESS);
    }

    private List<Data> addresses(Data port) {
        return list("find floating addresses", "/floatingips?port_id=" + port.text("id"), "floatingips");
    }

    private List<Data> ports(String server) {
        return list("find the ports of the server " + server, "/ports?device_id=" + server, "ports");
    }

    /** Deletes the floating addresses that were made for a server. */
    void takeAddress(String server) {
        for (Data port : ports(server)) {
            for (Data address : addresses(port)) {
                if (address.text("description").equals(OURS)) {
                    ask("delete the floating address", base -> Ask.delete(url(base, "/floatingips/" + address.text("id"))));
                }
            }
        }
    }
}
