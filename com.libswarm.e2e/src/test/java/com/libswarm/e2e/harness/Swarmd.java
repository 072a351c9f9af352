package com.libswarm.e2e.harness;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The distribution's swarmd as a process, with a home of its own. */
public final class Swarmd implements AutoCloseable {

    private static final String SCRIPT = System.getProperty("swarmd");

    private final Path home;
    private final List<String> arguments;
    private Program program;

    private Swarmd(Path home, String... arguments) {
        this.home = home;
        this.arguments = List.of(arguments);
        this.program = Program.start(Map.of(), command(home, arguments));
    }

    /** Runs it to its end, in a new home. */
    public static Outcome run(String... arguments) {
        Path folder = Folders.create("swd");
        try {
            return Program.run(Map.of(), command(folder.resolve("home"), arguments));
        } finally {
            Folders.delete(folder);
        }
    }

    /** Starts a chain and waits until it runs. */
    public static Swarmd start(String... specs) {
        Swarmd swarmd = launch(specs);
        try {
            swarmd.awaitChain();
            return swarmd;
        } catch (Throwable failed) {
            swarmd.program.close();
            Folders.delete(swarmd.home.getParent());
            throw failed;
        }
    }

    /** Starts it and waits for nothing. */
    public static Swarmd launch(String... arguments) {
        return new Swarmd(Folders.create("swd").resolve("home"), arguments);
    }

    private void awaitChain() {
        program.await("its shell's socket, which comes when the chain runs", () -> Files.exists(socket()));
    }

    /** Starts it again in its home, after it has ended, and waits until its chain runs. */
    public void restart() {
        program.close();
        program = Program.start(Map.of(), command(home, arguments.toArray(String[]::new)));
        program.await("its answer", () -> sh("swarm:chains").status() == 0);
    }

    private static List<String> command(Path home, String... arguments) {
        var command = new ArrayList<>(List.of(SCRIPT, "--home", home.toString()));
        command.addAll(List.of(arguments));
        return command;
    }

    public Path home() {
        return home;
    }

    private Path socket() {
        return home.resolve("shell.sock");
    }

    public Program program() {
        return program;
    }

    /** Runs another swarmd command in the same home to its end. */
    public Outcome beside(String... arguments) {
        return Program.run(Map.of(), command(home, arguments));
    }

    /** Runs one command in its shell, as {@code swarmd sh COMMAND} does. */
    public Outcome sh(String command) {
        return beside("sh", command);
    }

    /** Runs one command in its shell that is to succeed; gives what it printed. */
    public String mustSh(String command) {
        Outcome outcome = sh(command);
        assertThat(outcome.status()).as(command + ": " + outcome).isZero();
        return outcome.out();
    }

    /** Drops the bundle with the adapters for tests into it. */
    public Swarmd withConformanceKit() {
        mustSh("felix:start file:" + System.getProperty("conformance"));
        return this;
    }

    /** Starts a session of its shell, which reads commands from standard input. */
    public Program startSh() {
        return Program.start(Map.of(), command(home, "sh"));
    }

    public Program startSh(String command) {
        return Program.start(Map.of(), command(home, "sh", command));
    }

    /** Ends it as a service manager does: it is to exit with 0 and to leave no process. */
    @Override
    public void close() {
        try {
            List<ProcessHandle> children = program.children();
            if (program.isAlive()) {
                program.signal("TERM");
            }
            Outcome outcome = program.finish();
            assertThat(outcome.status()).as("swarmd's exit status; it printed: " + outcome).isZero();
            assertThat(children).as("processes that it left").noneMatch(ProcessHandle::isAlive);
            assertThat(socket()).doesNotExist();
        } finally {
            program.close();
            Folders.delete(home.getParent());
        }
    }
}
