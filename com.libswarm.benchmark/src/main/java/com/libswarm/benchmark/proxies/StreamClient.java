package com.libswarm.benchmark.proxies;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** Sends and receives streams, and tells how many megabytes a second passed. */
final class StreamClient {

    private static final int CHUNK = 256 * 1024;
    private static final int TIMEOUT_MILLIS = 60_000;

    private StreamClient() {
    }

    /** Receives {@code bytes} bytes at most of the answer to {@code request}, from the first that comes. */
    static double receive(int port, String request, long bytes) throws IOException {
        try (Socket socket = ask(port, request)) {
            InputStream in = socket.getInputStream();
            head(in);
            byte[] chunk = new byte[CHUNK];
            int n = in.read(chunk);
            long start = System.nanoTime();
            long received = 0;
            while (received < bytes && (n = in.read(chunk)) > 0) {
                received += n;
            }
            return received * 1e3 / (System.nanoTime() - start);
        }
    }

    /** Sends {@code bytes} bytes on the stream that {@code request} opens, until the peer says that it has them. */
    static double send(int port, String request, long bytes) throws IOException {
        try (Socket socket = ask(port, request)) {
            InputStream in = socket.getInputStream();
            head(in);
            long start = System.nanoTime();
            write(socket.getOutputStream(), bytes);
            if (in.read() < 0) {
                throw new IOException("The stream broke off.");
            }
            return bytes * 1e3 / (System.nanoTime() - start);
        }
    }

    /** Opens a connection, sends a request and reads the head of its answer. */
    static Socket open(int port, String request) throws IOException {
        Socket socket = ask(port, request);
        head(socket.getInputStream());
        return socket;
    }

    private static Socket ask(int port, String request) throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setTcpNoDelay(true);
        socket.setSoTimeout(TIMEOUT_MILLIS);
        socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
        return socket;
    }

    static void write(OutputStream out, long bytes) throws IOException {
        byte[] chunk = new byte[CHUNK];
        for (long left = bytes; left > 0; left -= chunk.length) {
            out.write(chunk, 0, (int) Math.min(left, chunk.length));
        }
    }

    /** Reads a head byte by byte, because what follows is not to be touched. */
    static String head(InputStream in) throws IOException {
        var head = new StringBuilder();
        while (head.indexOf("\r\n\r\n", Math.max(0, head.length() - 4)) < 0) {
            int c = in.read();
            if (c < 0) {
                throw new IOException("The connection was closed in a head: " + head);
            }
            head.append((char) c);
        }
        return head.toString();
    }
}
