package com.libswarm.adapter.ssh.internal.config;

import com.libswarm.api.Failure;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * How one host is reached: what the spec, ssh's configuration and ssh's defaults say together.
 *
 * @param address its name or IP address
 * @param known what it is called in the files of known hosts, exactly
 * @param keys files of private keys that have to be there
 * @param likelyKeys files of private keys that are tried if they are there and can be read
 * @param identitiesOnly whether the agent is asked for none but these
 * @param agent the socket of the ssh-agent
 * @param knownHosts the files in which its key is looked for; a new one is recorded in the first
 * @param jumps the hosts on the way to it, the nearest first
 */
public record HostSettings(String user, String address, int port, String known, List<Path> keys, List<Path> likelyKeys,
        boolean identitiesOnly, Optional<Path> agent, List<Path> knownHosts, List<HostSettings> jumps) {

    private static final int DEFAULT_PORT = 22;
    private static final int JUMPS_LIMIT = 8;
    private static final List<String> LIKELY_KEYS = List.of("id_ed25519", "id_ecdsa", "id_rsa");
    private static final Path SYSTEM_KNOWN_HOSTS = Path.of("/etc/ssh/ssh_known_hosts");

    /**
     * Puts it together; files are read.
     *
     * @throws Failure 400 if ssh's configuration cannot be meant
     */
    public static HostSettings of(SshOptions options) {
        return of(options.address(), options, options.jump(), options.hostKeyAlias(), 0);
    }

    private static HostSettings of(SshAddress target, SshOptions options, Optional<String> jump, Optional<String> alias, int depth) {
        if (depth > JUMPS_LIMIT) {
            throw new Failure(400, "ssh's configuration leads to '" + target.host() + "' over more than " + JUMPS_LIMIT
                    + " hosts, or in a circle: see ProxyJump there.");
        }
        var config = new Values(ConfigFile.of(target.host(), options.config(), options.home()), options.home());
        String user = target.user().or(() -> config.first("user")).orElse(System.getProperty("user.name"));
        String address = config.first("hostname").map(name -> name.replace("%h", target.host())).orElse(target.host());
        int port = target.port().orElseGet(() -> config.port().orElse(DEFAULT_PORT));
        config.know(Map.of("%h", address, "%r", user, "%p", String.valueOf(port), "%n", target.host(), "%d", options.home().toString(),
                "%u", System.getProperty("user.name"), "%%", "%"));
        List<Path> configured = config.files("identityfile");
        List<Path> likely = !options.keys().isEmpty() ? List.of() : !configured.isEmpty() ? configured
                : LIKELY_KEYS.stream().map(name -> options.home().resolve(".ssh").resolve(name)).toList();
        boolean only = !options.keys().isEmpty() || config.first("identitiesonly").filter("yes"::equalsIgnoreCase).isPresent();
        List<Path> hosts = options.knownHosts().map(List::of).orElseGet(() -> knownHosts(config, options.home()));
        String jumpHosts = jump.or(() -> config.first("proxyjump")).filter(hop -> !hop.equalsIgnoreCase("none")).orElse("");
        if (jumpHosts.isEmpty() && config.first("proxycommand").filter(command -> !command.equalsIgnoreCase("none")).isPresent()) {
            throw new Failure(400, "ssh's configuration reaches '" + target.host() + "' by a ProxyCommand, which is not supported: use ProxyJump.");
        }
        return new HostSettings(user, address, port, alias.or(() -> config.first("hostkeyalias")).orElseGet(() -> known(address, port)), options.keys(),
                likely, only, agent(config, options), hosts, jumps(jumpHosts, options, depth));
    }

    /** As ssh writes it. */
    private static String known(String address, int port) {
        return port == DEFAULT_PORT ? address : "[" + address + "]:" + port;
    }

    private static List<HostSettings> jumps(String hops, SshOptions options, int depth) {
        List<HostSettings> jumps = new ArrayList<>();
        for (String hop : hops.isEmpty() ? new String[0] : hops.split(",")) {
            // what the configuration says of the way to a hop counts for the first only: the others are reached from the one before
            HostSettings reached = of(SshAddress.parse(hop.strip()), options, jumps.isEmpty() ? Optional.empty() : Optional.of("none"), Optional.empty(), depth + 1);
            jumps.addAll(reached.jumps());
            jumps.add(new HostSettings(reached.user, reached.address, reached.port, reached.known, reached.keys, reached.likelyKeys,
                    reached.identitiesOnly, reached.agent, reached.knownHosts, List.of()));
        }
        return List.copyOf(jumps);
    }

    private static List<Path> knownHosts(Values config, Path home) {
        List<Path> named = config.files("userknownhostsfile");
        List<Path> own = named.isEmpty() ? List.of(home.resolve(".ssh/known_hosts"), home.resolve(".ssh/known_hosts2")) : named;
        return Stream.concat(own.stream(), Stream.of(SYSTEM_KNOWN_HOSTS)).toList();
    }

    private static Optional<Path> agent(Values config, SshOptions options) {
        Optional<String> named = config.first("identityagent");
        if (named.filter(agent -> agent.equals("none")).isPresent()) {
            return Optional.empty();
        }
        return named.filter(agent -> !agent.equals("SSH_AUTH_SOCK")).map(agent -> ConfigFile.path(agent, options.home()))
                .or(() -> Optional.of(options.environment().getOrDefault("SSH_AUTH_SOCK", "")).filter(path -> !path.isEmpty()).map(Path::of));
    }

    /** The keys that are there to be tried. */
    public List<Path> presentKeys() {
        return Stream.concat(keys.stream(), likelyKeys.stream().filter(Files::isReadable)).toList();
    }

    /** As it is said to people: {@code user@host}, with the port if it is not ssh's. */
    @Override
    public String toString() {
        String host = address.indexOf(':') < 0 ? address : "[" + address + "]";
        return user + "@" + host + (port == DEFAULT_PORT ? "" : ":" + port);
    }

    /** The values of ssh's configuration for one host. */
    private static final class Values {

        private final Map<String, List<String>> values;
        private final Path home;
        private Map<String, String> tokens = Map.of();

        Values(Map<String, List<String>> values, Path home) {
            this.values = values;
            this.home = home;
        }

        /** What stands for what in the names of files. */
        void know(Map<String, String> meanings) {
            tokens = meanings;
        }

        Optional<String> first(String keyword) {
            return values.getOrDefault(keyword, List.of()).stream().findFirst();
        }

        Optional<Integer> port() {
            return first("port").map(text -> {
                if (!text.matches("\\d{1,5}")) {
                    throw new Failure(400, "ssh's configuration has the port '" + text.toLowerCase(Locale.ROOT) + "', which is no number.");
                }
                return Integer.parseInt(text);
            });
        }

        List<Path> files(String keyword) {
            return values.getOrDefault(keyword, List.of()).stream().map(this::expand).map(text -> ConfigFile.path(text, home)).toList();
        }

        private String expand(String text) {
            var expanded = new StringBuilder();
            for (int i = 0; i < text.length(); i++) {
                String token = text.substring(i, Math.min(i + 2, text.length()));
                boolean known = tokens.containsKey(token);
                expanded.append(known ? tokens.get(token) : text.charAt(i));
                i += known ? 1 : 0;
            }
            return expanded.toString();
        }
    }
}
