package com.libswarm.adapter.docker.internal.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.libswarm.adapter.docker.internal.net.Loops;
import com.libswarm.adapter.docker.internal.net.NoLeaks;
import com.libswarm.adapter.docker.internal.net.Script;
import com.libswarm.adapter.docker.internal.server.RawClient.Response;
import com.libswarm.api.Message;
import com.libswarm.conformance.FreePort;
import com.libswarm.runtime.Swarm;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** What clients may use up, with figures that a test can reach. */
@ExtendWith(NoLeaks.class)
@Timeout(60)
final class DockerServerLimitsTest {

    private static final int CONNECTIONS = 2;
    private static final String GET = "GET /info HTTP/1.1\r\nHost: x\r\n\r\n";

    private final Queue<String> warnings = new ConcurrentLinkedQueue<>();
    private final Script script = new Script();
    private Swarm swarm;
    private int port;

    @BeforeEach
    void start() throws IOException {
        swarm = Swarm.create((level, source, line) -> {
            if (level == System.Logger.Level.WARNING) {
                warnings.add(line);
            }
        });
        swarm.add(new DockerServer(new Loops(), new ServerLimits(Duration.ofSeconds(1), CONNECTIONS, Duration.ofMillis(100)), Map.of()));
        script.answers(message -> {
            message.body().cancel();
            message.reply(Message.ack());
        });
        swarm.add(script);
        port = FreePort.find();
        swarm.create("web", List.of("dockerserver tcp://127.0.0.1:" + port, "script"));
    }

    @AfterEach
    void stop() {
        swarm.close();
    }

    @Test
    void aHeadThatIsNotFinishedInTimeIsRefused() throws IOException {
        try (var quiet = new RawClient(port); var slow = new RawClient(port)) {
            assertThat(quiet.send(GET).read().status()).isEqualTo(204);
            assertThat(slow.send(GET).read().status()).isEqualTo(204);
            Response refused = slow.send("GET /info HTTP/1.1\r\nHost").read();
            assertThat(refused.status()).isEqualTo(408);
            assertThat(refused.body()).contains("did not come within 1 seconds");
            assertThat(slow.rest()).isEmpty();
            // as old as the other, but between two requests
            assertThat(quiet.send(GET).read().status()).isEqualTo(204);
        }
    }

    @Test
    void aHeadThatEndsInItsMiddleIsRefused() throws IOException {
        try (var client = new RawClient(port)) {
            client.send(GET + "GET /info HTTP/1.1\r\nHost").socket.shutdownOutput();
            assertThat(client.read().status()).isEqualTo(204);
            assertThat(client.read().status()).isEqualTo(400);
            assertThat(client.rest()).isEmpty();
        }
    }

    @Test
    void aBodyThatNobodyWantsHasToComeInTime() throws IOException {
        try (var client = new RawClient(port)) {
            assertThat(client.send("POST /build HTTP/1.1\r\nHost: x\r\nContent-Length: 10\r\n\r\nhalf").read().status()).isEqualTo(204);
            assertThat(client.rest()).isEmpty();
        }
    }

    @Test
    void aClientThatDiesInAnUploadThatNobodyReadsIsNoticedAtTheNextRead() throws Exception {
        var uploads = new CompletableFuture<Message>();
        script.answers(uploads::complete);
        CompletableFuture<Void> sending;
        try (var client = new RawClient(port)) {
            client.send("POST /build HTTP/1.1\r\nHost: x\r\nContent-Length: 100000000\r\n\r\n");
            sending = CompletableFuture.runAsync(() -> {
                try {
                    client.socket.getOutputStream().write(new byte[50_000_000]);
                } catch (IOException closed) {
                    // the client dies while it sends
                }
            });
            uploads.get(10, TimeUnit.SECONDS);
        }
        sending.get(10, TimeUnit.SECONDS);
        Message upload = uploads.join();
        var cancelled = new CompletableFuture<Void>();
        upload.ret().onCancel(() -> cancelled.complete(null));

        assertThatThrownBy(() -> upload.body().collect(100_000_000).get(10, TimeUnit.SECONDS)).hasRootCauseInstanceOf(IOException.class);
        cancelled.get(10, TimeUnit.SECONDS);
        upload.reply(Message.error(499, "The client has gone away."));
    }

