package com.libswarm.adapter.docker.internal.client;

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
    private static final Pattern CURRENT_CONTEXT = Pattern.compile("\"currentContext\"\\s*:\\s*\"([^\"]+)\"");
    private static final Pattern HOST = Pattern.compile("\"Host\"\\s*:\\s*\"([^\"]+)\"");

    private DockerHost() {
    }

    static String ofEnvironment(Map<String, String> environment) {
        String host = environment.getOrDefault("DOCKER_HOST", "");
        if (!host.isEmpty()) {
            return host;
        }
        Path home = Path.of(environment.getOrDefault("HOME", "/"));
        Path folder = Path.of(environment.getOrDefault("DOCKER_CONFIG", home.resolve(".docker").toString()));
        return Optional.of(environment.getOrDefault("DOCKER_CONTEXT", "")).filter(name -> !name.isEmpty())
                .or(() -> find(CURRENT_CONTEXT, folder.resolve("config.json")))
                .flatMap(name -> find(HOST, folder.resolve("contexts/meta/" + sha256(name) + "/meta.json")))
                .orElse(STANDARD);
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
