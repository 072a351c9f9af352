package com.libswarm.openstack.internal;

import com.libswarm.cloud.internal.Host.Status;
import com.libswarm.cloud.internal.Host;
import com.libswarm.cloud.internal.Named;
import com.libswarm.cloud.internal.http.Data;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads a server of the compute API (GET /servers/ID) as a host. */
final class Servers {

    private static final Map<String, Status> STATUS = Map.of("ACTIVE", Status.ACTIVE, "ERROR", Status.ERROR, "DELETED", Status.DELETED,
            "SOFT_DELETED", Status.DELETED, "SHUTOFF", Status.STOPPED, "SUSPENDED", Status.STOPPED, "PAUSED", Status.STOPPED,
            "SHELVED", Status.STOPPED, "SHELVED_OFFLOADED", Status.STOPPED);

    private Servers() {
    }

    static Host host(Data server, String region, Named flavors, Named images) {
        Map<String, String> meta = new LinkedHashMap<>(server.get("metadata").texts());
        Status status = server.text("OS-EXT-STS:task_state").equals("deleting") ? Status.DELETED
                : STATUS.getOrDefault(server.text("status"), Status.BUILDING);
        String fault = server.get("fault").text("message");
        if (status == Status.ERROR && !fault.isEmpty()) {
            meta.put(Host.FAULT, fault);
        }
        return new Host(server.text("name"), server.text("id"), address(server), status, region, flavors.name(server.get("flavor").text("id")),
                images.name(server.get("image").text("id")), server.text("created"), Map.copyOf(meta));
    }

    /** The one that the cloud says to use; else a floating one, else one of a network named public, else any; those of IPv4 first. */
    private static String address(Data server) {
        String access = server.text("accessIPv4");
        if (!access.isEmpty()) {
            return access;
        }
        return floating(server).or(() -> publicOne(server)).or(() -> addresses(server).stream().findFirst()).orElse(server.text("accessIPv6"));
    }

    static boolean hasPublicAddress(Data server) {
        return !server.text("accessIPv4").isEmpty() || floating(server).or(() -> publicOne(server)).isPresent();
    }

    private static Optional<String> floating(Data server) {
        Data networks = server.get("addresses");
        return networks.names().stream().flatMap(name -> networks.list(name).stream())
                .filter(one -> one.text("OS-EXT-IPS:type").equals("floating")).map(one -> one.text("addr")).findFirst();
    }

    private static Optional<String> publicOne(Data server) {
        return server.get("addresses").list("public").stream().filter(one -> one.text("version").equals("4")).map(one -> one.text("addr")).findFirst();
    }

    private static List<String> addresses(Data server) {
        Data networks = server.get("addresses");
        var four = new ArrayList<String>();
        var six = new ArrayList<String>();
        networks.names().forEach(name -> networks.list(name).forEach(one -> (one.text("version").equals("4") ? four : six).add(one.text("addr"))));
        four.addAll(six);
        return four;
    }
}
