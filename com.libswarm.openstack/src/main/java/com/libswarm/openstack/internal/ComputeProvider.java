package com.libswarm.openstack.internal;

import com.libswarm.api.Failure;
import com.libswarm.cloud.internal.Console;
import com.libswarm.cloud.internal.Host;
import com.libswarm.cloud.internal.Named;
import com.libswarm.cloud.internal.Provider;
import com.libswarm.cloud.internal.http.Data;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Servers of a compute service as hosts (compute API v2 and v2.1, without microversions). */
public final class ComputeProvider implements Provider {

    private final Services services;
    private final String region;
    private final ServerOptions options;
    private final Networks networks;

    private volatile Optional<Offer> offer = Optional.empty();

    /** What the cloud has; it hardly changes, so it is asked for once, and anew when something is not in it. */
    private record Offer(Named flavors, Named images) {
    }

    /** @param region as it is shown until the cloud says how it writes it */
    public ComputeProvider(Services services, String region, ServerOptions options) {
        this.services = services;
        this.region = region;
        this.options = options;
        this.networks = new Networks(services);
    }

    @Override
    public String region() {
        return services.region().orElse(region);
    }

    @Override
    public void check() {
        services.check();
        Offer fresh = fresh();
        fresh.flavors.id(options.flavor());
        fresh.images.id(options.image());
        options.networks().forEach(networks::id);
        options.floating().ifPresent(networks::id);
    }

    private Offer fresh() {
        var flavors = new Named("flavor");
        services.list("/flavors/detail", "flavors").forEach(one -> flavors.put(one.text("id"), one.text("name")));
        var images = new Named("image");
        services.list("/images/detail", "images").forEach(one -> images.put(one.text("id"), one.text("name")));
        var fresh = new Offer(flavors, images);
        offer = Optional.of(fresh);
        return fresh;
    }

    private Offer offer() {
        return offer.orElseGet(this::fresh);
    }

    private Host host(Data server) {
        return Servers.host(server, region(), offer().flavors, offer().images);
    }

    /** Nova takes the name for a regular expression, other clouds for a part of it: either finds more than is wanted. */
    @Override
    public List<Host> list(String prefix) {
        return services.list("/servers/detail?name=" + URLEncoder.encode(prefix, StandardCharsets.UTF_8), "servers").stream().map(this::host).toList();
    }

    @Override
    public Host get(String id) {
        Data server = services.get("look at the server " + id, "/servers/" + id).get("server");
        Host host = host(server);
        boolean bare = host.status() == Host.Status.ACTIVE && !Servers.hasPublicAddress(server);
        if (bare && options.floating().isPresent()) {
            return host.at(networks.address(id, options.floating().get()));
        }
        return host;
    }

    @Override
    public Host create(String name, Map<String, String> meta) {
        Offer all = fresh();
        var server = new LinkedHashMap<String, Object>();
        server.put("name", name);
        server.put("flavorRef", all.flavors.id(options.flavor()));
        server.put("imageRef", all.images.id(options.image()));
        server.put("metadata", meta);
        options.keyName().ifPresent(key -> server.put("key_name", key));
        options.userData().ifPresent(data -> {
            server.put("user_data", data);
            server.put("config_drive", options.onConfigDrive());
        });
        if (!options.networks().isEmpty()) {
            server.put("networks", options.networks().stream().map(network -> Map.of("uuid", networks.id(network))).toList());
        }
        if (!options.securityGroups().isEmpty()) {
            server.put("security_groups", options.securityGroups().stream().map(group -> Map.of("name", group)).toList());
        }
        String id = services.post("create the server " + name, "/servers", Map.of("server", server)).get("server").text("id");
        if (id.isEmpty()) {
            throw new Failure(502, "The compute service has taken the order of the server " + name + ", but does not say which it is.");
        }
        return get(id);
    }

    /** As cloud-init prints them on the console (POST /servers/ID/action, os-getConsoleOutput, which makes nothing). */
    @Override
    public Optional<List<String>> hostKeys(String id) {
        return Console.hostKeys(services.ask("read the console of the server " + id, "/servers/" + id + "/action",
                Map.of("os-getConsoleOutput", Map.of())).text("output"));
    }

    @Override
    public void delete(String id) {
        if (options.floating().isPresent()) {
            networks.takeAddress(id);
        }
        try {
            services.delete("delete the server " + id, "/servers/" + id);
        } catch (Failure failure) {
            if (failure.status() != 404) {
                throw failure;
            }
        }
    }

    @Override
    public void close() {
        services.close();
    }
}
