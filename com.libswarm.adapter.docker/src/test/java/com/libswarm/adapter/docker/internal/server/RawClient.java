package com.libswarm.adapter.docker.internal.server;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** HTTP by hand, so that a test sees every byte. */
public final class RawClient implements AutoCloseable {

    public final Socket socket;
    private final InputStream in;

    public RawClient(int port) throws IOException {
        this(new Socket("127.0.0.1", port));
    }

    /** On a connected socket, which is closed with it. */
    public RawClient(Socket socket) throws IOException {
        this.socket = socket;
        socket.setSoTimeout(30_000);
        in = new BufferedInputStream(socket.getInputStream());
    }

    public record Response(int status, Map<String, String> head, String body) {
    }

    public RawClient send(String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
        return this;
    }

    /** Reads one answer to its end. */
    public Response read() throws IOException {
        return read(true);
    }

    public Response read(boolean withBody) throws IOException {
        int status = Integer.parseInt(line().split(" ")[1]);
        Map<String, String> head = new TreeMap<>();
        for (String line = line(); !line.isEmpty(); line = line()) {
            int colon = line.indexOf(':');
            head.put(line.substring(0, colon).toLowerCase(Locale.ROOT), line.substring(colon + 1).trim());
        }
        String body = "";
        if (withBody && head.containsKey("content-length")) {
            body = bytes(Integer.parseInt(head.get("content-length")));
        } else if (withBody && head.containsKey("transfer-encoding")) {
            body = chunks();
        }
        return new Response(status, head, body);
    }

    private String chunks() throws IOException {
        var text = new StringBuilder();
        for (int n = Integer.parseInt(line(), 16); n > 0; n = Integer.parseInt(line(), 16)) {
            text.append(bytes(n));
            line();
        }
        line();
        return text.toString();
    }

    /** How many bytes come in chunks, to the last one. */
    public long chunksToEnd() throws IOException {
        long sum = 0;
        for (int n = Integer.parseInt(line(), 16); n > 0; n = Integer.parseInt(line(), 16)) {
            in.skipNBytes(n);
            sum += n;
            line();
        }
        line();
        return sum;
    }

    String line() throws IOException {
        var text = new ByteArrayOutputStream();
        for (int c = in.read(); c != '\n'; c = in.read()) {
            if (c < 0) {
                throw new IOException("The connection ended within: " + text);
            }
            text.write(c);
        }
        return text.toString(StandardCharsets.ISO_8859_1).trim();
    }

    /** The next so many bytes. */
    public String bytes(int n) throws IOException {
        return new String(in.readNBytes(n), StandardCharsets.ISO_8859_1);
    }

    /** Reads {@code n} bytes, and gives their number. */
    public long skip(long n) throws IOException {
        in.skipNBytes(n);
        return n;
    }

    /** All that comes until the end. */
    public String rest() throws IOException {
        return new String(in.readAllBytes(), StandardCharsets.ISO_8859_1);
    }

    /** What one read gives. */
    String some() throws IOException {
        byte[] bytes = new byte[64 * 1024];
        int n = in.read(bytes);
        return n < 0 ? "" : new String(bytes, 0, n, StandardCharsets.ISO_8859_1);
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
