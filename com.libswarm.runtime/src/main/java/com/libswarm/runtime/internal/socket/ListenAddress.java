package com.libswarm.runtime.internal.socket;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.net.UnknownHostException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** {@code tcp://HOST:PORT} or {@code unix:///PATH}. */
record ListenAddress(String url, SocketAddress address, Optional<Path> file) {

    private static final Pattern TCP = Pattern.compile("tcp://(\\[[0-9a-fA-F:.]+]|[^:/\\[\\]]+):(\\d{1,5})/?");

    static ListenAddress parse(String url) throws IOException {
        if (url.startsWith("unix://")) {
            return unix(url, url.substring("unix://".length()));
        }
        Matcher tcp = TCP.matcher(url);
        if (!tcp.matches() || Integer.parseInt(tcp.group(2)) > 65535) {
            throw new IOException("Cannot listen on '" + url + "': write tcp://HOST:PORT or unix:///PATH.");
        }
        String host = tcp.group(1).replaceAll("[\\[\\]]", "");
        try {
            return new ListenAddress(url, new InetSocketAddress(InetAddress.getByName(host), Integer.parseInt(tcp.group(2))), Optional.empty());
        } catch (UnknownHostException unknown) {
            throw new IOException("Cannot listen on " + url + ": the host name '" + host + "' is not known here.");
        }
    }

    private static ListenAddress unix(String url, String path) throws IOException {
        try {
            Path file = Path.of(path);
            if (!file.isAbsolute()) {
                throw new IOException("Cannot listen on '" + url + "': the path is not absolute. Write unix:///PATH.");
            }
            return new ListenAddress(url, UnixDomainSocketAddress.of(file), Optional.of(file));
        } catch (InvalidPathException bad) {
            throw new IOException("Cannot listen on '" + url + "': " + bad.getReason() + ".");
        }
    }

    /** The url with the port that a socket was given. */
    String bound(SocketAddress local) {
        if (!(local instanceof InetSocketAddress)) {
            return url;
        }
        InetSocketAddress inet = (InetSocketAddress) local;
        String host = inet.getAddress().getHostAddress();
        return "tcp://" + (host.indexOf(':') < 0 ? host : "[" + host + "]") + ":" + inet.getPort();
    }
}
