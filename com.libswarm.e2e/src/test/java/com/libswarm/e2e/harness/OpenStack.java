package com.libswarm.e2e.harness;

import static org.assertj.core.api.Assertions.assertThat;

import com.libswarm.conformance.FreePort;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A real OpenStack, and Rackspace's identity service in front of it: {@code peers/openstack.sh}, which tells what becomes of servers of
 * which flavor. Servers have the address 127.0.0.1, or one that their user data say; what answers there is the test's own.
 */
public final class OpenStack implements AutoCloseable {

    private static final String SCRIPT = System.getProperty("openstack");
    private static final Pattern EXPORTED = Pattern.compile("([A-Z_]+)=(\\S+)");
    private static final int PORTS = 6;
    /** Its databases are made, and four services start, on a busy machine. */
    private static final Duration PATIENCE = Duration.ofMinutes(6);

    private final Path folder;
    private final Map<String, String> exported = new HashMap<>();

    private OpenStack(Path folder) {
        this.folder = folder;
    }

    /** @throws IllegalStateException if none can be had here; the message says why */
    public static OpenStack start() {
        var cloud = new OpenStack(Folders.create("swo"));
        String ports = Stream.generate(FreePort::find).distinct().limit(PORTS).map(String::valueOf).collect(Collectors.joining(" "));
        Outcome outcome = Program.run(PATIENCE, Map.of("OPENSTACK_PORTS", ports), List.of(SCRIPT, "start", cloud.folder.toString()));
        if (outcome.status() != 0) {
            cloud.close();
            throw new IllegalStateException("no OpenStack can be had: " + outcome.err().strip());
        }
        EXPORTED.matcher(outcome.out()).results().forEach(one -> cloud.exported.put(one.group(1), one.group(2)));
        return cloud;
    }

    /** One of the variables that the script prints. */
    public String get(String variable) {
        return exported.get(variable);
    }

    /** The password of all users, which is their API key at Rackspace, too. */
    public String secret() {
        return get("OS_PASSWORD");
    }

    /** What {@code nova} needs to log in as an ordinary user by password. */
    public Map<String, String> byPassword() {
        return exported.entrySet().stream().filter(one -> one.getKey().startsWith("OS_")).collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    /** Lets the servers of the flavor m1.never be built. */
    public void go() {
        try {
            Files.createFile(folder.resolve("go"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Keystone revokes all tokens that a user has; when this returns, new ones are good. */
    public void revokeTokens(String user) {
        Outcome outcome = Program.run(Map.of(), List.of(SCRIPT, "revoke", folder.toString(), user));
        assertThat(outcome.status()).as(outcome.toString()).isZero();
    }

    /** Stops it and forgets its state. */
    @Override
    public void close() {
        Program.run(Map.of(), List.of(SCRIPT, "stop", folder.toString()));
        Folders.delete(folder);
    }
}
