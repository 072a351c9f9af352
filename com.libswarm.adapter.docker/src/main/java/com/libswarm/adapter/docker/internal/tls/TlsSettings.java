package com.libswarm.adapter.docker.internal.tls;

import com.libswarm.api.Failure;
import com.libswarm.api.adapter.SpecWords;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * How one side speaks TLS, with the names and meanings that {@code docker} and {@code dockerd} have for it.
 *
 * @param verify whether the other side has to show a certificate that an authority in {@code ca} has signed
 * @param ca the file with the authorities; without it those that the JDK trusts
 * @param cert the file with the own certificate, if this side has one
 * @param key the file with that certificate's private key
 */
public record TlsSettings(boolean verify, Optional<Path> ca, Optional<Path> cert, Optional<Path> key) {

    private static final List<String> FILE_OPTIONS = List.of("tlscacert", "tlscert", "tlskey");

    /**
     * What the options of a server's spec say. Files that they do not name are ca.pem, cert.pem and key.pem in DOCKER_CERT_PATH, else where
     * docker's configuration is.
     *
     * @throws Failure 400 if they name files but do not turn TLS on
     */
    public static Optional<TlsSettings> ofServer(SpecWords spec, Map<String, String> environment) {
        if (!isOn(spec)) {
            return Optional.empty();
        }
        TlsSettings inFolder = inFolder(isVerifying(spec), environment);
        return Optional.of(inFolder.withFilesOf(spec, environment));
    }

    /**
     * The same for a client, which needs no certificate of its own: files of that which are neither named nor there are left out.
     *
     * @throws Failure 400 if they name files but do not turn TLS on
     */
    public static Optional<TlsSettings> ofClient(SpecWords spec, Map<String, String> environment) {
        if (!isOn(spec)) {
            return Optional.empty();
        }
        TlsSettings inFolder = inFolder(isVerifying(spec), environment).withoutMissing();
        return Optional.of(inFolder.withFilesOf(spec, environment));
    }

    /** What DOCKER_TLS_VERIFY, DOCKER_TLS and DOCKER_CERT_PATH say to a client. */
    public static Optional<TlsSettings> ofEnvironment(Map<String, String> environment) {
        boolean verify = !environment.getOrDefault("DOCKER_TLS_VERIFY", "").isEmpty();
        boolean tls = verify || !environment.getOrDefault("DOCKER_TLS", "").isEmpty();
        return tls ? Optional.of(inFolder(verify, environment).withoutMissing()) : Optional.empty();
    }

    private static boolean isVerifying(SpecWords spec) {
        return !spec.option("tlsverify").isEmpty();
    }

    private static boolean isOn(SpecWords spec) {
        boolean on = isVerifying(spec) || !spec.option("tls").isEmpty();
        FILE_OPTIONS.stream().filter(name -> !on && !spec.option(name).isEmpty()).findFirst().ifPresent(name -> {
            throw new Failure(400, "--" + name + " does not turn TLS on: add --tlsverify, so that the other side has to show a "
                    + "certificate too, or --tls.");
        });
        return on;
    }

    private static TlsSettings inFolder(boolean verify, Map<String, String> environment) {
        String named = environment.getOrDefault("DOCKER_CERT_PATH", "");
        Path folder = named.isEmpty() ? configuration(environment) : Path.of(named);
        return new TlsSettings(verify, Optional.of(folder.resolve("ca.pem")), Optional.of(folder.resolve("cert.pem")),
                Optional.of(folder.resolve("key.pem")));
    }

    private TlsSettings withoutMissing() {
        return new TlsSettings(verify, ca, cert.filter(Files::exists), key.filter(Files::exists));
    }

    private TlsSettings withFilesOf(SpecWords spec, Map<String, String> environment) {
        return new TlsSettings(verify, file(spec, "tlscacert", environment).or(() -> ca),
                file(spec, "tlscert", environment).or(() -> cert), file(spec, "tlskey", environment).or(() -> key));
    }

    private static Optional<Path> file(SpecWords spec, String option, Map<String, String> environment) {
        // a shell leaves a tilde alone within the quotes of a spec
        return spec.option(option).stream().reduce((first, last) -> last)
                .map(file -> file.startsWith("~/") ? home(environment).resolve(file.substring(2)) : Path.of(file));
    }

    private static Path home(Map<String, String> environment) {
        return Path.of(environment.getOrDefault("HOME", "/"));
    }

    /** The folder of docker's configuration: DOCKER_CONFIG, else {@code ~/.docker}. */
    public static Path configuration(Map<String, String> environment) {
        String folder = environment.getOrDefault("DOCKER_CONFIG", "");
        return folder.isEmpty() ? home(environment).resolve(".docker") : Path.of(folder);
    }

    /** All its files. */
    Stream<Path> files() {
        return Stream.of(ca, cert, key).flatMap(Optional::stream);
    }
}
