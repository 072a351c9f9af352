package com.libswarm.adapter.docker.internal.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.libswarm.adapter.docker.internal.client.FakeEngine;
import com.libswarm.adapter.docker.internal.server.RawClient;
import com.libswarm.conformance.FreePort;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Gigabytes through a chain that has 64 MB. */
@Timeout(600)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class ConstantMemoryTest {

    private static final int MEGABYTES = 64;
    /** Heap, buffers, and what a JVM needs beside them. */
    private static final long PEAK = 192L << 20;
    private static final long SOME = 128L << 20;
    /** More than fits into 32 bits. */
    private static final long GIGABYTES = (4L << 30) + 1;
    private static final long GIGABYTE = 1L << 30;
    private static final byte[] BLOCK = new byte[256 * 1024];

    /** How far the writing side has come in the test of now. */
    private final AtomicLong written = new AtomicLong();
    private final Semaphore paused = new Semaphore(0);
    private FakeEngine engine;
    private ChainProcess chain;
    private int port;

    @BeforeAll
    void start() throws IOException {
        engine = new FakeEngine(0, (peer, n) -> {
            for (String head = peer.head(); !head.isEmpty(); head = peer.head()) {
                if (head.startsWith("GET")) {
                    download(peer, Long.parseLong(head.replaceFirst("(?s).*[?&]n=(\\d+).*", "$1")), head.contains("chunked=true"));
                } else if (head.contains("/attach")) {
                    hijack(peer, Long.parseLong(head.replaceFirst("(?s).*[?&]n=(\\d+).*", "$1")));
                } else {
                    if (head.contains("pause=true")) {
                        paused.acquire();
                    }
                    String count = String.valueOf(head.contains("hunked") ? chunks(peer.in()) : bytes(peer.in(), length(head)));
                    peer.say("HTTP/1.1 200 OK\r\nContent-Length: " + count.length() + "\r\n\r\n" + count);
                }
            }
        });
        port = FreePort.find();
        chain = ChainProcess.start(port, engine.port(), MEGABYTES);
    }

    private static long length(String head) {
        return Long.parseLong(head.replaceFirst("(?si).*content-length: (\\d+).*", "$1"));
    }

    private void download(FakeEngine.Peer peer, long n, boolean chunked) throws IOException {
        peer.say("HTTP/1.1 200 OK\r\nContent-Type: application/x-tar\r\n" + (chunked ? "Transfer-Encoding: chunked" : "Content-Length: " + n) + "\r\n\r\n");
        write(peer.out(), n, chunked);
    }

    private static void hijack(FakeEngine.Peer peer, long n) throws Exception {
        peer.say("HTTP/1.1 101 UPGRADED\r\nConnection: Upgrade\r\nUpgrade: tcp\r\n\r\n");
        CompletableFuture<Long> read = CompletableFuture.supplyAsync(() -> readToEnd(peer.in()));
        for (long left = n; left > 0; left -= Math.min(left, BLOCK.length)) {
            peer.out().write(BLOCK, 0, (int) Math.min(left, BLOCK.length));
        }
        peer.say(String.format("%20d", read.get()));
    }

    private void write(OutputStream out, long n, boolean chunked) throws IOException {
        for (long left = n; left > 0; left -= Math.min(left, BLOCK.length)) {
            int size = (int) Math.min(left, BLOCK.length);
            if (chunked) {
                out.write((Integer.toHexString(size) + "\r\n").getBytes(StandardCharsets.ISO_8859_1));
            }
            out.write(BLOCK, 0, size);
            if (chunked) {
                out.write("\r\n".getBytes(StandardCharsets.ISO_8859_1));
            }
            written.addAndGet(size);
        }
        if (chunked) {
            out.write("0\r\n\r\n".getBytes(StandardCharsets.ISO_8859_1));
        }
    }

    private static long bytes(InputStream in, long n) throws IOException {
        in.skipNBytes(n);
        return n;
    }

    private static long chunks(InputStream in) throws IOException {
        long sum = 0;
        for (long n = size(in); n > 0; n = size(in)) {
            in.skipNBytes(n + 2);
            sum += n;
        }
        in.skipNBytes(2);
        return sum;
    }

    private static long size(InputStream in) throws IOException {
        long size = 0;
        for (int c = in.read(); c != '\n'; c = in.read()) {
            size = c == '\r' ? size : size * 16 + Character.digit(c, 16);
        }
        return size;
    }

    private static long readToEnd(InputStream in) {
        byte[] bytes = new byte[64 * 1024];
        long sum = 0;
        try {
            for (int n = in.read(bytes); n >= 0; n = in.read(bytes)) {
                sum += n;
            }
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
        return sum;
    }

    @AfterEach
    void itStaysSmall() throws IOException {
        assertThat(chain.isAlive()).as("it has not run out of memory").isTrue();
        assertThat(chain.peakBytes()).as("the most memory that the chain's process has had").isLessThan(PEAK);
        written.set(0);
    }

    @AfterAll
    void stop() throws IOException {
        System.out.println("ConstantMemoryTest: at most " + (chain.peakBytes() >> 20) + " MB");
        chain.close();
        engine.close();
    }

    private void awaitBackPressure(long total) {
        var before = new AtomicLong(-1);
        await().atMost(Duration.ofSeconds(60)).pollInterval(Duration.ofMillis(200)).until(() -> {
            long now = written.get();
            return before.getAndSet(now) == now && now > 0;
        });
        assertThat(written).hasValueLessThan(total);
    }

    @ParameterizedTest
    @CsvSource({GIGABYTES + ", false", GIGABYTE + ", true"})
    void aDownload(long n, boolean chunked) throws IOException {
        assertThat(get(n, chunked, false)).isEqualTo(n);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aDownloadWhoseReaderPauses(boolean chunked) throws IOException {
        assertThat(get(SOME, chunked, true)).isEqualTo(SOME);
    }

    private long get(long n, boolean chunked, boolean pause) throws IOException {
        try (var client = new RawClient(port)) {
            client.send("GET /images/get?n=" + n + "&chunked=" + chunked + " HTTP/1.1\r\nHost: x\r\n\r\n").read(false);
            if (pause) {
                awaitBackPressure(n);
            }
            return chunked ? client.chunksToEnd() : client.skip(n);
        }
    }

    @ParameterizedTest
    @CsvSource({GIGABYTES + ", false", GIGABYTE + ", true"})
    void anUpload(long n, boolean chunked) throws IOException {
        try (var client = new RawClient(port)) {
            client.send(load("", n, chunked));
            write(client.socket.getOutputStream(), n, chunked);
            assertThat(client.read().body()).isEqualTo(String.valueOf(n));
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void anUploadWhoseReaderPauses(boolean chunked) throws Exception {
        try (var client = new RawClient(port)) {
            client.send(load("?pause=true", SOME, chunked));
            CompletableFuture<Void> up = writing(client, SOME, chunked);
            awaitBackPressure(SOME);
            paused.release();
            assertThat(client.read().body()).isEqualTo(String.valueOf(SOME));
            up.get(60, TimeUnit.SECONDS);
        }
    }

    private static String load(String query, long n, boolean chunked) {
        return "POST /images/load" + query + " HTTP/1.1\r\nHost: x\r\n" + (chunked ? "Transfer-Encoding: chunked" : "Content-Length: " + n) + "\r\n\r\n";
    }

    private CompletableFuture<Void> writing(RawClient client, long n, boolean chunked) {
        return CompletableFuture.runAsync(() -> {
            try {
                write(client.socket.getOutputStream(), n, chunked);
            } catch (IOException broken) {
                throw new UncheckedIOException(broken);
            }
        });
    }

    @Test
    void aStreamBothWays() throws Exception {
        try (var client = new RawClient(port)) {
            client.send("POST /containers/web/attach?n=" + GIGABYTES + " HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: tcp\r\nContent-Length: 0\r\n\r\n");
            assertThat(client.read(false).status()).isEqualTo(101);
            CompletableFuture<Void> up = writing(client, GIGABYTES, false);
            client.skip(GIGABYTES);
            up.get(60, TimeUnit.SECONDS);
            client.socket.shutdownOutput();
            assertThat(client.rest().trim()).isEqualTo(String.valueOf(GIGABYTES));
        }
    }
}
