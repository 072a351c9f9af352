package com.libswarm.adapter.ssh.internal.stream;

import com.libswarm.adapter.ssh.internal.config.EngineAddress;

/**
 * A way from the SSH server to the engine.
 *
 * @param target a path, a host, or a command
 * @param port of a host
 */
public record Way(Kind kind, String target, int port) {

    /** The types of channels (RFC 4254, and OpenSSH's PROTOCOL file, section 2.4). */
    public enum Kind {
        SOCKET("direct-streamlocal@openssh.com"),
        PORT("direct-tcpip"),
        COMMAND("session");

        private final String type;

        Kind(String type) {
            this.type = type;
        }

        String type() {
            return type;
        }
    }

    /** The server connects to the engine itself. */
    public static Way forwarding(EngineAddress engine) {
        return engine.port().isPresent() ? new Way(Kind.PORT, "127.0.0.1", engine.port().getAsInt()) : new Way(Kind.SOCKET, engine.socket(), 0);
    }

    /** A docker command over there does. */
    public static Way dialing(EngineAddress engine) {
        return new Way(Kind.COMMAND, engine.dialCommand(), 0);
    }
}
