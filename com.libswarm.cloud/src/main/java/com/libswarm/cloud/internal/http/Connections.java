package com.libswarm.cloud.internal.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import javax.net.ssl.HttpsURLConnection;
import javax.net.ssl.SSLSocketFactory;

/** One exchange at a time over a connection of the JDK, which it keeps for the next. Thread-safe. */
public final class Connections implements AutoCloseable {

    private static final int CONNECT_MILLIS = 10_000;
    private static final int READ_MILLIS = 60_000;
    private static final int LARGEST_BODY = 32 * 1024 * 1024;

    private final Optional<SSLSocketFactory> tls;
    private final Set<HttpURLConnection> busy = ConcurrentHashMap.newKeySet();
    private volatile boolean closed;

    /** @param tls in place of the JDK's, which trusts the authorities of its cacerts file */
    public Connections(Optional<SSLSocketFactory> tls) {
        this.tls = tls;
    }

    boolean isClosed() {
        return closed;
    }

    /** @throws IOException if no answer came */
    Answer exchange(Ask ask) throws IOException {
        HttpURLConnection connection = (HttpURLConnection) ask.url().toURL().openConnection();
        busy.add(connection);
        try {
            if (closed) {
                throw new IOException("closed");
            }
            prepare(connection, ask);
            if (ask.body().isPresent()) {
                write(connection, ask, ask.body().get().getBytes(UTF_8));
            }
            int status = connection.getResponseCode();
            if (status < 100) {
                throw new IOException("it does not speak HTTP");
            }
            return new Answer(status, head(connection), body(connection, status));
        } finally {
            busy.remove(connection);
        }
    }

    private void prepare(HttpURLConnection connection, Ask ask) throws IOException {
        if (connection instanceof HttpsURLConnection secure) {
            tls.ifPresent(secure::setSSLSocketFactory);
        }
        connection.setRequestMethod(ask.method());
        connection.setConnectTimeout(CONNECT_MILLIS);
        connection.setReadTimeout(READ_MILLIS);
        connection.setInstanceFollowRedirects(false);
        connection.setUseCaches(false);
        connection.setRequestProperty("Accept", "application/json");
        connection.setRequestProperty("User-Agent", "libswarm");
        ask.head().forEach(connection::setRequestProperty);
    }

    private static void write(HttpURLConnection connection, Ask ask, byte[] body) throws IOException {
        connection.setDoOutput(true);
        connection.setRequestProperty("Content-Type", "application/json");
        if (!ask.repeatable()) {
            // or the JDK would send it again by itself when a connection breaks
            connection.setFixedLengthStreamingMode(body.length);
        }
        try (var out = connection.getOutputStream()) {
            out.write(body);
        }
    }

    private static Map<String, String> head(HttpURLConnection connection) {
        var head = new HashMap<String, String>();
        connection.getHeaderFields().forEach((name, values) -> {
            if (name != null) {
                head.put(name.toLowerCase(Locale.ROOT), values.get(0));
            }
        });
        return Map.copyOf(head);
    }

    private static String body(HttpURLConnection connection, int status) throws IOException {
        try (InputStream in = status < 400 ? connection.getInputStream() : connection.getErrorStream()) {
            if (in == null) {
                return "";
            }
            byte[] bytes = in.readNBytes(LARGEST_BODY + 1);
            if (bytes.length > LARGEST_BODY) {
                throw new IOException("its answer has more than " + (LARGEST_BODY >> 20) + " MB");
            }
            return new String(bytes, UTF_8);
        }
    }

    /** Ends what is on its way. */
    @Override
    public void close() {
        closed = true;
        busy.forEach(HttpURLConnection::disconnect);
    }
}
