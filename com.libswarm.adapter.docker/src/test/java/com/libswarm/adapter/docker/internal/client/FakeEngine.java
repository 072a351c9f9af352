package com.libswarm.adapter.docker.internal.client;

import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
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
    public record Peer(SocketChannel socket, InputStream in, OutputStream out, Queue<String> heads) {

        /** Reads a request's head, or gives the empty string at the end. */
        public String head() throws IOException {
            var text = new StringBuilder();
            for (int c = in.read(); c >= 0; c = in.read()) {
                text.append((char) c);
                if (c == '\n' && text.indexOf("\r\n\r\n", text.length() - 4) >= 0) {
                    String head = text.toString();
                    heads.add(head);
                    return head;
                }
            }
            return "";
        }

        public void say(String text) throws IOException {
            out.write(text.getBytes(StandardCharsets.ISO_8859_1));
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
    private final ServerSocketChannel listener;
    private final Queue<SocketChannel> sockets = new ConcurrentLinkedQueue<>();

    public FakeEngine(int port, Play play) throws IOException {
        this(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), play);
    }

    /** On TCP, or on a unix socket. */
    FakeEngine(SocketAddress address, Play play) throws IOException {
        this(address, Streams::of, play);
    }

    /** On TCP, with TLS. */
    FakeEngine(Handshake handshake, Play play) throws IOException {
        this(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), socket -> Streams.of(handshake.on(socket.socket())), play);
    }

    /** Makes TLS of a connection that has been accepted. */
    public interface Handshake {
        Socket on(Socket plain) throws IOException;
    }

    private interface Opening {
        Streams on(SocketChannel socket) throws IOException;
    }

    private record Streams(InputStream in, OutputStream out, Closeable end) {

        static Streams of(SocketChannel socket) throws IOException {
            if (!(socket.getLocalAddress() instanceof UnixDomainSocketAddress)) {
                return of(socket.socket());
            }
            // of these one waits for the other: reading and writing at a time is not for them
            return new Streams(Channels.newInputStream(socket), Channels.newOutputStream(socket), socket);
        }

        static Streams of(Socket socket) throws IOException {
            return new Streams(socket.getInputStream(), socket.getOutputStream(), socket);
        }
    }

    private FakeEngine(SocketAddress address, Opening opening, Play play) throws IOException {
        listener = address instanceof UnixDomainSocketAddress ? ServerSocketChannel.open(StandardProtocolFamily.UNIX)
                : ServerSocketChannel.open();
        listener.bind(address);
        Thread accepting = new Thread(() -> {
            while (true) {
                try {
                    SocketChannel socket = listener.accept();
                    sockets.add(socket);
                    int number = connections.incrementAndGet();
                    new Thread(() -> play(opening, play, socket, number), "fake-engine-connection").start();
                } catch (IOException closed) {
                    return;
                }
            }
        }, "fake-engine");
        accepting.start();
    }

    private void play(Opening opening, Play play, SocketChannel socket, int number) {
        try (socket) {
            Streams streams = opening.on(socket);
            try (Closeable end = streams.end) {
                play.on(new Peer(socket, new BufferedInputStream(streams.in), streams.out, heads), number);
            }
        } catch (Exception gone) {
            // the client may leave at any moment
        }
    }

    public int port() {
        return listener.socket().getLocalPort();
    }

    @Override
    public void close() throws IOException {
        listener.close();
        for (SocketChannel socket : sockets) {
            socket.close();
        }
    }
}
