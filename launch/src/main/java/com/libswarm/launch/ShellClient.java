package com.libswarm.launch;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** {@code swarmd sh}: talks to the swarmd that runs in a home, through its socket. */
final class ShellClient {

    private ShellClient() {
    }

    /** Returns the exit status of the command, or of the shell. */
    static int run(Path home, List<String> command) throws Problem {
        Path socket = home.resolve("shell.sock");
        if (!Files.exists(socket)) {
            throw new Problem("no swarmd runs in " + home);
        }
        throw new Problem("the shell is not there yet");
    }
}
