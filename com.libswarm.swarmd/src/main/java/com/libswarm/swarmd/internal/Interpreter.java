package com.libswarm.swarmd.internal;

import java.io.PrintStream;
import java.util.Optional;
import org.apache.felix.service.command.CommandSession;
import org.apache.felix.service.command.Converter;
import org.apache.felix.service.command.Function;
import org.apache.felix.service.command.Job;

/** Runs command lines in a session and tells how they ended. One thread runs them; any may interrupt. */
final class Interpreter implements AutoCloseable {

    static final int FAILED = 1;
    /** What a shell says of a command that Ctrl-C has ended. */
    static final int INTERRUPTED = 130;

    private final CommandSession session;
    private final PrintStream err;
    private volatile boolean exited;

    /** @param err where the sentence about a command that failed goes */
    Interpreter(CommandSession session, PrintStream err) {
        this.session = session;
        this.err = err;
        session.put("exit", (Function) (within, arguments) -> {
            exited = true;
            return null;
        });
    }

    /** Whether the user has said {@code exit}. */
    boolean exited() {
        return exited;
    }

    /** Returns the exit status: 0 if the command succeeded. */
    int run(String line) {
        try {
            Object result = session.execute(line);
            if (result != null) {
                session.getConsole().println(session.format(result, Converter.INSPECT));
            }
            session.getConsole().flush();
            return 0;
        } catch (InterruptedException interrupted) {
            return INTERRUPTED;
        } catch (Exception failed) {
            err.println(Optional.ofNullable(failed.getMessage()).orElse(failed.getClass().getSimpleName()));
            err.flush();
            return FAILED;
        }
    }

    /** Ends the command that runs, if one does. */
    void interrupt() {
        Job job = session.foregroundJob();
        if (job != null) {
            job.interrupt();
        }
    }

    /** Ends the session and whatever still runs in it. */
    @Override
    public void close() {
        interrupt();
        session.close();
    }
}
