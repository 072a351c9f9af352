package com.libswarm.e2e.harness;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;

/** A TCP connection whose bytes a test writes and reads by itself; what an HTTP library would not let through. */
public final class RawConnection implements AutoCloseable {

    private final Socket socket;

    private RawConnection(Socket socket) {
        this.socket = socket;
    }

    public static RawConnection open(int port) throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setSoTimeout((int) Program.PATIENCE.toMillis());
        return new RawConnection(socket);
    }

    /** One request, and all that comes until the other side closes. */
    public static String exchange(int port, String request) throws IOException {
        try (RawConnection connection = open(port)) {
            connection.write(request);
            return connection.readAll();
        }
    }

    public RawConnection write(String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
        return this;
    }

    /** Reads until {@code text} has come. */
    public String readUntil(String text) throws IOException {
        StringBuilder read = new StringBuilder();
        while (read.indexOf(text) < 0) {
            int b = socket.getInputStream().read();
            if (b < 0) {
                throw new IOException("The connection ended before '" + text + "' came; what came: " + read);
            }
            read.append((char) b);
        }
        return read.toString();
    }

    /** Reads so many bytes. */
    public String read(int bytes) throws IOException {
        byte[] read = socket.getInputStream().readNBytes(bytes);
        if (read.length < bytes) {
            throw new IOException("The connection ended " + (bytes - read.length) + " bytes too early.");
        }
        return new String(read, StandardCharsets.ISO_8859_1);
    }

    /** Reads to the end. Who refuses a request may reset the connection on which bytes are still to be read: that is an end, too. */
    public String readAll() throws IOException {
        StringBuilder read = new StringBuilder();
        try {
            for (int b = socket.getInputStream().read(); b >= 0; b = socket.getInputStream().read()) {
                read.append((char) b);
            }
        } catch (SocketException reset) {
            // what has come counts
        }
        return read.toString();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
