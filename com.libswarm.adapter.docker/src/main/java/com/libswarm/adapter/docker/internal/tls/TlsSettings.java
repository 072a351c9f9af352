package com.libswarm.adapter.docker.internal.tls;

import com.libswarm.api.Failure;
import com.libswarm.api.adapter.Context;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * How one side speaks TLS, with the names and meanings that {@code docker} and {@code dockerd} have for it.
 *
 * @param verify whether the other side has to show a certificate of one of {@code ca}
 * @param ca the file with the authorities to trust; empty only without {@code verify}
 * @param cert the file with the own certificate, if it has one
 * @param key the file with that certificate's private key
 */
public record TlsSettings(boolean verify, Optional<Path> ca, Optional<Path> cert, Optional<Path> key) {

    private static final List<String> FILE_OPTIONS = List.of("tlscacert", "tlscert", "tlskey");

    /**
     * What the options of a spec say. Files that they do not name are ca.pem, cert.pem and key.pem in the folder of {@link #folder}.
     *
     * @throws Failure 400 if they name files but do not turn TLS on
     */
    public static Optional<TlsSettings> ofSpec(Context context, Map<String, String> environment) {
        boolean verify = !context.option("tlsverify").isEmpty();
        if (!verify && context.option("tls").isEmpty()) {
            FILE_OPTIONS.stream().filter(name -> !context.option(name).isEmpty()).findFirst().ifPresent(name -> {
                throw new Failure(400, "--" + name + " does not turn TLS on: add --tlsverify, so that the other side has to show a "
                        + "certificate too, or --tls.");
            });
            return Optional.empty();
        }
        Path folder = folder(environment);
        return Optional.of(new TlsSettings(verify, Optional.of(file(context, "tlscacert", folder.resolve("ca.pem"), environment)),
                Optional.of(file(context, "tlscert", folder.resolve("cert.pem"), environment)),
                Optional.of(file(context, "tlskey", folder.resolve("key.pem"), environment))));
    }

    private static Path file(Context context, String option, Path otherwise, Map<String, String> environment) {
        List<String> given = context.option(option);
        if (given.isEmpty()) {
            return otherwise;
        }
        String file = given.get(given.size() - 1);
        // a shell leaves it alone within the quotes of a spec
        return file.startsWith("~/") ? home(environment).resolve(file.substring(2)) : Path.of(file);
    }

    private static Path home(Map<String, String> environment) {
        return Path.of(environment.getOrDefault("HOME", "/"));
    }

    /** Where docker keeps its configuration: DOCKER_CONFIG, else {@code ~/.docker}. */
    public static Path configuration(Map<String, String> environment) {
        String folder = environment.getOrDefault("DOCKER_CONFIG", "");
        return folder.isEmpty() ? home(environment).resolve(".docker") : Path.of(folder);
    }

    /** Where docker looks for certificates: DOCKER_CERT_PATH, else where its configuration is. */
    private static Path folder(Map<String, String> environment) {
        String folder = environment.getOrDefault("DOCKER_CERT_PATH", "");
        return folder.isEmpty() ? configuration(environment) : Path.of(folder);
    }

    /** All its files. */
    Stream<Path> files() {
        return Stream.of(ca, cert, key).flatMap(Optional::stream);
    }
}
