package com.libswarm.e2e.storm;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Stands where an engine would, and answers with what it was asked: the id, its checksum, and the checksum and length of the body, or as many
 * bytes as were wanted. It knows each request again that comes a second time, and never closes a connection.
 */
final class EchoEngine implements AutoCloseable {

    static final String PATH = "/storm/";

    private static final Pattern REQUEST = Pattern.compile("(GET|POST) " + PATH + "((\\d+)-(\\d+))/([0-9a-f]+)(?:\\?size=(\\d+)(&chunked=1)?)? HTTP/1\\.1");
    private static final int BACKLOG = 1024;

    private final List<ServerSocket> listeners;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final Map<Integer, BitSet> seen = new ConcurrentHashMap<>();
    private final AtomicLong twice = new AtomicLong();
    private final AtomicLong damaged = new AtomicLong();

    private EchoEngine(List<ServerSocket> listeners) {
        this.listeners = listeners;
        listeners.forEach(listener -> start("echo-accept", () -> accept(listener)));
    }

    /** One that listens on two ports. */
    static EchoEngine start() throws IOException {
        InetAddress loopback = InetAddress.getLoopbackAddress();
        return new EchoEngine(List.of(new ServerSocket(0, BACKLOG, loopback), new ServerSocket(0, BACKLOG, loopback)));
    }

    /** Where it listens, as DOCKER_HOST says it. */
    List<String> urls() {
        return listeners.stream().map(listener -> "tcp://127.0.0.1:" + listener.getLocalPort()).toList();
    }

    /** How many requests came that had come before. */
    long twice() {
        return twice.get();
    }

    /** How many requests were not what a client sends. */
    long damaged() {
        return damaged.get();
    }

    /** The bytes that an answer has besides the id. */
    static String filler(String id, int size) {
        var random = new Random(id.hashCode());
        var text = new StringBuilder(size);
        while (text.length() < size) {
            text.append((char) ('a' + random.nextInt(26)));
        }
        return text.toString();
    }

    private static void start(String name, Runnable work) {
        Thread thread = new Thread(work, name);
        thread.setDaemon(true);
        thread.start();
    }

    private void accept(ServerSocket listener) {
        try {
            while (true) {
                Socket socket = listener.accept();
                open.add(socket);
                start("echo", () -> serve(socket));
            }
        } catch (IOException closed) {
            // the storm is over
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            socket.setTcpNoDelay(true);
            var in = new BufferedInputStream(socket.getInputStream(), 64 * 1024);
            while (answer(in, socket.getOutputStream())) {
                // the next one
            }
        } catch (IOException | RuntimeException left) {
            // a dockerclient that was replaced closes its connections
        } finally {
            open.remove(socket);
        }
    }

    /** Gives whether there was a request. */
    private boolean answer(InputStream in, OutputStream out) throws IOException {
        String head = readHead(in);
        if (head.isEmpty()) {
            return false;
        }
        Matcher request = REQUEST.matcher(head.lines().findFirst().orElse(""));
        if (!request.matches() || !Questions.sum(request.group(2)).equals(request.group(5))) {
            // a dockerclient asks by itself whether the engine is there; nothing else is to come
            damaged.incrementAndGet();
            return false;
        }
        byte[] body = readBody(in, head);
        count(Integer.parseInt(request.group(3)), Integer.parseInt(request.group(4)));
        String id = request.group(2);
        String answer = id + " " + request.group(5) + " " + (request.group(1).equals("GET") ? filler(id, Integer.parseInt(request.group(6)))
                : Questions.sum(body) + " " + body.length);
        out.write(written(answer, request.group(7) != null));
        return true;
    }

    private void count(int client, int number) {
        BitSet numbers = seen.computeIfAbsent(client, c -> new BitSet());
        synchronized (numbers) {
            if (numbers.get(number)) {
                twice.incrementAndGet();
            }
            numbers.set(number);
        }
    }

    private static String readHead(InputStream in) throws IOException {
        var head = new ByteArrayOutputStream();
        int ends = 0;
        while (ends < 4) {
            int b = in.read();
            if (b < 0) {
                return "";
            }
            head.write(b);
            ends = b == (ends % 2 == 0 ? '\r' : '\n') ? ends + 1 : b == '\r' ? 1 : 0;
        }
        return head.toString(StandardCharsets.ISO_8859_1);
    }

    private static byte[] readBody(InputStream in, String head) throws IOException {
        Matcher length = Pattern.compile("(?im)^content-length: (\\d+)\r?$").matcher(head);
        if (length.find()) {
            return Answer.exactly(in, Integer.parseInt(length.group(1)));
        }
        if (!Pattern.compile("(?im)^transfer-encoding: chunked\r?$").matcher(head).find()) {
            return new byte[0];
        }
        return Answer.chunks(in);
    }

    private static byte[] written(String text, boolean chunked) {
        byte[] body = text.getBytes(StandardCharsets.ISO_8859_1);
        if (!chunked) {
            return Question.join(("HTTP/1.1 200 OK\r\nContent-Length: " + body.length + "\r\n\r\n").getBytes(StandardCharsets.ISO_8859_1), body);
        }
        return Question.join("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n".getBytes(StandardCharsets.ISO_8859_1), Question.chunks(body));
    }

    @Override
    public void close() throws IOException {
        for (ServerSocket listener : listeners) {
            listener.close();
        }
        for (Socket socket : open) {
            socket.close();
        }
    }
}
