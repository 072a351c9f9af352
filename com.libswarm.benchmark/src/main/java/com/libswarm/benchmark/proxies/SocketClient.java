package com.libswarm.benchmark.proxies;

import java.io.EOFException;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** A client of an engine at a unix socket, with one connection. */
final class SocketClient implements AutoCloseable {

    private static final ByteBuffer PING = ascii("GET /_ping HTTP/1.1\r\nHost: docker\r\n\r\n");
    private static final int CHUNK = 256 * 1024;

    private final SocketChannel socket;
    private final ByteBuffer buffer = ByteBuffer.allocateDirect(CHUNK);

    SocketClient(Path path) throws IOException {
        socket = SocketChannel.open(UnixDomainSocketAddress.of(path));
    }

    private static ByteBuffer ascii(String text) {
        return ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII));
    }

    /** Asks, and waits for the answer, whose body is {@code OK}. @return how long that took, in microseconds */
    double ping() throws IOException {
        long start = System.nanoTime();
        socket.write(PING.duplicate());
        buffer.clear();
        while (buffer.position() < 6 || !endsWithOk()) {
            read();
        }
        return (System.nanoTime() - start) / 1e3;
    }

    private boolean endsWithOk() {
        int end = buffer.position();
        return buffer.get(end - 2) == 'O' && buffer.get(end - 1) == 'K' && buffer.get(end - 3) == '\n';
    }

    private void read() throws IOException {
        if (socket.read(buffer) < 0) {
            throw new EOFException("The connection was closed.");
        }
    }

    /** Reads an answer to its end, which is that of the connection. @return megabytes a second from the first that came */
    double receive(String path) throws IOException {
        socket.write(ascii("GET " + path + " HTTP/1.1\r\nHost: docker\r\nConnection: close\r\n\r\n"));
        buffer.clear();
        read();
        long start = System.nanoTime();
        long received = 0;
        for (int n = 0; n >= 0; n = socket.read(buffer.clear())) {
            received += n;
        }
        return received * 1e3 / (System.nanoTime() - start);
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
