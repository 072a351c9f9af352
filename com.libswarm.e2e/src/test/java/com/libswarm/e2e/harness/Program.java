package com.libswarm.e2e.harness;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.awaitility.Awaitility;

/** A process of a test's own. What it prints goes to files, so that it never waits for a reader and can be looked at any time. */
public final class Program implements AutoCloseable {

    /** Longer than anything takes on a busy machine: what needs it has hung. */
    static final Duration PATIENCE = Duration.ofMinutes(2);

    private final List<String> command;
    private final Process process;
    private final Path out;
    private final Path err;

    private Program(List<String> command, Process process, Path out, Path err) {
        this.command = command;
        this.process = process;
        this.out = out;
        this.err = err;
    }

    /**
     * Its standard input is a pipe, {@link #input()}.
     *
     * @param environment added to this process's
     */
    public static Program start(Map<String, String> environment, List<String> command) {
        try {
            Path out = Files.createTempFile("out", ".txt");
            Path err = Files.createTempFile("err", ".txt");
            ProcessBuilder builder = new ProcessBuilder(heedingSignals(command)).redirectOutput(out.toFile()).redirectError(err.toFile());
            builder.environment().putAll(environment);
            return new Program(command, builder.start(), out, err);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Where the tests run in the background of a shell, Ctrl-C's signal is ignored, and what they start inherits that. */
    private static List<String> heedingSignals(List<String> command) {
        List<String> heeding = new ArrayList<>(List.of("env", "--default-signal=INT"));
        heeding.addAll(command);
        return heeding;
    }

    /** Runs it to its end with an empty standard input. */
    public static Outcome run(Map<String, String> environment, List<String> command) {
        return run(environment, command, "");
    }

    /** The same for what may take longer than others. */
    static Outcome run(Duration patience, Map<String, String> environment, List<String> command) {
        try (Program program = start(environment, command)) {
            program.endInput();
            return program.finish(patience);
        }
    }

    /** Runs it to its end with {@code input} on its standard input. */
    public static Outcome run(Map<String, String> environment, List<String> command, String input) {
        try (Program program = start(environment, command)) {
            program.write(input);
            program.endInput();
            return program.finish();
        }
    }

    public OutputStream input() {
        return process.getOutputStream();
    }

    public void write(String text) {
        try {
            input().write(text.getBytes(StandardCharsets.UTF_8));
            input().flush();
        } catch (IOException ended) {
            // as it is for a shell's pipe: what is left is nobody's
        }
    }

    public void endInput() {
        try {
            input().close();
        } catch (IOException ended) {
            // it has closed its end first
        }
    }

    /** What it has printed so far. */
    public String out() {
        return text(out);
    }

    /** What it has printed on standard error so far. */
    public String err() {
        return text(err);
    }

    private static String text(Path file) {
        try {
            return new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public Program awaitOut(String text) {
        await("'" + text + "' on standard output", () -> out().contains(text));
        return this;
    }

    public Program awaitErr(String text) {
        await("'" + text + "' on standard error", () -> err().contains(text));
        return this;
    }

    /** Fails at once when the process ends before. */
    public void await(String what, BooleanSupplier condition) {
        Awaitility.await(what).atMost(PATIENCE).pollInterval(Duration.ofMillis(10)).until(() -> {
            boolean alive = isAlive();
            if (condition.getAsBoolean()) {
                return true;
            }
            if (!alive) {
                throw new AssertionError(this + " has ended with " + process.exitValue() + " before " + what + describeOutput());
            }
            return false;
        });
    }

    public boolean isAlive() {
        return process.isAlive();
    }

    public long pid() {
        return process.pid();
    }

    /** The most memory that it has had so far. */
    public long peakKilobytes() {
        return Long.parseLong(text(Path.of("/proc", String.valueOf(pid()), "status")).replaceAll("(?s).*VmHWM:\\s*(\\d+) kB.*", "$1"));
    }

    /** The processes that it started and that run. */
    public List<ProcessHandle> children() {
        return process.descendants().toList();
    }

    /** Sends it a signal by its name without SIG. */
    public void signal(String name) {
        assertThat(run(Map.of(), List.of("kill", "-" + name, String.valueOf(pid()))).status()).as("kill -" + name).isZero();
    }

    /** Waits for its end. */
    public Outcome finish() {
        return finish(PATIENCE);
    }

    /** @param patience beyond which it has hung */
    Outcome finish(Duration patience) {
        try {
            if (!process.waitFor(patience.toSeconds(), TimeUnit.SECONDS)) {
                throw new AssertionError(this + " does not end" + describeOutput());
            }
            return new Outcome(process.exitValue(), out(), err());
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private String describeOutput() {
        return "; it printed:\n" + out() + "\nand on standard error:\n" + err();
    }

    /** Ends it, with all that it started, if it runs. What it printed is gone. */
    @Override
    public void close() {
        List<ProcessHandle> tree = new ArrayList<>(children());
        tree.add(process.toHandle());
        tree.forEach(ProcessHandle::destroyForcibly);
        endInput();
        try {
            process.waitFor();
            Files.deleteIfExists(out);
            Files.deleteIfExists(err);
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public String toString() {
        return String.join(" ", command);
    }
}
