package com.libswarm.cloud.internal;

import com.libswarm.api.Failure;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * How hosts are reached: the spec of the link {@code ssh} that is nested for each.
 *
 * @param knownHosts where their keys are recorded
 * @param tunPort where the engine listens on the host, on its loopback interface
 */
public record Reach(String user, String key, int sshPort, Path knownHosts, int tunPort) {

    /** What is missing is noted for {@link Settings#check}. */
    static Reach read(Settings settings) {
        return new Reach(settings.need("user"), settings.need("key"), port(settings, "ssh-port", 22), Settings.file(settings.get("known-hosts").orElse("~/.ssh/known_hosts")),
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
        if (!Files.isReadable(Settings.file(key))) {
            throw new Failure(400, "The private key " + key + " (--key) cannot be read: it is not there, or swarmd's user may not.");
        }
    }

    /**
     * Nobody has seen the key of a host that was just built, so it is taken as it is the first time, and has to be the same from then on. It
     * is recorded for this host, not for its address.
     */
    String spec(String name, Location location) {
        String host = location.address().contains(":") ? "[" + location.address() + "]" : location.address();
        var spec = new StringBuilder("ssh");
        for (String word : List.of(user + "@" + host + ":" + sshPort, "--key", key, "--accept-new", "--port", Integer.toString(tunPort),
                "--known-hosts", knownHosts.toString(), "--host-key-alias", HostKeys.alias(name, location.id()))) {
            spec.append(' ').append(quoted(word));
        }
        return spec.toString();
    }

    private static String quoted(String word) {
        return word.matches("[\\w@%+=:,./\\[\\]-]+") ? word : "'" + word.replace("'", "'\\''") + "'";
    }
}
