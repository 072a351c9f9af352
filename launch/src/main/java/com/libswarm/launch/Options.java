package com.libswarm.launch;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * What the launcher itself must know of the command line. Everything else, options that it does not know included,
 * goes to the bundles as it came.
 */
record Options(Path home, boolean help, boolean version, boolean shell, List<String> arguments) {

    static final String HELP = """
            usage: swarmd [OPTION...] ['ADAPTER ARGUMENT...' ...]
                   swarmd sh ['COMMAND']

            Runs a chain of adapters, each quoted as one argument. What the first one
            sends goes to the second, and so on:

                swarmd 'dockerserver tcp://localhost:4243' 'debug' 'simulator web db'

            With no arguments, lists the adapters.

              sh ['COMMAND']    the shell of the swarmd that runs already, or one
                                command of it and its exit status
              --shell           run the chain with a shell on this terminal
              --home DIR        state, bundle cache and shell socket
                                (default: $SWARMD_HOME, else ~/.swarmd)
              --drain TIME      how long a replaced link may carry on requests
                                (default: 30s)
              --drain-streams TIME
                                the same for streams (default: none)
              --debug           print what is only for finding faults, too
              -h, --help        this text
              -v, --version     the version
            """;

    /** Options are taken anywhere, but for what follows "sh COMMAND" or "--": that belongs to others. */
    static Options parse(List<String> args, Map<String, String> env, String userHome) throws Problem {
        String home = env.getOrDefault("SWARMD_HOME", "");
        boolean help = false;
        boolean version = false;
        boolean shell = false;
        List<String> rest = new ArrayList<>();
        for (int i = 0; i < args.size(); i++) {
            String arg = args.get(i);
            if (arg.equals("--") || shell && !arg.startsWith("-")) {
                rest.addAll(args.subList(arg.equals("--") ? i + 1 : i, args.size()));
                break;
            } else if (arg.equals("--home")) {
                if (++i == args.size()) {
                    throw new Problem("--home needs a directory");
                }
                home = args.get(i);
            } else if (arg.startsWith("--home=")) {
                home = arg.substring("--home=".length());
            } else if (arg.equals("-h") || arg.equals("--help")) {
                help = true;
            } else if (arg.equals("-v") || arg.equals("--version")) {
                version = true;
            } else if (arg.equals("sh") && rest.isEmpty()) {
                shell = true;
            } else {
                rest.add(arg);
            }
        }
        help |= !shell && (rest.equals(List.of("help")) || rest.equals(List.of("h")));
        Path path = home.isEmpty() ? Path.of(userHome, ".swarmd") : Path.of(home);
        return new Options(path.toAbsolutePath().normalize(), help, version, shell, List.copyOf(rest));
    }
}
