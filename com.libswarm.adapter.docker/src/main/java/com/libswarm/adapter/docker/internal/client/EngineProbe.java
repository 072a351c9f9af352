package com.libswarm.adapter.docker.internal.client;

import com.libswarm.adapter.docker.internal.http.Address;
import com.libswarm.api.adapter.Finding;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.UnixDomainSocketAddress;
import java.net.UnknownHostException;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;

/** Looks whether somebody takes connections where an engine should be, and hangs up again. */
final class EngineProbe {

    private static final int CONNECT_MILLIS = 5_000;

    private EngineProbe() {
    }

    /** Blocks for some seconds at most. */
    static Finding look(Address address) {
        try {
            if (address.socket().isPresent()) {
                connect(address.socket().get());
            } else {
                connect(address.host(), address.port());
            }
            return Finding.good("The engine at " + address + " takes connections; it was not asked anything.");
        } catch (SocketTimeoutException slow) {
            return Finding.bad("Cannot connect to the Docker engine at " + address + ": it does not answer in time. Is it running?");
        } catch (IOException why) {
            return Finding.bad(ConnectFailure.sentence(address, why));
        }
    }

    private static void connect(Path socket) throws IOException {
        SocketChannel.open(UnixDomainSocketAddress.of(socket)).close();
    }

    private static void connect(String host, int port) throws IOException {
        var remote = new InetSocketAddress(host, port);
        if (remote.isUnresolved()) {
            throw new UnknownHostException(host);
        }
        try (Socket socket = new Socket()) {
            socket.connect(remote, CONNECT_MILLIS);
        }
    }
}
