package com.libswarm.e2e.harness;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** The real {@code docker} command, against one endpoint. */
public final class Docker {

    /** A script is many commands, on a machine that is busy with the scripts beside it. */
    private static final int SCRIPT_SECONDS = 200;

    private final Map<String, String> environment;

    private Docker(Map<String, String> environment) {
        this.environment = environment;
    }

    /** @param host as DOCKER_HOST says it */
    public static Docker at(String host) {
        // a configuration folder that is not there: no credentials, contexts or proxies of whoever runs the tests
        return new Docker(Map.of("DOCKER_HOST", host, "DOCKER_CONFIG", "/nonexistent", "DOCKER_CONTEXT", "", "DOCKER_API_VERSION", "",
                "DOCKER_TLS_VERIFY", "", "DOCKER_CLI_HINTS", "false", "BUILDKIT_PROGRESS", "plain", "LC_ALL", "C"));
    }

    /** Where it is, as DOCKER_HOST says it. */
    public String host() {
        return environment.get("DOCKER_HOST");
    }

    /** The same with TLS, as the environment turns it on, and the certificate of a client. */
    public Docker withTls(Certificates certificates) {
        return withTls(certificates.folders().client());
    }

    /** @param folder with ca.pem, cert.pem and key.pem */
    public Docker withTls(Path folder) {
        return with("DOCKER_TLS_VERIFY", "1").with("DOCKER_CERT_PATH", folder.toString());
    }

    /** The same with one more variable in the environment. */
    public Docker with(String variable, String value) {
        Map<String, String> more = new HashMap<>(environment);
        more.put(variable, value);
        return new Docker(more);
    }

    /** A name for a container that no other test has. */
    public static String uniqueName() {
        return "e2e-" + UUID.randomUUID().toString().substring(0, 8);
    }

    public Outcome run(String... arguments) {
        return Program.run(environment, command(arguments));
    }

    /** Runs a command that has to succeed. @return what it has printed */
    public String must(String... arguments) {
        Outcome outcome = run(arguments);
        assertThat(outcome.status()).as(() -> String.join(" ", arguments) + ": " + outcome).isZero();
        return outcome.out();
    }

    public Outcome runWithInput(String input, String... arguments) {
        return Program.run(environment, command(arguments), input);
    }

    public Program start(String... arguments) {
        return Program.start(environment, command(arguments));
    }

    /**
     * Runs a shell script whose docker commands come here. One that hangs ends with 124.
     *
     * @param name N in the script
     */
    public Outcome script(String script, String name) {
        try (Program program = Program.start(with("N", name).environment, List.of("timeout", "-k", "20", String.valueOf(SCRIPT_SECONDS), "sh", "-c", script))) {
            program.endInput();
            return program.finish(Duration.ofSeconds(2 * SCRIPT_SECONDS));
        }
    }

    private static List<String> command(String... arguments) {
        var command = new ArrayList<>(List.of("docker"));
        command.addAll(List.of(arguments));
        return command;
    }
}
