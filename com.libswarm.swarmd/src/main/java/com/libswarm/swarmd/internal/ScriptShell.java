package com.libswarm.swarmd.internal;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * Runs commands from an input that is no terminal, a line each. It reads no further than the line that it runs: the rest is the
 * command's, should it read its standard input.
 */
final class ScriptShell {

    private final InputStream in;
    private final Interpreter interpreter;

    ScriptShell(InputStream in, Interpreter interpreter) {
        this.in = in;
        this.interpreter = interpreter;
    }

    /** Returns the status of the last command, when the input ends, the user says {@code exit} or interrupts. */
    int run() throws IOException {
        int status = 0;
        for (Optional<String> line = line(); line.isPresent(); line = line()) {
            if (!line.get().isBlank()) {
                status = interpreter.run(line.get());
                if (interpreter.exited() || status == Interpreter.INTERRUPTED) {
                    return status;
                }
            }
        }
        return status;
    }

    private Optional<String> line() throws IOException {
        var bytes = new ByteArrayOutputStream();
        int b = in.read();
        if (b < 0) {
            return Optional.empty();
        }
        for (; b >= 0 && b != '\n'; b = in.read()) {
            bytes.write(b);
        }
        return Optional.of(bytes.toString(StandardCharsets.UTF_8));
    }
}
