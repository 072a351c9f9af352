package com.libswarm.adapter.aggregate.internal.node;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A node as an argument names it: {@code east=dockerclient tcp://10.0.0.7:2375}, or the spec alone.
 *
 * @param name empty: what the engine calls itself
 */
public record NodeSpec(Optional<String> name, String spec) {

    private static final Pattern NAMED = Pattern.compile("([a-zA-Z0-9][a-zA-Z0-9_.-]*)=(.*)", Pattern.DOTALL);
    private static final Pattern NAME = Pattern.compile("[a-zA-Z0-9][a-zA-Z0-9_.-]*");
    private static final Pattern SSH = Pattern.compile("ssh\\s+([^-\\s'\"]\\S*)");
    private static final Pattern SSH_URL = Pattern.compile("ssh://(?:[^@/]*@)?(\\[[^]]*]|[^:/]+).*");
    private static final Pattern URL = Pattern.compile("(?:tcp|unix|ssh)://\\S+|context:\\S+");

    public static NodeSpec parse(String argument) {
        Matcher named = NAMED.matcher(argument.strip());
        NodeSpec parsed = named.matches() ? new NodeSpec(Optional.of(named.group(1)), named.group(2).strip())
                : new NodeSpec(Optional.empty(), argument.strip());
        if (parsed.spec.isEmpty()) {
            throw new IllegalArgumentException("The node '" + argument + "' has no spec: write NAME=SPEC, such as 'east=dockerclient tcp://10.0.0.7:2375'.");
        }
        return parsed;
    }

    /** @throws IllegalArgumentException if a node cannot be called so */
    public static String checkName(String name) {
        if (!isName(name)) {
            throw new IllegalArgumentException("A node cannot be called '" + name + "': use letters, digits, dots, dashes and underscores.");
        }
        return name;
    }

    @Override
    public String toString() {
        return name.map(known -> known + "=").orElse("") + spec;
    }

    public static boolean isName(String name) {
        return NAME.matcher(name).matches();
    }

    /** Where the engine is, if the spec says it; otherwise the spec. An aggregate is in many places. */
    static String address(String spec) {
        if (spec.startsWith("aggregate ")) {
            return spec;
        }
        Matcher ssh = SSH.matcher(spec);
        if (ssh.lookingAt()) {
            return "ssh://" + ssh.group(1);
        }
        Matcher url = URL.matcher(spec);
        return url.find() ? url.group().startsWith("tcp://") ? url.group().substring(6) : url.group() : spec;
    }

    /**
     * The host of an address, without the brackets of an IPv6 address; an engine on a unix socket is on this machine.
     *
     * @param address which {@link #address} gave
     */
    static String host(String address) {
        Matcher ssh = SSH_URL.matcher(address);
        if (ssh.matches()) {
            return ssh.group(1).replaceFirst("^\\[(.*)]$", "$1");
        }
        int colon = address.lastIndexOf(':');
        return address.contains("/") || address.startsWith("context:") || colon < 0 || address.contains(" ") ? "127.0.0.1"
                : address.substring(0, colon).replaceFirst("^\\[(.*)]$", "$1");
    }
}
