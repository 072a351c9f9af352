package com.libswarm.adapter.simulator;

import com.libswarm.api.Args;
import com.libswarm.api.Failure;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Chooses the containers that a list shows (Docker API, GET /containers/json). */
final class ContainerList {

    private static final Set<String> FILTERS = Set.of("ancestor", "before", "expose", "exited", "health", "id", "isolation", "is-task",
            "label", "name", "network", "publish", "since", "status", "volume");
    // states of Docker's that no container here is ever in
    private static final Set<String> OTHER_STATES = Set.of("removing", "dead");

    private final Containers containers;
    private final Images images;

    ContainerList(Containers containers, Images images) {
        this.containers = containers;
        this.images = images;
    }

    /** @throws Failure 400 for arguments that cannot be understood */
    List<Map<String, Object>> of(Args args) {
        var filters = Filters.of(args, FILTERS);
        int limit = args.get("limit").isEmpty() ? 0 : number("limit", args.get("limit"));
        check(filters);
        boolean stopped = args.flag("all") || limit > 0 || filters.has("status") || filters.has("exited");
        Optional<Container> before = bound(filters, "before");
        Optional<Container> since = bound(filters, "since");
        Stream<Container> chosen = containers.all().stream()
                .filter(container -> stopped || container.isRunning() || container.state() == ContainerState.RESTARTING)
                .filter(container -> before.isEmpty() || container.created().isBefore(before.get().created()))
                .filter(container -> since.isEmpty() || container.created().isAfter(since.get().created()))
                .filter(container -> isWanted(container, filters));
        return (limit > 0 ? chosen.limit(limit) : chosen).map(container -> ContainerView.element(container, args.flag("size"))).toList();
    }

    private static void check(Filters filters) {
        for (String state : filters.all("status")) {
            if (ContainerState.of(state).isEmpty() && !OTHER_STATES.contains(state)) {
                throw Filters.invalid("status=" + state);
            }
        }
        filters.all("exited").forEach(code -> number("the filter exited", code));
        for (String health : filters.all("health")) {
            if (!Set.of("none", "starting", "healthy", "unhealthy").contains(health)) {
                throw Filters.invalid("health=" + health);
            }
        }
        for (String name : List.of("publish", "expose")) {
            for (String port : filters.all(name)) {
                if (!port.matches("[0-9]{1,5}(-[0-9]{1,5})?(/[a-z]+)?")) {
                    throw Filters.invalid(name + "=" + port);
                }
            }
        }
    }

    private static int number(String what, String text) {
        if (text.matches("-?[0-9]{1,9}")) {
            return Integer.parseInt(text);
        }
        throw new Failure(400, "The value '" + text + "' of " + what + " is not a whole number.");
    }

    private Optional<Container> bound(Filters filters, String name) {
        return filters.all(name).stream().findFirst().map(containers::get);
    }

    private boolean isWanted(Container container, Filters filters) {
        return filters.any("status", container.state().word()::equals)
                && filters.matches("name", container.name(), "/" + container.name())
                && filters.matches("id", container.id())
                && filters.labels(container.labels())
                && filters.any("exited", code -> container.state() == ContainerState.EXITED
                        && container.exitCode() == Integer.parseInt(code))
                && filters.any("ancestor", image -> isOf(container, image))
                && filters.any("network", network -> isIn(container, network))
                && filters.any("volume", volume -> mounts(container, volume))
                && filters.any("health", "none"::equals)
                && filters.any("is-task", value -> !value.matches("1|true"))
                && filters.any("publish", wanted -> hasPort(ContainerView.ports(container).stream()
                        .map(port -> port.get("PublicPort") + "/" + port.get("Type")), wanted))
                && filters.any("expose", wanted -> hasPort(exposed(container), wanted));
    }

    private boolean isOf(Container container, String image) {
        return container.image().equals(image) || images.find(image).filter(found -> found.id().equals(container.imageId())).isPresent();
    }

    private static boolean isIn(Container container, String network) {
        String name = ContainerView.networkMode(container);
        return network.equals(name) || Networks.id(name).startsWith(network);
    }

    private static boolean mounts(Container container, String volume) {
        return ContainerDefaults.mounts(container.hostConfig()).stream()
                .anyMatch(mount -> volume.equals(mount.get("Name")) || volume.equals(mount.get("Destination")));
    }

    private static Stream<String> exposed(Container container) {
        return Stream.concat(Json.object(container.config(), "ExposedPorts").keySet().stream(),
                Json.object(container.hostConfig(), "PortBindings").keySet().stream());
    }

    private static boolean hasPort(Stream<String> ports, String wanted) {
        String[] parts = wanted.split("/");
        String[] range = parts[0].split("-");
        int first = Integer.parseInt(range[0]);
        int last = Integer.parseInt(range[range.length - 1]);
        return ports.map(port -> port.split("/")).anyMatch(port -> Integer.parseInt(port[0]) >= first && Integer.parseInt(port[0]) <= last
                && (parts.length < 2 || parts[1].equals(port[1])));
    }
}
