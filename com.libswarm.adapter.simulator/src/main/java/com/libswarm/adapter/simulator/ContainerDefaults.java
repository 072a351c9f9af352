package com.libswarm.adapter.simulator;

import com.libswarm.api.Failure;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Makes the whole Config and HostConfig of a container from what its creator said and what its image has. */
final class ContainerDefaults {

    private ContainerDefaults() {
    }

    /** @throws Failure 400 if a field of {@code posted} that matters here has the wrong type */
    static Map<String, Object> config(Map<String, Object> posted, Image image, String id) {
        var config = Json.object("Hostname", id.substring(0, 12), "Domainname", "", "User", "", "AttachStdin", false, "AttachStdout", false,
                "AttachStderr", false, "Tty", false, "OpenStdin", false, "StdinOnce", false, "Env", List.of(), "Cmd", List.of(),
                "Image", "", "Volumes", Map.of(), "WorkingDir", "", "Entrypoint", List.of(), "Labels", Map.of());
        config.putAll(posted);
        config.remove("HostConfig");
        config.remove("NetworkingConfig");
        if (Json.text(config, "Hostname").isEmpty()) {
            config.put("Hostname", id.substring(0, 12));
        }
        List<String> entrypoint = Json.strings(config, "Entrypoint");
        List<String> command = Json.strings(config, "Cmd");
        config.put("Entrypoint", entrypoint);
        config.put("Cmd", command.isEmpty() && entrypoint.isEmpty() ? image.command() : command);
        config.put("Env", Json.strings(config, "Env"));
        config.put("Labels", Json.texts(config, "Labels"));
        for (String flag : List.of("Tty", "OpenStdin", "StdinOnce")) {
            Json.flag(config, flag);
        }
        Json.number(config, "StopTimeout", 0);
        Json.text(config, "StopSignal");
        return config;
    }

    /** @throws Failure 400 if a field of {@code posted} that matters here has the wrong type */
    static Map<String, Object> hostConfig(Map<String, Object> posted) {
        var config = Json.object("Binds", List.of(), "ContainerIDFile", "", "LogConfig",
                Json.object("Type", "json-file", "Config", Map.of()), "NetworkMode", "default", "PortBindings", Map.of(),
                "RestartPolicy", Json.object("Name", "no", "MaximumRetryCount", 0), "AutoRemove", false, "Privileged", false,
                "ShmSize", 64 * 1024 * 1024, "Runtime", "runc", "Memory", 0, "NanoCpus", 0, "CpuShares", 0);
        config.putAll(posted);
        Json.flag(config, "AutoRemove");
        Json.strings(config, "Binds");
        Json.object(config, "PortBindings");
        Json.objects(config, "Mounts");
        var policy = Json.object(config, "RestartPolicy");
        String name = Json.text(policy, "Name");
        if (!List.of("", "no", "always", "unless-stopped", "on-failure").contains(name)) {
            throw new Failure(400, "invalid restart policy '" + name + "'");
        }
        Json.number(policy, "MaximumRetryCount", 0);
        if (Json.text(config, "NetworkMode").isEmpty()) {
            config.put("NetworkMode", "default");
        }
        return config;
    }

    /** Docker's mounts: of binds, {@code SOURCE:TARGET[:ro]}, and of the longer form. */
    static List<Map<String, Object>> mounts(Map<String, Object> hostConfig) {
        var mounts = new ArrayList<Map<String, Object>>();
        for (String bind : Json.strings(hostConfig, "Binds")) {
            String[] parts = bind.split(":");
            if (parts.length >= 2) {
                mounts.add(mount(parts[0].startsWith("/") ? "bind" : "volume", parts[0], parts[1],
                        parts.length < 3 || !List.of(parts[2].split(",")).contains("ro")));
            }
        }
        for (var mount : Json.objects(hostConfig, "Mounts")) {
            mounts.add(mount(Json.text(mount, "Type"), Json.text(mount, "Source"), Json.text(mount, "Target"),
                    !Json.flag(mount, "ReadOnly")));
        }
        return mounts;
    }

    private static Map<String, Object> mount(String type, String source, String target, boolean writable) {
        var mount = Json.object("Type", type, "Source", type.equals("volume") ? Volumes.mountpoint(source) : source, "Destination", target,
                "Mode", writable ? "" : "ro", "RW", writable, "Propagation", type.equals("bind") ? "rprivate" : "");
        if (type.equals("volume")) {
            mount.put("Name", source);
            mount.put("Driver", "local");
        }
        return mount;
    }
}
