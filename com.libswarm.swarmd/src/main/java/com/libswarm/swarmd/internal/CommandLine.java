package com.libswarm.swarmd.internal;

import com.libswarm.api.Failure;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * What the launcher left of the command line.
 *
 * @param specs the links of the chain; empty for none
 * @param shell whether a shell is wanted on this terminal
 * @param debug whether the journal shows lines of level DEBUG
 */
record CommandLine(List<String> specs, boolean shell, boolean debug) {

    /** @throws Failure if it cannot be read */
    static CommandLine read(List<String> arguments, Map<String, String> environment) {
        var specs = new ArrayList<String>();
        boolean shell = false;
        boolean debug = !environment.getOrDefault("SWARMD_DEBUG", "").isEmpty();
        for (String argument : arguments) {
            if (argument.equals("--shell")) {
                shell = true;
            } else if (argument.equals("--debug")) {
                debug = true;
            } else if (argument.startsWith("-")) {
                throw new Failure(400, "there is no option " + argument + "; swarmd --help shows those that there are");
            } else if (argument.isBlank()) {
                throw new Failure(400, "a link is empty: each argument names an adapter, 'debug' for one");
            } else {
                specs.add(argument);
            }
        }
        return new CommandLine(List.copyOf(specs), shell, debug);
    }
}