    @Test
    void aClientThatIsResetInAnUploadThatNobodyReadsIsNoticed() throws Exception {
        try (var client = SocketChannel.open(new InetSocketAddress("127.0.0.1", port))) {
            client.setOption(StandardSocketOptions.SO_LINGER, 0);
            diesInAnUploadThatNobodyReads(client);
        }
    }

    @Test
    void aClientOfAUnixSocketThatDiesInAnUploadThatNobodyReadsIsNoticed(@TempDir Path folder) throws Exception {
        Path path = folder.resolve("s.sock");
        swarm.create("unix", List.of("dockerserver unix://" + path, "script"));
        try (var client = SocketChannel.open(UnixDomainSocketAddress.of(path))) {
            diesInAnUploadThatNobodyReads(client);
        }
    }

    private void diesInAnUploadThatNobodyReads(SocketChannel client) throws Exception {
        var uploads = new CompletableFuture<Message>();
        var cancelled = new CompletableFuture<Void>();
        script.answers(upload -> {
            upload.ret().onCancel(() -> cancelled.complete(null));
            uploads.complete(upload);
        });
        client.write(StandardCharsets.US_ASCII.encode("POST /build HTTP/1.1\r\nHost: x\r\nContent-Length: 100000000\r\n\r\n"));
        Message upload = uploads.get(30, TimeUnit.SECONDS);
        client.configureBlocking(false);
        // until there is no room on the way any more
        await().until(() -> client.write(ByteBuffer.allocate(1 << 20)) == 0);
        assertThat(cancelled).isNotDone();
        client.close();
        cancelled.get(30, TimeUnit.SECONDS);
        upload.body().cancel();
        upload.reply(Message.error(499, "The client has gone away."));
    }

    @Test
    void aPauseLosesNothing() throws Exception {
        var uploads = new CompletableFuture<Message>();
        script.answers(uploads::complete);
        byte[] bytes = new byte[5_000_000];
        new Random(bytes.length).nextBytes(bytes);
        try (var client = new RawClient(port)) {
            client.send("POST /build HTTP/1.1\r\nHost: x\r\nContent-Length: " + bytes.length + "\r\n\r\n");
            CompletableFuture<Void> sending = CompletableFuture.runAsync(() -> {
                try {
                    client.socket.getOutputStream().write(bytes);
                } catch (IOException closed) {
                    throw new UncheckedIOException(closed);
                }
            });
            Message upload = uploads.get(30, TimeUnit.SECONDS);
            // long enough to be looked at some times
            await().during(Duration.ofMillis(500)).until(() -> true);
            ByteBuffer come = upload.body().collect(bytes.length).get(30, TimeUnit.SECONDS);
            assertThat(come.equals(ByteBuffer.wrap(bytes))).as("all came as it was sent").isTrue();
            sending.get(30, TimeUnit.SECONDS);
            upload.reply(Message.ack());
            assertThat(client.read().status()).isEqualTo(204);
        }
    }

    @Test
    void moreRefusalsThanAreAnsweredAreClosed() throws IOException {
        List<RawClient> clients = new ArrayList<>();
        try {
            for (int i = 0; i < CONNECTIONS + 200; i++) {
                clients.add(new RawClient(port));
            }
            await().until(() -> warnings.size() == 200);
            assertThat(clients.get(0).send(GET).read().status()).isEqualTo(204);
        } finally {
            for (RawClient client : clients) {
                client.close();
            }
        }
    }

    @Test
    void oneConnectionTooManyIsRefusedUntilOneIsClosed() throws IOException {
        try (var first = new RawClient(port)) {
            try (var second = new RawClient(port)) {
                assertThat(first.send(GET).read().status()).isEqualTo(204);
                assertThat(second.send(GET).read().status()).isEqualTo(204);
                // what a client says before it reads does not cost it the answer
                try (var third = new RawClient(port).send(GET + GET)) {
                    Response refused = third.read();
                    assertThat(refused.status()).isEqualTo(503);
                    assertThat(refused.body()).contains("Too many connections: " + CONNECTIONS);
                    assertThat(third.rest()).isEmpty();
                }
                assertThat(warnings).hasSize(1).allMatch(line -> line.contains("one more was refused"));
                assertThat(first.send(GET).read().status()).isEqualTo(204);
            }
            await().ignoreExceptions().until(() -> {
                try (var next = new RawClient(port)) {
                    return next.send(GET).read().status() == 204;
                }
            });
        }
    }
}
