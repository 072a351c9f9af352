package com.libswarm.adapter.docker.internal.client;

import com.fasterxml.jackson.jr.ob.JSON;
import com.libswarm.adapter.docker.internal.tls.TlsSettings;
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

/**
 * A context of the docker command: an engine under a name, in {@code contexts/} of docker's configuration.
 *
 * @param host as DOCKER_HOST says it
 * @param tls how TLS is spoken there, if it is
 */
record DockerContext(String host, Optional<TlsSettings> tls) {

    /** The context that is no file: what the environment says. */
    static final String DEFAULT = "default";

    /**
     * The name of the context that {@code docker context use} has chosen, if it has.
     *
     * @param configuration docker's folder
     */
    static Optional<String> current(Path configuration) {
        Path file = configuration.resolve("config.json");
        return Files.exists(file) ? text(read(file).get("currentContext")) : Optional.empty();
    }

    /**
     * Reads one.
     *
     * @param configuration docker's folder
     * @throws Failure 400 if it is not there, or names no engine
     */
    static DockerContext read(String name, Path configuration) {
        String folder = sha256(name);
        Path meta = configuration.resolve("contexts/meta").resolve(folder).resolve("meta.json");
        if (!Files.exists(meta)) {
            throw new Failure(400, "There is no docker context '" + name + "' in " + configuration.resolve("contexts") + ": see 'docker context ls' "
                    + "for those that are there, or write the engine's address: dockerclient " + DockerHost.STANDARD);
        }
        Map<?, ?> engine = object(object(read(meta).get("Endpoints")).get("docker"));
        String host = text(engine.get("Host")).orElseThrow(() -> new Failure(400, "The docker context '" + name + "' names no engine in " + meta
                + ": choose another by 'docker context use', or write the engine's address: dockerclient " + DockerHost.STANDARD));
        return new DockerContext(host, tls(configuration.resolve("contexts/tls").resolve(folder).resolve("docker"),
                Boolean.TRUE.equals(engine.get("SkipTLSVerify"))));
    }

    private static Optional<TlsSettings> tls(Path folder, boolean skipVerify) {
        var settings = new TlsSettings(!skipVerify, file(folder, "ca.pem"), file(folder, "cert.pem"), file(folder, "key.pem"));
        boolean none = settings.ca().isEmpty() && settings.cert().isEmpty() && settings.key().isEmpty();
        return none && !skipVerify ? Optional.empty() : Optional.of(settings);
    }

    private static Optional<Path> file(Path folder, String name) {
        return Optional.of(folder.resolve(name)).filter(Files::exists);
    }

    private static Map<String, Object> read(Path file) {
        try {
            return JSON.std.mapFrom(Files.readString(file));
        } catch (IOException unreadable) {
            throw new Failure(400, "Cannot read docker's configuration in " + file + ": it is no JSON, or swarmd's user may not read it.", unreadable);
        }
    }

    private static Map<?, ?> object(Object value) {
        return value instanceof Map ? (Map<?, ?>) value : Map.of();
    }

    private static Optional<String> text(Object value) {
        return Optional.ofNullable(value).filter(String.class::isInstance).map(String.class::cast).filter(text -> !text.isEmpty());
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
