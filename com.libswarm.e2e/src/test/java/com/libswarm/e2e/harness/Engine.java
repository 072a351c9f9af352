package com.libswarm.e2e.harness;

import static org.assertj.core.api.Assertions.assertThat;

import com.libswarm.conformance.FreePort;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A real Docker engine, with the image busybox and nothing else. */
public final class Engine implements AutoCloseable {

    private static final String SCRIPT = System.getProperty("engines");
    /** Several may start at once, on a busy machine. */
    private static final Duration PATIENCE = Duration.ofMinutes(5);

    private final Path folder;
    private final int portBase;
    private final boolean tls;
    private final String labels;

    private Engine(Path folder, int portBase, boolean tls, String labels) {
        this.folder = folder;
        this.portBase = portBase;
        this.tls = tls;
        this.labels = labels;
    }

    /** @throws IllegalStateException if none can be had here; the message says why */
    public static Engine start() {
        return start(false, "");
    }

    /**
     * One that serves TCP with TLS, for clients that have one of its {@link #certificates}.
     *
     * @throws IllegalStateException if none can be had here; the message says why
     */
    public static Engine startWithTls() {
        return start(true, "");
    }

    /**
     * One with labels of its own.
     *
     * @param tls whether it serves TCP with TLS
     * @param labels {@code KEY=VALUE}, with spaces between them
     * @throws IllegalStateException if none can be had here; the message says why
     */
    static Engine start(boolean tls, String labels) {
        Engine engine = new Engine(Folders.create("swe"), FreePort.find() - 1, tls, labels);
        Outcome outcome = engine.script("start", "1");
        if (outcome.status() != 0) {
            engine.close();
            throw new IllegalStateException("no Docker engine can be had: " + outcome.err().strip());
        }
        return engine;
    }

    private Outcome script(String verb, String... arguments) {
        var command = new ArrayList<>(List.of(SCRIPT, verb, folder.toString()));
        command.addAll(List.of(arguments));
        return Program.run(PATIENCE, Map.of("ENGINES_PORT_BASE", String.valueOf(portBase), "ENGINES_TLS", tls ? "1" : "", "ENGINES_LABELS", labels), command);
    }

    /** Where it listens, as DOCKER_HOST says it: a unix socket. */
    public String unix() {
        return "unix://" + socket();
    }

    public Path socket() {
        return folder.resolve("e1/docker.sock");
    }

    /** Where it listens on TCP. */
    public String tcp() {
        return "tcp://127.0.0.1:" + port();
    }

    /** The port of {@link #tcp()}. */
    public int port() {
        return portBase + 1;
    }

    /** Those of an engine with TLS. They end with it. */
    public Certificates certificates() {
        return Certificates.in(folder.resolve("certificates"));
    }

    /** It crashes; its containers run on as orphans. */
    public void kill() {
        script("kill", "1");
    }

    /** It hangs: its sockets take connections and bytes, but it does nothing. */
    public void freeze() {
        script("freeze", "1");
    }

    /** It goes on after it hung. */
    public void thaw() {
        script("thaw", "1");
    }

    /** Starts it again after it was killed, with its state. */
    public void restart() {
        assertThat(script("start", "1").status()).as("the engine's start").isZero();
    }

    /** Another engine stands at its address: it was killed, its state is gone, and it has a new id. */
    public void replace() {
        script("stop");
        Folders.delete(folder.resolve("e1/data"));
        restart();
    }

    /** As an argument of {@code aggregate} names it: on its unix socket. */
    public String node(String name) {
        return "'" + name + "=dockerclient " + unix() + "'";
    }

    /** The same on TCP, with TLS if it serves TCP so. */
    public String nodeOnTcp(String name) {
        return "'" + name + "=dockerclient " + tcp() + (tls ? " " + certificates().clientOptions() : "") + "'";
    }

    /** Stops it and forgets its state. */
    @Override
    public void close() {
        script("stop");
        Folders.delete(folder);
    }
}
