package com.libswarm.e2e.storm;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

/** Where a chain is to be reached. */
@FunctionalInterface
interface Endpoint {

    Connection open() throws IOException;

    static Endpoint tcp(int port) {
        return () -> {
            Socket socket = connect(port);
            return new Connection("tcp", socket.getInputStream(), socket.getOutputStream(), socket::shutdownOutput, socket);
        };
    }

    static Endpoint unix(Path path) {
        return () -> {
            SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
            try {
                channel.connect(UnixDomainSocketAddress.of(path));
            } catch (IOException refused) {
                channel.close();
                throw refused;
            }
            return new Connection("unix", ChannelStreams.in(channel), ChannelStreams.out(channel), channel::shutdownOutput, channel);
        };
    }

    static Endpoint tls(int port, SSLContext context) {
        return () -> {
            Socket socket = connect(port);
            try {
                SSLSocket secure = (SSLSocket) context.getSocketFactory().createSocket(socket, "localhost", port, true);
                secure.startHandshake();
                // Closing an SSLSocket waits for who reads from it; closing the socket below ends him.
                return new Connection("tls", secure.getInputStream(), secure.getOutputStream(), secure::shutdownOutput, socket);
            } catch (IOException refused) {
                socket.close();
                throw refused;
            }
        };
    }

    private static Socket connect(int port) throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setTcpNoDelay(true);
        return socket;
    }
}
