package com.libswarm.adapter.docker.internal.client;

import com.libswarm.api.Failure;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Finds the engine that the docker command would talk to: DOCKER_HOST, else the current context, else the standard socket. */
final class DockerHost {

    private static final String STANDARD = "unix:///var/run/docker.sock";
    private static final String DEFAULT_CONTEXT = "default";
    private static final Pattern CURRENT_CONTEXT = Pattern.compile("\"currentContext\"\\s*:\\s*\"([^\"]+)\"");
    private static final Pattern HOST = Pattern.compile("\"Host\"\\s*:\\s*\"([^\"]+)\"");

    private DockerHost() {
    }

    /** @throws Failure 400 if the context that docker would use is not there */
    static String ofEnvironment(Map<String, String> environment) {
        String host = environment.getOrDefault("DOCKER_HOST", "");
        if (!host.isEmpty()) {
            return host;
        }
        Path home = Path.of(environment.getOrDefault("HOME", "/"));
        Path folder = Path.of(environment.getOrDefault("DOCKER_CONFIG", home.resolve(".docker").toString()));
        return Optional.of(environment.getOrDefault("DOCKER_CONTEXT", "")).filter(name -> !name.isEmpty())
                .or(() -> find(CURRENT_CONTEXT, folder.resolve("config.json")))
                .filter(name -> !name.equals(DEFAULT_CONTEXT))
                .map(name -> hostOf(name, folder))
                .orElse(STANDARD);
    }

    private static String hostOf(String context, Path folder) {
        Path meta = folder.resolve("contexts/meta/" + sha256(context) + "/meta.json");
        return find(HOST, meta).orElseThrow(() -> new Failure(400, "The docker context '" + context + "' names no engine in " + meta
                + ": choose another by 'docker context use', or write the engine's address: dockerclient " + STANDARD));
    }

    private static Optional<String> find(Pattern pattern, Path file) {
        try {
            Matcher found = pattern.matcher(Files.readString(file));
            return found.find() ? Optional.of(found.group(1)) : Optional.empty();
        } catch (IOException notThere) {
            return Optional.empty();
        }
    }

    /** Docker names a context's folder so. */
    private static String sha256(String name) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(name.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
