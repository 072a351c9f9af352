package com.libswarm.e2e.harness;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** A session of swarmd's shell in a process of its own, as an operator has it, that runs one command after the other. */
public final class ShellSession implements AutoCloseable {

    private static final String DONE = "done-";

    private final Process process;
    private final BufferedWriter in;
    private final BufferedReader out;
    private int commands;

    ShellSession(List<String> command) {
        try {
            process = new ProcessBuilder(command).redirectErrorStream(true).start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        in = new BufferedWriter(new OutputStreamWriter(process.getOutputStream(), StandardCharsets.UTF_8));
        out = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    }

    /** Runs a command to its end; gives what it printed, an error too. */
    public synchronized String run(String command) {
        String done = DONE + ++commands;
        var printed = new StringBuilder();
        try {
            in.write(command + "\necho " + done + "\n");
            in.flush();
            for (String line = out.readLine(); !done.equals(line); line = out.readLine()) {
                if (line == null) {
                    throw new IllegalStateException("The shell ended at '" + command + "': " + printed);
                }
                printed.append(line).append('\n');
            }
            return printed.toString();
        } catch (IOException e) {
            throw new UncheckedIOException("The shell ended at '" + command + "': " + printed, e);
        }
    }

    /** Runs a command that is to print nothing, which is how a command succeeds that has nothing to say. */
    public void mustRun(String command) {
        String printed = run(command);
        if (!printed.isEmpty()) {
            throw new AssertionError(command + ": " + printed);
        }
    }

    @Override
    public void close() {
        process.destroy();
    }
}
