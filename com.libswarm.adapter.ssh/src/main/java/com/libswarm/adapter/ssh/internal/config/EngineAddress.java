package com.libswarm.adapter.ssh.internal.config;

import com.libswarm.api.Failure;
import com.libswarm.api.adapter.SpecWords;
import java.util.List;
import java.util.OptionalInt;

/**
 * Where the engine listens on its host.
 *
 * @param socket the path of a unix socket; not used if there is a port
 * @param port on the host's own loopback
 * @param named whether the spec says it; if not, a docker command over there looks for the engine itself
 */
public record EngineAddress(String socket, OptionalInt port, boolean named) {

    private static final String STANDARD = "/var/run/docker.sock";

    /** @throws Failure 400 if the options contradict each other */
    static EngineAddress of(SpecWords spec) {
        List<String> sockets = spec.option("socket");
        List<String> ports = spec.option("port");
        if (!sockets.isEmpty() && !ports.isEmpty()) {
            throw new Failure(400, "The engine listens at a socket or at a port: write --socket or --port, not both.");
        }
        if (!ports.isEmpty()) {
            return new EngineAddress(STANDARD, OptionalInt.of(port(ports.get(ports.size() - 1))), true);
        }
        String socket = sockets.isEmpty() ? STANDARD : sockets.get(sockets.size() - 1);
        if (!socket.startsWith("/")) {
            throw new Failure(400, "The engine's socket '" + socket + "' is not an absolute path on its host.");
        }
        return new EngineAddress(socket, OptionalInt.empty(), !sockets.isEmpty());
    }

    private static int port(String text) {
        int port = text.matches("\\d{1,5}") ? Integer.parseInt(text) : 0;
        if (port < 1 || port > 65535) {
            throw new Failure(400, "The engine's port '" + text + "' is not a number from 1 to 65535.");
        }
        return port;
    }

    /** The command that leads to it over there, for a server that forwards nothing. */
    public String dialCommand() {
        if (!named) {
            return "docker system dial-stdio";
        }
        String host = port.isPresent() ? "tcp://127.0.0.1:" + port.getAsInt() : "unix://" + socket;
        return "docker --host '" + host.replace("'", "'\\''") + "' system dial-stdio";
    }

    /** As it is said to people. */
    @Override
    public String toString() {
        return port.isPresent() ? "port " + port.getAsInt() : socket;
    }
}
