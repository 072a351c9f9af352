package com.libswarm.runtime.shell;

import java.io.InputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import org.apache.felix.service.command.CommandSession;
import org.apache.felix.service.command.Process;

/** Where a command reads and writes: the session's streams, or what the user redirected them to. */
record Console(InputStream in, PrintStream out, Path directory) {

    /** Call it on the command's own thread. */
    static Console of(CommandSession session) {
        Process process = Process.Utils.current();
        if (process == null) {
            return new Console(System.in, System.out, session.currentDir());
        }
        // The process's own streams are interruptible channels: Ctrl-C would close the session's, were they not passed by here.
        return new Console(process.isTty(0) ? session.getKeyboard() : process.in(),
                process.isTty(1) ? session.getConsole() : process.out(), session.currentDir());
    }

    void print(String text) {
        out.print(text);
        out.flush();
    }
}
