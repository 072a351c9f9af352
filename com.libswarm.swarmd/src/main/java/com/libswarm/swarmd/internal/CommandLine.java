package com.libswarm.swarmd.internal;

import com.libswarm.api.Failure;
import com.libswarm.runtime.DrainLimits;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What the launcher left of the command line.
 *
 * @param specs the links of the chain; empty for none
 * @param shell whether a shell is wanted on this terminal
 * @param debug whether the journal shows lines of level DEBUG
 * @param drain how long a replaced link may carry on requests, if that is said
 * @param drainStreams the same for streams
 */
record CommandLine(List<String> specs, boolean shell, boolean debug, Optional<String> drain, Optional<String> drainStreams) {

    private static final String DRAIN = "--drain";
    private static final String DRAIN_STREAMS = "--drain-streams";

    /** @throws Failure if it cannot be read */
    static CommandLine read(List<String> arguments, Map<String, String> environment) {
        var specs = new ArrayList<String>();
        var times = new HashMap<String, String>();
        boolean shell = false;
        boolean debug = !environment.getOrDefault("SWARMD_DEBUG", "").isEmpty();
        for (Iterator<String> all = arguments.iterator(); all.hasNext();) {
            String argument = all.next();
            String option = argument.replaceFirst("=.*", "");
            if (option.equals(DRAIN) || option.equals(DRAIN_STREAMS)) {
                times.put(option, value(option, argument, all));
            } else if (argument.equals("--shell")) {
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
        return new CommandLine(List.copyOf(specs), shell, debug, Optional.ofNullable(times.get(DRAIN)),
                Optional.ofNullable(times.get(DRAIN_STREAMS)));
    }

    private static String value(String option, String argument, Iterator<String> following) {
        if (argument.length() > option.length()) {
            return argument.substring(option.length() + 1);
        }
        if (!following.hasNext()) {
            throw new Failure(400, option + " needs a length of time: 30s, 10m, 1h30m");
        }
        return following.next();
    }

    /** @throws Failure 400 if a time cannot be read */
    DrainLimits limits(DrainLimits standard) {
        return DrainLimits.of(drain.orElse(standard.requestsText()), drainStreams.orElse(standard.streamsText()));
    }
}
