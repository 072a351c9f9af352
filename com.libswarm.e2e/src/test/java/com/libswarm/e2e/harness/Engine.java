package com.libswarm.e2e.harness;

import static org.assertj.core.api.Assertions.assertThat;

import com.libswarm.conformance.FreePort;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A real Docker engine, with the image busybox and nothing else. */
public final class Engine implements AutoCloseable {

    private static final String SCRIPT = System.getProperty("engines");

    private final Path folder;
    private final int portBase;
    private final boolean tls;

    private Engine(Path folder, int portBase, boolean tls) {
        this.folder = folder;
        this.portBase = portBase;
        this.tls = tls;
    }

    /** @throws IllegalStateException if none can be had here; the message says why */
    public static Engine start() {
        return start(false);
    }

    /**
     * One that serves TCP with TLS, for clients that have one of its {@link #certificates}.
     *
     * @throws IllegalStateException if none can be had here; the message says why
     */
    public static Engine startWithTls() {
        return start(true);
    }

    private static Engine start(boolean tls) {
        Engine engine = new Engine(Folders.create("swe"), FreePort.find() - 1, tls);
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
        return Program.run(Map.of("ENGINES_PORT_BASE", String.valueOf(portBase), "ENGINES_TLS", tls ? "1" : ""), command);
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

    /** Stops it and forgets its state. */
    @Override
    public void close() {
        script("stop");
        Folders.delete(folder);
    }
}
