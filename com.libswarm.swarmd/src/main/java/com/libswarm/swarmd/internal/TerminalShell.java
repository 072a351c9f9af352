package com.libswarm.swarmd.internal;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.apache.felix.gogo.jline.Expander;
import org.apache.felix.gogo.jline.Highlighter;
import org.apache.felix.gogo.jline.Parser;
import org.apache.felix.gogo.jline.Shell;
import org.apache.felix.service.command.CommandSession;
import org.jline.builtins.Completers.CompletionData;
import org.jline.builtins.Completers.CompletionEnvironment;
import org.jline.reader.EndOfFileException;
import org.jline.reader.LineReader;
import org.jline.reader.LineReaderBuilder;
import org.jline.reader.ParsedLine;
import org.jline.reader.UserInterruptException;
import org.jline.terminal.Terminal;

/** A shell on a terminal, with line editing, history, completion and Ctrl-C: on this process's own or on a client's. */
final class TerminalShell implements AutoCloseable {

    private static final String PROMPT = "swarm> ";

    private final Terminal terminal;
    private final CommandSession session;
    private final Interpreter interpreter;
    private final LineReader reader;

    TerminalShell(Gogo gogo, Terminal terminal, Path directory, Path history) throws IOException {
        this.terminal = terminal;
        this.session = gogo.session(unclosable(terminal.input()), terminal.output(), terminal.output(), directory);
        this.interpreter = new Interpreter(session, new PrintStream(terminal.output(), true, StandardCharsets.UTF_8));
        this.reader = LineReaderBuilder.builder()
                .terminal(terminal)
                .appName("swarmd")
                .variable(LineReader.HISTORY_FILE, create(history))
                .completer(new org.jline.builtins.Completers.Completer(new Environment(session)))
                .highlighter(new Highlighter(session))
                .parser(new Parser())
                .expander(new Expander(session))
                .build();
        reader.setOpt(LineReader.Option.AUTO_FRESH_LINE);
        reader.setOpt(LineReader.Option.GROUP);
        session.put(Shell.VAR_COMPLETIONS, new HashMap<String, List<CompletionData>>());
        session.put(Shell.VAR_TERMINAL, terminal);
        session.put(Shell.VAR_READER, reader);
        session.put(Shell.VAR_SESSION, session);
        session.put(Shell.VAR_PROCESSOR, gogo.processor());
    }

    /** An interrupted command closes the streams that it read from; the next one needs them. */
    private static InputStream unclosable(InputStream in) {
        return new FilterInputStream(in) {
            @Override
            public void close() {
            }
        };
    }

    /** What was typed is for the eyes of its owner. */
    private static Path create(Path history) throws IOException {
        try {
            Files.createFile(history, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        } catch (FileAlreadyExistsException there) {
            return history;
        }
        return history;
    }

    /** Prints a line above the one that is edited. */
    Consumer<String> printer() {
        return reader::printAbove;
    }

    Interpreter interpreter() {
        return interpreter;
    }

    /** Returns when the user says {@code exit} or ends the input. */
    void run() {
        terminal.handle(Terminal.Signal.INT, signal -> interpreter.interrupt());
        interpreter.run("");
        while (!interpreter.exited()) {
            try {
                interpreter.run(reader.readLine(PROMPT));
                terminal.flush();
            } catch (UserInterruptException lineDropped) {
                continue;
            } catch (EndOfFileException ended) {
                return;
            }
        }
    }

    @Override
    public void close() throws IOException {
        interpreter.close();
        terminal.close();
    }

    /** What Gogo's completion wants to know of a session. */
    private record Environment(CommandSession session) implements CompletionEnvironment {

        @Override
        public Map<String, List<CompletionData>> getCompletions() {
            return Shell.getCompletions(session);
        }

        @Override
        public Set<String> getCommands() {
            return Shell.getCommands(session);
        }

        @Override
        public String resolveCommand(String command) {
            return Shell.resolve(session, command);
        }

        @Override
        public String commandName(String command) {
            return command.substring(command.indexOf(':') + 1);
        }

        @Override
        public Object evaluate(LineReader reader, ParsedLine line, String function) throws Exception {
            session.put(Shell.VAR_COMMAND_LINE, line);
            return session.execute(function);
        }
    }
}
