package com.libswarm.e2e.harness;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.awaitility.Awaitility;

/** The distribution's swarmd as a process, with a home of its own. */
public final class Swarmd implements AutoCloseable {

    private static final Path SCRIPT = Path.of(System.getProperty("swarmd")).normalize();

    private final Path home;
    private final List<String> inHome;
    private Map<String, String> environment = Map.of();
    private List<String> command;
    private Program program;

    /** @param script the script of a distribution */
    private Swarmd(Path script, Path home) {
        this.home = home;
        this.inHome = List.of(script.toString(), "--home", home.toString());
    }

    private static Swarmd inNewHome() {
        return new Swarmd(SCRIPT, Folders.create("swd").resolve("home"));
    }

    /** The jars of the adapters in the distribution. */
    public static List<Path> adapterJars() {
        try (Stream<Path> jars = Files.list(SCRIPT.resolveSibling("../bundle").normalize())) {
            return jars.filter(jar -> jar.getFileName().toString().startsWith("com.libswarm.adapter.")).sorted().toList();
        } catch (IOException noDistribution) {
            throw new UncheckedIOException(noDistribution);
        }
    }

    /** Runs it to its end, in a new home. */
    public static Outcome run(String... arguments) {
        Swarmd swarmd = inNewHome();
        try {
            return swarmd.beside(arguments);
        } finally {
            Folders.delete(swarmd.home.getParent());
        }
    }

    /** Starts a chain and waits until it runs. */
    public static Swarmd start(String... specs) {
        return launch(specs).awaitChain();
    }

    /**
     * The same in an environment.
     *
     * @param environment added to this process's
     */
    public static Swarmd start(Map<String, String> environment, String... specs) {
        Swarmd swarmd = inNewHome();
        swarmd.environment = environment;
        return swarmd.launch(swarmd.command(specs)).awaitChain();
    }

    /** Starts a chain whose lines nobody reads, for {@code debug} prints more than a disk should hold, and waits until it runs. */
    public static Swarmd startUnheard(String... specs) {
        Swarmd swarmd = inNewHome();
        var words = new ArrayList<>(List.of("sh", "-c", "exec \"$@\" >/dev/null", "sh"));
        words.addAll(swarmd.command(specs));
        return swarmd.launch(words).awaitChain();
    }

    /** Starts a chain, in a distribution without the shell's bundles, and waits until it runs. */
    public static Swarmd startWithoutGogo(String... specs) {
        return startChanged("rm -r bundle/lazy", specs);
    }

    /** Starts a chain, in a distribution where optional bundles were put to the others, and waits until it runs. */
    public static Swarmd startWithOptional(String name, String... specs) {
        return startChanged("cp optional/" + name + "/*.jar bundle/", specs);
    }

    private static Swarmd startChanged(String change, String... specs) {
        Path home = Folders.create("swd").resolve("home");
        Path distribution = home.resolveSibling("distribution");
        Program.run(Map.of(), List.of("cp", "-r", SCRIPT.getParent().getParent().toString(), distribution.toString()));
        Outcome changed = Program.run(Map.of(), List.of("sh", "-c", "cd '" + distribution + "' && " + change));
        assertThat(changed.status()).as(change + ": " + changed).isZero();
        Swarmd swarmd = new Swarmd(distribution.resolve("bin/swarmd"), home);
        return swarmd.launch(swarmd.command(specs)).awaitChain();
    }

    /** Starts it and waits for nothing. */
    public static Swarmd launch(String... arguments) {
        Swarmd swarmd = inNewHome();
        return swarmd.launch(swarmd.command(arguments));
    }

    /** Starts it in a terminal, where what is written to its program is typed, and waits for nothing. */
    public static Swarmd launchInTerminal(String... arguments) {
        Swarmd swarmd = inNewHome();
        String line = swarmd.command(arguments).stream().map(word -> "'" + word + "'").collect(Collectors.joining(" "));
        return swarmd.launch(List.of("script", "-qefc", line, "/dev/null"));
    }

    private Swarmd launch(List<String> how) {
        command = how;
        program = Program.start(environment, how);
        return this;
    }

    private Swarmd awaitChain() {
        try {
            program.await("its shell's socket, which comes when the chain runs", () -> Files.exists(socket()));
            return this;
        } catch (Throwable failed) {
            program.close();
            Folders.delete(home.getParent());
            throw failed;
        }
    }

    /** Starts it again in its home, after it has ended, and waits until its chain runs. */
    public void restart() {
        program.close();
        launch(command);
        program.await("its answer", () -> sh("swarm:chains").status() == 0);
    }

    private List<String> command(String... arguments) {
        var words = new ArrayList<>(inHome);
        words.addAll(List.of(arguments));
        return words;
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
        return Program.run(Map.of(), command(arguments));
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

    /** Opens a session of its shell for many commands. */
    public ShellSession openShell() {
        return new ShellSession(command("sh"));
    }

    /** Starts a session of its shell, which reads commands from standard input. */
    public Program startSh() {
        return Program.start(Map.of(), command("sh"));
    }

    public Program startSh(String command) {
        return Program.start(Map.of(), command("sh", command));
    }

    /** Waits until processes are gone that swarmd has killed: the last of one is its parent's, or the system's. */
    public static void awaitEnd(List<ProcessHandle> children) {
        Awaitility.await("the end of processes that swarmd had").atMost(Duration.ofSeconds(30)).until(() -> children.stream().noneMatch(ProcessHandle::isAlive));
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
            awaitEnd(children);
            assertThat(socket()).doesNotExist();
        } finally {
            program.close();
            Folders.delete(home.getParent());
        }
    }
}
