package com.libswarm.adapter.docker.internal.client;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/** Says what a real engine never says: garbage, half an answer, nothing. One thread a connection. */
public final class FakeEngine implements AutoCloseable {

    /** What happens on one connection; it is closed afterwards. */
    public interface Play {
        void on(Peer peer, int connection) throws Exception;
    }

    /** The client's side of a connection. */
    public record Peer(Socket socket, InputStream in, Queue<String> heads) {

        /** Reads a request's head, or gives the empty string at the end. */
        public String head() throws IOException {
            var text = new ByteArrayOutputStream();
            for (int c = in.read(); c >= 0; c = in.read()) {
                text.write(c);
                String head = text.toString(StandardCharsets.ISO_8859_1);
                if (head.endsWith("\r\n\r\n")) {
                    heads.add(head);
                    return head;
                }
            }
            return "";
        }

        public void say(String text) throws IOException {
            socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
        }

        public String bytes(int n) throws IOException {
            return new String(in.readNBytes(n), StandardCharsets.ISO_8859_1);
        }

        public String rest() throws IOException {
            return new String(in.readAllBytes(), StandardCharsets.ISO_8859_1);
        }
    }

    public final Queue<String> heads = new ConcurrentLinkedQueue<>();
    final AtomicInteger connections = new AtomicInteger();
    private final ServerSocket listener;
    private final Queue<Socket> sockets = new ConcurrentLinkedQueue<>();

    public FakeEngine(int port, Play play) throws IOException {
        listener = new ServerSocket(port, 50, InetAddress.getLoopbackAddress());
        Thread accepting = new Thread(() -> {
            while (true) {
                try {
                    Socket socket = listener.accept();
                    sockets.add(socket);
                    int number = connections.incrementAndGet();
                    new Thread(() -> play(play, socket, number), "fake-engine-connection").start();
                } catch (IOException closed) {
                    return;
                }
            }
        }, "fake-engine");
        accepting.start();
    }

    private void play(Play play, Socket socket, int number) {
        try (socket) {
            play.on(new Peer(socket, socket.getInputStream(), heads), number);
        } catch (Exception gone) {
            // the client may leave at any moment
        }
    }

    public int port() {
        return listener.getLocalPort();
    }

    @Override
    public void close() throws IOException {
        listener.close();
        for (Socket socket : sockets) {
            socket.close();
        }
    }
}
