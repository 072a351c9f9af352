package com.libswarm.adapter.simulator.internal.program;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What surrounds a process: its variables, which a shell may change, its host's name, and the command that is a service. */
public final class Environment {

    private static final String PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

    private final Map<String, String> variables = new LinkedHashMap<>();
    private final String hostname;
    private final String service;
    private final boolean terminal;

    /**
     * @param settings {@code NAME=value} each
     * @param service the name of a program that runs until it is stopped: what an image such as nginx is made for
     * @param terminal whether it runs on a terminal
     */
    public Environment(List<String> settings, String hostname, String service, boolean terminal) {
        variables.put("PATH", PATH);
        variables.put("HOSTNAME", hostname);
        if (terminal) {
            variables.put("TERM", "xterm");
        }
        for (String setting : settings) {
            int equals = setting.indexOf('=');
            if (equals > 0) {
                variables.put(setting.substring(0, equals), setting.substring(equals + 1));
            }
        }
        variables.putIfAbsent("HOME", "/root");
        this.hostname = hostname;
        this.service = service;
        this.terminal = terminal;
    }

    String get(String name) {
        return variables.getOrDefault(name, "");
    }

    void set(String name, String value) {
        variables.put(name, value);
    }

    Map<String, String> variables() {
        return variables;
    }

    String hostname() {
        return hostname;
    }

    String service() {
        return service;
    }

    boolean isTerminal() {
        return terminal;
    }
}
