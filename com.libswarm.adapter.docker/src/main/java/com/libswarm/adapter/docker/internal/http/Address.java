package com.libswarm.adapter.docker.internal.http;

import com.libswarm.api.Failure;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * {@code tcp://HOST:PORT} or {@code unix:///PATH}.
 *
 * @param socket the path of a unix socket; empty for TCP
 */
public record Address(String host, int port, Optional<Path> socket) {

    private static final Pattern TCP = Pattern.compile("tcp://(\\[[0-9a-fA-F:.%]+]|[^:/@\\[\\]?#\\s]*)(?::(\\d{1,5}))?/?");
    private static final String UNIX = "unix://";

    /** What docker knows beside these. */
    private static final Map<String, String> UNSUPPORTED = Map.of(
            "ssh://", "is for engines behind SSH, which only a dockerclient asks: write an address of the form",
            "npipe://", "is a named pipe of Windows, which is not supported: write an address of the form",
            "fd://", "is a socket that systemd hands over, which is not supported: write an address of the form");

    /**
     * Reads an address; without a host it is localhost, as docker has it.
     *
     * @throws Failure 400 if it is neither
     */
    public static Address parse(String url, int defaultPort) {
        if (url.startsWith(UNIX) && url.length() > UNIX.length()) {
            return new Address("", 0, Optional.of(Path.of(url.substring(UNIX.length()))));
        }
        Matcher tcp = TCP.matcher(url);
        if (tcp.matches() && !url.equals("tcp://")) {
            String host = tcp.group(1).isEmpty() ? "localhost" : tcp.group(1).replaceAll("[\\[\\]]", "");
            int port = tcp.group(2) == null ? defaultPort : Integer.parseInt(tcp.group(2));
            if (port <= 65535) {
                return new Address(host, port, Optional.empty());
            }
        }
        throw new Failure(400, "The address '" + withoutUser(url) + "' " + UNSUPPORTED.entrySet().stream()
                .filter(known -> url.startsWith(known.getKey())).map(known -> known.getValue() + " tcp://HOST:PORT or unix:///PATH.").findFirst()
                .orElse("is neither tcp://HOST:PORT nor unix:///PATH."));
    }

    private static String withoutUser(String url) {
        return url.replaceAll("//[^/@]*@", "//***@");
    }

    public boolean isUnix() {
        return socket.isPresent();
    }

    @Override
    public String toString() {
        return socket.map(path -> UNIX + path).orElseGet(() -> "tcp://" + (host.indexOf(':') < 0 ? host : "[" + host + "]") + ":" + port);
    }
}
