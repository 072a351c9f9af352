package com.libswarm.adapter.docker.internal.http;

import com.libswarm.api.Failure;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * {@code tcp://HOST:PORT} or {@code unix:///PATH}.
 *
 * @param socket the path of a unix socket; empty for TCP
 */
public record Address(String host, int port, Optional<Path> socket) {

    /** @throws Failure 400 if it is neither */
    public static Address parse(String url, int defaultPort) {
        if (url.startsWith("unix://") && url.length() > 7) {
            return new Address("", 0, Optional.of(Path.of(url.substring(7))));
        }
        try {
            URI uri = new URI(url);
            boolean plain = uri.getPath() == null || uri.getPath().isEmpty() || uri.getPath().equals("/");
            if ("tcp".equals(uri.getScheme()) && uri.getHost() != null && plain && uri.getUserInfo() == null) {
                String host = uri.getHost();
                String bare = host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
                return new Address(bare, uri.getPort() < 0 ? defaultPort : uri.getPort(), Optional.empty());
            }
        } catch (URISyntaxException unreadable) {
            // said below
        }
        throw new Failure(400, "The address '" + withoutUser(url) + "' is neither tcp://HOST:PORT nor unix:///PATH.");
    }

    private static String withoutUser(String url) {
        return url.replaceAll("//[^/@]*@", "//***@");
    }

    @Override
    public String toString() {
        return socket.map(path -> "unix://" + path)
                .orElseGet(() -> "tcp://" + (host.indexOf(':') < 0 ? host : "[" + host + "]") + ":" + port);
    }
}
