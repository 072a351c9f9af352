package com.libswarm.adapter.docker.internal.client;

import com.libswarm.adapter.docker.internal.http.Address;
import com.libswarm.adapter.docker.internal.tls.TlsSettings;
import com.libswarm.api.Failure;
import java.util.Map;
import java.util.Optional;

/**
 * The engine that a {@code dockerclient} asks, and how: what its spec says, and otherwise the same as the docker command takes from
 * its environment.
 *
 * @param tls for an engine on TCP
 * @param ssh the host on which the address is; empty if it is this one, or one that the address names
 */
record DockerHost(Address address, Optional<TlsSettings> tls, Optional<SshHost> ssh) {

    static final String STANDARD = "unix:///var/run/docker.sock";

    private static final String CONTEXT = "context:";
    /** What Docker uses for an address without a port. */
    private static final int DEFAULT_PORT = 2375;
    private static final int DEFAULT_TLS_PORT = 2376;

    /**
     * Finds it.
     *
     * @param named an address or context; empty if the spec names none
     * @param options what the spec's options say of TLS
     * @throws Failure 400 if there is no such engine, or options contradict each other
     */
    static DockerHost of(String named, Optional<TlsSettings> options, Map<String, String> environment) {
        String host = named.isEmpty() ? environment.getOrDefault("DOCKER_HOST", "") : named;
        if (host.startsWith(CONTEXT)) {
            return inContext(host.substring(CONTEXT.length()), options, environment);
        }
        return host.isEmpty() ? inContext(currentContext(environment), options, environment) : at(host, options, environment);
    }

    private static String currentContext(Map<String, String> environment) {
        return Optional.of(environment.getOrDefault("DOCKER_CONTEXT", "")).filter(name -> !name.isEmpty())
                .or(() -> DockerContext.current(TlsSettings.configuration(environment))).orElse(DockerContext.DEFAULT);
    }

    private static DockerHost inContext(String name, Optional<TlsSettings> options, Map<String, String> environment) {
        if (name.equals(DockerContext.DEFAULT)) {
            String host = environment.getOrDefault("DOCKER_HOST", "");
            return at(host.isEmpty() ? STANDARD : host, options, environment);
        }
        DockerContext context = DockerContext.read(name, TlsSettings.configuration(environment));
        if (options.isPresent()) {
            throw new Failure(400, "The docker context '" + name + "' says itself how TLS is spoken: leave the TLS options out, or write the "
                    + "engine's address instead of the context.");
        }
        return SshHost.is(context.host()) ? over(SshHost.parse(context.host()))
                : new DockerHost(parse(context.host(), context.tls()), context.tls(), Optional.empty());
    }

    private static DockerHost over(SshHost ssh) {
        return new DockerHost(parse(ssh.socket().map(path -> "unix://" + path).orElse(STANDARD), Optional.empty()), Optional.empty(), Optional.of(ssh));
    }

    private static DockerHost at(String host, Optional<TlsSettings> options, Map<String, String> environment) {
        if (SshHost.is(host)) {
            if (options.isPresent()) {
                throw new Failure(400, "TLS is spoken on TCP only, and an engine behind SSH needs none: leave the TLS options out.");
            }
            return over(SshHost.parse(host));
        }
        Optional<TlsSettings> tls = options.or(() -> TlsSettings.ofEnvironment(environment));
        Address address = parse(host.matches("[^/:]+:\\d+") ? "tcp://" + host : host, tls);
        if (address.isUnix() && options.isPresent()) {
            throw new Failure(400, "TLS is spoken on TCP only, and '" + address + "' is a unix socket: leave the TLS options out.");
        }
        return new DockerHost(address, address.isUnix() ? Optional.empty() : tls, Optional.empty());
    }

    private static Address parse(String host, Optional<TlsSettings> tls) {
        return Address.parse(host, tls.isPresent() ? DEFAULT_TLS_PORT : DEFAULT_PORT);
    }
}
