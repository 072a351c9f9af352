package com.libswarm.cloud.internal;

import com.libswarm.api.Failure;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * How hosts are reached: the spec of the link {@code ssh} that is nested for each.
 *
 * @param tunPort where the engine listens on the host, on its loopback interface
 */
public record Reach(String user, String key, int sshPort, Optional<String> knownHosts, int tunPort) {

    /** What is missing is noted for {@link Settings#check}. */
    static Reach read(Settings settings) {
        return new Reach(settings.need("user"), settings.need("key"), port(settings, "ssh-port", 22), settings.get("known-hosts"),
                port(settings, "tun-port", 2375));
    }

    private static int port(Settings settings, String option, int otherwise) {
        String text = settings.get(option).orElse(Integer.toString(otherwise));
        int port = text.matches("[0-9]{1,5}") ? Integer.parseInt(text) : 0;
        if (port < 1 || port > 65_535) {
            throw new Failure(400, "'--" + option + " " + text + "' is no port: write a number from 1 to 65535.");
        }
        return port;
    }

    /**
     * Before a host is built in vain.
     *
     * @throws Failure 400 if there is no such key
     */
    void check() {
        Path file = Path.of(key.startsWith("~/") ? System.getProperty("user.home") + key.substring(1) : key);
        if (!Files.isReadable(file)) {
            throw new Failure(400, "The private key " + key + " (--key) cannot be read: it is not there, or swarmd's user may not.");
        }
    }

    /**
     * Nobody has seen the key of a host that was just built, so it is taken as it is the first time, and has to be the same from then on.
     */
    String spec(String address) {
        String host = address.contains(":") ? "[" + address + "]" : address;
        var spec = new StringBuilder("ssh");
        for (String word : List.of(user + "@" + host + ":" + sshPort, "--key", key, "--accept-new", "--port", Integer.toString(tunPort))) {
            spec.append(' ').append(quoted(word));
        }
        knownHosts.ifPresent(file -> spec.append(" --known-hosts ").append(quoted(file)));
        return spec.toString();
    }

    private static String quoted(String word) {
        return word.matches("[\\w@%+=:,./\\[\\]-]+") ? word : "'" + word.replace("'", "'\\''") + "'";
    }
}
