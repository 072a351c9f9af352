package com.libswarm.adapter.simulator;

import com.libswarm.api.Body;
import com.libswarm.api.Failure;
import com.libswarm.api.Head;
import com.libswarm.api.Message;
import com.libswarm.api.Verb;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** What an engine says of itself: ping, version, info, disk usage. */
final class SystemHandlers {

    private static final String API_VERSION = "1.41";
    private static final String LOWEST_API_VERSION = "1.12";
    private static final String VERSION = "0.1.0+simulator";

    private final Containers containers;
    private final Images images;
    private final Volumes volumes;

    SystemHandlers(Containers containers, Images images, Volumes volumes) {
        this.containers = containers;
        this.images = images;
        this.volumes = volumes;
    }

    void routes(Routes routes) {
        routes.on(Verb.Get, "/_ping", (message, none) -> message.reply(Message.value().withBody(Body.text("OK"))
                .withHead(Head.of("Content-Type", "text/plain; charset=utf-8", Head.API_VERSION, API_VERSION, "Ostype", "linux",
                        "Docker-Experimental", "false", "Cache-Control", "no-cache, no-store, must-revalidate", "Pragma", "no-cache"))
                .withStatus(200)));
        routes.on(Verb.Get, "/version", (message, none) -> message.reply(Replies.json(version())));
        routes.on(Verb.Get, "/info", (message, none) -> message.reply(Replies.json(info())));
        routes.on(Verb.Get, "/system/df", (message, none) -> message.reply(Replies.json(diskUsage())));
        routes.on(Verb.Ls, "/plugins", (message, none) -> message.reply(Replies.json(List.of())));
        routes.on(Verb.Get, "/plugins/**", (message, name) -> {
            throw new Failure(404, "plugin \"" + name + "\" not found");
        });
        // docker inspect asks for all of these in turn, and takes this answer for "not there"
        for (String collection : new String[] {"services", "tasks", "nodes", "secrets", "configs"}) {
            routes.on(Verb.Get, "/" + collection + "/**", (message, name) -> {
                throw new Failure(503, "This node is not a swarm manager.");
            });
        }
    }

    private static Map<String, Object> version() {
        var details = Json.object("ApiVersion", API_VERSION, "Arch", "amd64", "Experimental", "false", "GitCommit", "", "GoVersion", "",
                "KernelVersion", "", "MinAPIVersion", LOWEST_API_VERSION, "Os", "linux");
        return Json.object("Platform", Json.object("Name", "libswarm simulator"),
                "Components", List.of(Json.object("Name", "Engine", "Version", VERSION, "Details", details)), "Version", VERSION,
                "ApiVersion", API_VERSION, "MinAPIVersion", LOWEST_API_VERSION, "GitCommit", "", "GoVersion", "", "Os", "linux",
                "Arch", "amd64", "KernelVersion", "", "BuildTime", "");
    }

    private Map<String, Object> info() {
        var plugins = Json.object("Volume", List.of("local"), "Network", List.of("bridge", "host", "null"), "Authorization", List.of(),
                "Log", List.of("json-file"));
        return Json.object("ID", Ids.of("simulator").substring(0, 32), "Containers", containers.all().size(),
                "ContainersRunning", count(ContainerState.RUNNING), "ContainersPaused", count(ContainerState.PAUSED),
                "ContainersStopped", count(ContainerState.CREATED) + count(ContainerState.EXITED) + count(ContainerState.RESTARTING),
                "Images", images.all().size(), "Driver", "memory", "DriverStatus", List.of(), "Plugins", plugins,
                "MemoryLimit", true, "SwapLimit", true, "CpuCfsPeriod", true, "CpuCfsQuota", true, "CPUShares", true, "CPUSet", true,
                "PidsLimit", true, "IPv4Forwarding", true, "BridgeNfIptables", true, "BridgeNfIp6tables", true, "Debug", false,
                "OomKillDisable", true, "NFd", 0, "NGoroutines", 0, "SystemTime", Instant.now().toString(),
                "LoggingDriver", "json-file", "CgroupDriver", "none", "CgroupVersion", "1", "NEventsListener", 0,
                "KernelVersion", "", "OperatingSystem", "libswarm simulator", "OSVersion", "", "OSType", "linux", "Architecture", "x86_64",
                "IndexServerAddress", "https://index.docker.io/v1/", "NCPU", 1, "MemTotal", 1L << 30, "DockerRootDir", "/var/lib/docker",
                "HttpProxy", "", "HttpsProxy", "", "NoProxy", "", "Name", "simulator", "Labels", List.of(), "ExperimentalBuild", false,
                "ServerVersion", VERSION, "Runtimes", Json.object("runc", Json.object("path", "runc")), "DefaultRuntime", "runc",
                "Swarm", Json.object("NodeID", "", "NodeAddr", "", "LocalNodeState", "inactive", "ControlAvailable", false, "Error", ""),
                "LiveRestoreEnabled", false, "Isolation", "", "InitBinary", "docker-init", "ContainerdCommit", commit(),
                "RuncCommit", commit(), "InitCommit", commit(), "SecurityOptions", List.of(), "Warnings", List.of());
    }

    private static Map<String, Object> commit() {
        return Json.object("ID", "", "Expected", "");
    }

    private int count(ContainerState state) {
        return (int) containers.all().stream().filter(container -> container.state() == state).count();
    }

    private Map<String, Object> diskUsage() {
        var volumeUse = volumes.all().stream().map(volume -> {
            var use = Json.object("UsageData", Json.object("RefCount", 0, "Size", 0));
            use.putAll(volume);
            return use;
        }).toList();
        return Json.object("LayersSize", images.all().stream().mapToLong(Image::size).sum(),
                "Images", images.all().stream().map(image -> ImageView.element(image, (int) containers.all().stream()
                        .filter(container -> container.imageId().equals(image.id())).count())).toList(),
                "Containers", containers.all().stream().map(container -> ContainerView.element(container, true)).toList(),
                "Volumes", volumeUse, "BuildCache", List.of(), "BuilderSize", 0);
    }
}
