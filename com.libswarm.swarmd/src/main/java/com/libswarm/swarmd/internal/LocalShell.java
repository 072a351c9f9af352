package com.libswarm.swarmd.internal;

import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.jline.terminal.Terminal;
import org.jline.terminal.TerminalBuilder;

/** The shell on swarmd's own terminal; if its input is no terminal, commands are read from it, a line each. */
final class LocalShell {

    private final Gogo gogo;
    private final ConsoleJournal journal;
    private final Path home;

    LocalShell(Gogo gogo, ConsoleJournal journal, Path home) {
        this.gogo = gogo;
        this.journal = journal;
        this.home = home;
    }

    /** Returns when the user ends the shell. */
    void run() throws IOException {
        Path directory = Path.of("").toAbsolutePath();
        Terminal terminal;
        try {
            terminal = TerminalBuilder.builder().system(true).dumb(false).nativeSignals(true).encoding(StandardCharsets.UTF_8).build();
        } catch (IOException | IllegalStateException noTerminal) {
            script(directory);
            return;
        }
        try (var shell = new TerminalShell(gogo, terminal, directory, home.resolve("history"))) {
            journal.printOn(shell.printer());
            shell.run();
        } finally {
            journal.printOnStandardStreams();
        }
    }

    private void script(Path directory) throws IOException {
        InputStream in = new FileInputStream(FileDescriptor.in);
        OutputStream out = new FileOutputStream(FileDescriptor.out);
        var err = new PrintStream(new FileOutputStream(FileDescriptor.err), true, StandardCharsets.UTF_8);
        try (var interpreter = new Interpreter(gogo.session(in, out, err, directory), err)) {
            new ScriptShell(in, interpreter).run();
        }
    }
}
