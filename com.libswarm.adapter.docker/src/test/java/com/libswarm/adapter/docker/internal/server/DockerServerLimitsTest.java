package com.libswarm.adapter.docker.internal.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.libswarm.adapter.docker.internal.net.Loops;
import com.libswarm.adapter.docker.internal.net.NoLeaks;
import com.libswarm.adapter.docker.internal.net.Script;
import com.libswarm.adapter.docker.internal.server.RawClient.Response;
import com.libswarm.api.Message;
import com.libswarm.runtime.Swarm;
import java.io.IOException;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

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
        swarm.add(new DockerServer(new Loops(), new ServerLimits(Duration.ofSeconds(1), CONNECTIONS), Map.of()));
        script.answers(message -> {
            message.body().cancel();
            message.reply(Message.ack());
        });
        swarm.add(script);
        try (var free = new ServerSocket(0)) {
            port = free.getLocalPort();
        }
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
    void oneConnectionTooManyIsRefusedUntilOneIsClosed() throws IOException {
        try (var first = new RawClient(port)) {
            try (var second = new RawClient(port)) {
                assertThat(first.send(GET).read().status()).isEqualTo(204);
                assertThat(second.send(GET).read().status()).isEqualTo(204);
                try (var third = new RawClient(port)) {
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
