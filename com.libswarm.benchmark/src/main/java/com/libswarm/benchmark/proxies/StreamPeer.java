package com.libswarm.benchmark.proxies;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An engine's streams and nothing else, on threads that wait: an attach takes or gives as many bytes as {@code up} or {@code down} of
 * its URL says, logs are silent for ever.
 */
final class StreamPeer implements AutoCloseable {

    private static final Pattern DIRECTION = Pattern.compile("(up|down)=(\\d+)");
    private static final int CHUNK = 256 * 1024;
    private static final int BACKLOG = 2048;

    private final ServerSocket listener = new ServerSocket(0, BACKLOG, InetAddress.getLoopbackAddress());

    StreamPeer() throws IOException {
        thread(() -> {
            while (true) {
                Socket client = listener.accept();
                thread(() -> serve(client));
            }
        });
    }

    int port() {
        return listener.getLocalPort();
    }

    private interface Work {
        void run() throws IOException;
    }

    private static void thread(Work work) {
        Thread thread = new Thread(null, () -> {
            try {
                work.run();
            } catch (IOException closed) {
                // that is how it ends
            }
        }, "stream-peer", CHUNK);
        thread.setDaemon(true);
        thread.start();
    }

    private static void serve(Socket client) throws IOException {
        try (client) {
            client.setTcpNoDelay(true);
            InputStream in = client.getInputStream();
            OutputStream out = client.getOutputStream();
            Matcher direction = DIRECTION.matcher(StreamClient.head(in));
            if (!direction.find()) {
                say(out, "HTTP/1.1 200 OK\r\nContent-Type: application/vnd.docker.raw-stream\r\nTransfer-Encoding: chunked\r\n\r\n");
                in.read();
                return;
            }
            say(out, "HTTP/1.1 101 UPGRADED\r\nContent-Type: application/vnd.docker.raw-stream\r\nConnection: Upgrade\r\nUpgrade: tcp\r\n\r\n");
            long bytes = Long.parseLong(direction.group(2));
            if (direction.group(1).equals("up")) {
                in.skipNBytes(bytes);
                say(out, "done");
            } else {
                StreamClient.write(out, bytes);
            }
        }
    }

    private static void say(OutputStream out, String text) throws IOException {
        out.write(text.getBytes(StandardCharsets.US_ASCII));
    }

    @Override
    public void close() throws IOException {
        listener.close();
    }
}
