package com.libswarm.runtime.shell;

import com.libswarm.api.Failure;
import com.libswarm.runtime.Chain;
import com.libswarm.runtime.Chains;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** How each command is written, and what it does: for help, for completion and for the checking of its words. */
enum Command {

    ADAPTERS("[--json]", "lists the adapters", 0, 0),
    HELP("[ADAPTER|COMMAND]", "describes an adapter or a command, or lists these commands", 0, 1),
    CREATE("[--drain TIME] [--drain-streams TIME] NAME 'spec'...", "makes a chain of links and starts it", 2, Integer.MAX_VALUE),
    CHAINS("[--json]", "lists the chains", 0, 0),
    SHOW("[--json] NAME", "shows a chain and its links", 1, 1),
    START("NAME", "starts a chain that is stopped or has failed", 1, 1),
    STOP("NAME", "stops a chain", 1, 1),
    DESTROY("NAME", "stops a chain and forgets it", 1, 1),
    SEND("[-i] CHAIN VERB PATH [ASPECT] [name=value...] [-H 'Name: value'] [@FILE|@-]",
            "sends a message to a chain and prints the reply", 3, Integer.MAX_VALUE),
    SWAP("CHAIN LINK 'spec'", "replaces a link while the chain runs", 3, 3),
    INSERT("CHAIN BEFORE 'spec'", "puts a new link in front of another", 3, 3),
    REMOVE("CHAIN LINK", "takes a link out of a chain", 2, 2),
    PLAN("[--json] swap CHAIN LINK 'spec' | insert CHAIN BEFORE 'spec' | remove CHAIN LINK | deploy FILE-or-URL [--sha256 HEX] | undeploy NAME",
            "says what a change would do, and changes nothing", 2, 4),
    HISTORY("[--json] [CHAIN]", "lists what was changed in running chains, and how long that took", 0, 1),
    LIMITS("CHAIN [drain=TIME] [streams=TIME|none]", "shows or sets how long replaced links may carry on what they carry", 1, 3),
    NODE("ls CHAIN | add CHAIN NAME 'spec' | remove|drain|activate CHAIN NAME", "lists or changes the nodes of an aggregate", 2, 4),
    HOSTS("[--json] CHAIN [create [NAME] | inspect NAME | delete NAME]", "lists or changes the hosts that a chain has in a cloud", 1, 3),
    DEPLOY("FILE-or-URL [--sha256 HEX]", "deploys a bundle: all links of its adapters switch to it", 1, 1),
    DEPLOYMENTS("[--json]", "lists what is deployed, with its versions", 0, 0),
    ROLLBACK("NAME", "goes back to the version before", 1, 1),
    UNDEPLOY("[--force] NAME", "takes away what was deployed", 1, 1);

    private static final String JSON = "--json";
    private static final Pattern OPTION = Pattern.compile("\\[(--[a-z0-9-]+)( [A-Z]+)?]");

    private final String syntax;
    private final String summary;
    private final int min;
    private final int max;

    Command(String syntax, String summary, int min, int max) {
        this.syntax = syntax;
        this.summary = summary;
        this.min = min;
        this.max = max;
    }

    String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    String summary() {
        return summary;
    }

    String usage() {
        return "swarm:" + word() + " " + syntax;
    }

    /** How it is written, and what it does. */
    String help() {
        return usage() + "\n    " + summary;
    }

    /** @param written its word, with the scope or without */
    static Optional<Command> named(String written) {
        String word = written.startsWith("swarm:") ? written.substring("swarm:".length()) : written;
        return Arrays.stream(values()).filter(command -> command.word().equals(word)).findFirst();
    }

    /** @throws Failure with its help, if that is what the user asks for */
    void checkHelp(List<String> args) {
        if (!args.isEmpty() && args.get(0).equals("--help")) {
            throw new Failure(400, help());
        }
    }

    /** What the user wrote after the command, checked and without its options. {@link #SEND} has a reader of its own. */
    Words read(String... args) {
        checkHelp(List.of(args));
        Map<String, Boolean> known = new HashMap<>();
        OPTION.matcher(syntax).results().forEach(option -> known.put(option.group(1), option.group(2) != null));
        var words = new ArrayList<String>(args.length);
        var options = new HashMap<String, String>();
        boolean optionsEnded = false;
        for (int i = 0; i < args.length; i++) {
            String arg = args[i];
            if (!optionsEnded && arg.equals("--")) {
                optionsEnded = true;
            } else if (!optionsEnded && known.containsKey(arg)) {
                boolean hasValue = known.get(arg);
                if (hasValue && i + 1 == args.length) {
                    throw misused("The option " + arg + " needs a value.");
                }
                options.put(arg, hasValue ? args[++i] : "");
            } else if (!optionsEnded && arg.startsWith("-") && words.isEmpty()) {
                throw misused("There is no option " + arg + ".");
            } else {
                words.add(arg);
            }
        }
        if (words.size() < min) {
            throw misused("Something is missing.");
        }
        if (words.size() > max) {
            throw misused("'" + words.get(max) + "' is one word too many.");
        }
        return new Words(options, List.copyOf(words));
    }

    /** A word that is to be the number of a link. */
    int number(String word) {
        try {
            return Integer.parseInt(word);
        } catch (NumberFormatException notANumber) {
            throw misused("'" + word + "' is not the number of a link.");
        }
    }

    static Chain chain(Chains chains, String name) {
        return chains.find(name)
                .orElseThrow(() -> new Failure(404, "There is no chain '" + name + "'. swarm:chains lists those that there are."));
    }

    Failure misused(String sentence) {
        return new Failure(400, sentence + " Usage: " + usage());
    }

    /**
     * @param options the options by their names, with their values; of flags these are empty
     * @param words never fewer than the command needs
     */
    record Words(Map<String, String> options, List<String> words) {

        boolean json() {
            return has(JSON);
        }

        boolean has(String option) {
            return options.containsKey(option);
        }

        Optional<String> value(String option) {
            return Optional.ofNullable(options.get(option));
        }

        String first() {
            return words.get(0);
        }
    }
}
