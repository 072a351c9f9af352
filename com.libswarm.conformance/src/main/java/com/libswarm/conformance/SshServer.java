package com.libswarm.conformance;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A real OpenSSH server of a test's own, by {@code com.libswarm.e2e/peers/sshd.sh}, whose path is in the system property {@code sshd}. It
 * lets the user of this process in with a key of its own.
 */
public final class SshServer implements AutoCloseable {

    private static final long SCRIPT_SECONDS = 60;

    private final Path folder;
    private final String host;
    private final int port;
    private final String options;

    private SshServer(Path folder, String host, int port, String options) {
        this.folder = folder;
        this.host = host;
        this.port = port;
        this.options = options;
    }

    /** Why there can be none here; empty if there can. With CI=true it has to be. */
    public static Optional<String> missing() {
        boolean there = Stream.of("/usr/sbin/sshd", "/usr/bin/sshd", "/usr/local/sbin/sshd").anyMatch(path -> Files.isExecutable(Path.of(path)));
        return there || "true".equals(System.getenv("CI")) ? Optional.empty() : Optional.of("there is no sshd (Debian: openssh-server)");
    }

    /**
     * Starts one.
     *
     * @param options lines of sshd_config that count before all others
     * @throws IllegalStateException if it does not start; the message says why
     */
    public static SshServer start(String... options) {
        return startAt("127.0.0.1", FreePort.find(), options);
    }

    /**
     * Starts one at another address of the loopback interface (127.0.0.0/8), as on a host of its own.
     *
     * @param port on which nobody listens there
     */
    public static SshServer startAt(String host, int port, String... options) {
        try {
            var server = new SshServer(Files.createTempDirectory("sws"), host, port, String.join("\n", options));
            server.startAgain();
            return server;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Starts it, after it was stopped. */
    public void startAgain() {
        script("start", folder.toString(), String.valueOf(port));
    }

    /** Stops it, and all connections with it. */
    public void stop() {
        script("stop", folder.toString());
    }

    /** Kills the connections that it serves. */
    public void drop() {
        script("drop", folder.toString());
    }

    /** It takes bytes, and does nothing any more. */
    public void freeze() {
        script("freeze", folder.toString());
    }

    /** It goes on. */
    public void thaw() {
        script("thaw", folder.toString());
    }

    /** Where its keys, authorized_keys, known_hosts and log are. */
    public Path folder() {
        return folder;
    }

    public Path file(String name) {
        return folder.resolve(name);
    }

    public int port() {
        return port;
    }

    /** USER@HOST:PORT. */
    public String address() {
        return System.getProperty("user.name") + "@" + host + ":" + port;
    }

    /** What lets an {@code ssh} link in, and makes it sure of the server. */
    public String login() {
        return "--config none --key " + file("id_ed25519") + " --known-hosts " + file("known_hosts");
    }

    private void script(String... words) {
        var command = new ArrayList<>(List.of(System.getProperty("sshd")));
        command.addAll(List.of(words));
        try {
            Path log = Files.createTempFile(folder, "script", ".log");
            ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
            builder.environment().put("SSHD_OPTIONS", options);
            builder.environment().put("SSHD_ADDRESS", host);
            Process process = builder.start();
            if (!process.waitFor(SCRIPT_SECONDS, TimeUnit.SECONDS) || process.exitValue() != 0) {
                process.destroyForcibly();
                throw new IllegalStateException(command + " failed: " + Files.readString(log));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        }
    }

    /** Stops it and forgets all of it. */
    @Override
    public void close() {
        stop();
        try (Stream<Path> files = Files.walk(folder)) {
            files.sorted(Comparator.reverseOrder()).forEach(file -> file.toFile().delete());
        } catch (IOException gone) {
            throw new UncheckedIOException(gone);
        }
    }
}
