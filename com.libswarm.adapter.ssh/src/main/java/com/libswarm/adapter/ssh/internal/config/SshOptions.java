package com.libswarm.adapter.ssh.internal.config;

import com.libswarm.api.Failure;
import com.libswarm.api.adapter.SpecWords;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What the spec of an {@code ssh} link says.
 *
 * @param keys private keys; if there are any, no others are tried
 * @param knownHosts instead of those of ssh's configuration
 * @param acceptNew whether a host that is not known is trusted, and recorded
 * @param hostKeyAlias what the host is called in the files of known hosts, instead of its address and port
 * @param config files of ssh's configuration, in their order
 * @param environment for the home folder, the agent and the passphrase
 */
public record SshOptions(SshAddress address, EngineAddress engine, List<Path> keys, Optional<Path> knownHosts, boolean acceptNew,
        Optional<String> hostKeyAlias, Optional<Path> passphraseFile, List<Path> config, Optional<String> jump, Map<String, String> environment) {

    private static final Path SYSTEM_CONFIG = Path.of("/etc/ssh/ssh_config");

    /** @throws Failure 400 if the spec cannot be meant */
    public static SshOptions of(SpecWords spec, Map<String, String> environment) {
        Path home = home(environment);
        List<Path> config = last(spec, "config")
                .map(file -> file.equals("none") ? List.<Path>of() : List.of(mustBeThere(ConfigFile.path(file, home))))
                .orElse(List.of(home.resolve(".ssh/config"), SYSTEM_CONFIG));
        return new SshOptions(SshAddress.parse(spec.args().get(0)), EngineAddress.of(spec),
                spec.option("key").stream().map(file -> ConfigFile.path(file, home)).toList(),
                last(spec, "known-hosts").map(file -> ConfigFile.path(file, home)), !spec.option("accept-new").isEmpty(),
                last(spec, "host-key-alias").map(SshOptions::alias),
                last(spec, "passphrase-file").map(file -> ConfigFile.path(file, home)), config, last(spec, "jump"), environment);
    }

    private static String alias(String text) {
        if (!text.matches("[\\w.:\\[\\]-]+")) {
            throw new Failure(400, "'--host-key-alias " + text + "' is no name of a host: use letters, digits, dots, dashes and underscores.");
        }
        return text;
    }

    private static Path mustBeThere(Path file) {
        if (!file.toFile().canRead()) {
            throw new Failure(400, "Cannot read ssh's configuration " + file + ": it is not there, or swarmd's user may not read it.");
        }
        return file;
    }

    private static Optional<String> last(SpecWords spec, String option) {
        return spec.option(option).stream().reduce((first, last) -> last);
    }

    Path home() {
        return home(environment);
    }

    private static Path home(Map<String, String> environment) {
        return Path.of(environment.getOrDefault("HOME", System.getProperty("user.home", "/")));
    }
}
