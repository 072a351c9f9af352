package com.libswarm.adapter.aggregate.internal.node;

import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A port of a node on which a container is reached, as a text: {@code 8080/tcp} on all addresses of the node,
 * {@code 10.0.0.7:8080/tcp} on one.
 */
public final class PublishedPort {

    private static final Set<String> EVERYWHERE = Set.of("", "0.0.0.0", "::");
    private static final String ANY = "\"0.0.0.0\"";
    private static final Pattern FIELD = Pattern.compile("(\"(?:IP|HostIp)\":\\s*)" + ANY);
    private static final Pattern IPV4 = Pattern.compile("[0-9]{1,3}(?:[.][0-9]{1,3}){3}");

    private PublishedPort() {
    }

    /**
     * @param address of the node; empty or unspecified: all
     * @param port with its protocol
     */
    public static String of(String address, String port) {
        return EVERYWHERE.contains(address) ? port : (address.contains(":") ? "[" + address + "]" : address) + ":" + port;
    }

    /** The same without the address. */
    public static String port(String published) {
        return published.substring(published.lastIndexOf(':') + 1);
    }

    /**
     * Ports as clients of the aggregate are told of them: {@code 0.0.0.0} is nobody's address, so it becomes that of the machine of the engine,
     * as classic Swarm wrote it. It stays where that is this machine, and where only a name of it is known, because clients take
     * nothing but addresses there.
     *
     * @param json {@code Ports} as the engine wrote them, in a list of containers or in one that is inspected
     */
    public static String reached(String json, Node node) {
        if (!json.contains(ANY)) {
            return json;
        }
        String host = node.host();
        return IPV4.matcher(host).matches() && !host.startsWith("127.")
                ? FIELD.matcher(json).replaceAll("$1" + Matcher.quoteReplacement('"' + host + '"')) : json;
    }
}
