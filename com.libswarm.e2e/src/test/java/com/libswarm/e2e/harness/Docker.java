package com.libswarm.e2e.harness;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** The real {@code docker} command, against one endpoint. */
public final class Docker {

    // The pipe is opened for both directions, so that its end never comes: script would pass it on as a character.
    private static final String TERMINAL = """
            mkfifo /tmp/$N.typed; exec 3<>/tmp/$N.typed; rm /tmp/$N.typed
            terminal() { script -qefc "$*" /dev/null <&3; }
            """;

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

    /** The same with TLS, as the environment turns it on, and the certificate of a client. */
    public Docker withTls(Certificates certificates) {
        return withTls(certificates.client());
    }

    /** @param folder with ca.pem, cert.pem and key.pem */
    public Docker withTls(Path folder) {
        Map<String, String> withTls = new HashMap<>(environment);
        withTls.put("DOCKER_TLS_VERIFY", "1");
        withTls.put("DOCKER_CERT_PATH", folder.toString());
        return new Docker(withTls);
    }

    /** A name for a container that no other test has. */
    public static String uniqueName() {
        return "e2e-" + UUID.randomUUID().toString().substring(0, 8);
    }

    public Outcome run(String... arguments) {
        return Program.run(environment, command(arguments));
    }

    public Outcome runWithInput(String input, String... arguments) {
        return Program.run(environment, command(arguments), input);
    }

    public Program start(String... arguments) {
        return Program.start(environment, command(arguments));
    }

    /**
     * Runs a shell script whose docker commands come here.
     *
     * @param name N in the script. {@code terminal COMMAND} runs a command in a terminal there; what is written to file descriptor 3
     *     is typed in it.
     */
    public Outcome script(String script, String name) {
        Map<String, String> withName = new HashMap<>(environment);
        withName.put("N", name);
        return Program.run(withName, List.of("sh", "-c", TERMINAL + script));
    }

    private static List<String> command(String... arguments) {
        var command = new ArrayList<>(List.of("docker"));
        command.addAll(List.of(arguments));
        return command;
    }
}
