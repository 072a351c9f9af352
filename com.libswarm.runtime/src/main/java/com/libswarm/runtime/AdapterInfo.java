package com.libswarm.runtime;

import java.util.List;

/**
 * An adapter's declaration, as its service tells it.
 *
 * @param name the word that stands first in a spec
 * @param summary what it does, in one line
 * @param arguments the arguments in order
 * @param options the options in the order in which they are declared
 * @param examples specs that work
 * @param bundle the bundle that it is from, with its version; empty outside OSGi
 */
public record AdapterInfo(String name, String summary, List<Argument> arguments, List<Option> options, List<String> examples,
        String bundle) {

    /**
     * @param name in capitals
     * @param summary what it is
     * @param optional whether it may be left out
     * @param repeats whether it may come again
     * @param defaultValue what it is when it is left out; empty if there is no default
     */
    public record Argument(String name, String summary, boolean optional, boolean repeats, String defaultValue) {
    }

    /**
     * @param name without dashes
     * @param value the name of its value, in capitals; empty for a flag
     * @param summary what it does
     */
    public record Option(String name, String value, String summary) {
    }

    /** How a spec is written: {@code dockerserver [--insecure] [URL...]}. */
    public String usage() {
        var text = new StringBuilder(name);
        for (Option option : options) {
            text.append(" [--").append(option.name()).append(option.value().isEmpty() ? "" : " " + option.value()).append(']');
        }
        for (Argument argument : arguments) {
            String shown = argument.name() + (argument.repeats() ? "..." : "");
            text.append(' ').append(argument.optional() ? "[" + shown + "]" : shown);
        }
        return text.toString();
    }
}
