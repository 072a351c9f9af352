package com.libswarm.adapter.docker.internal.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.libswarm.adapter.docker.internal.net.Loops;
import com.libswarm.adapter.docker.internal.net.NoLeaks;
import com.libswarm.adapter.docker.internal.net.Script;
import com.libswarm.adapter.docker.internal.tls.TestCertificates;
import com.libswarm.api.Body;
import com.libswarm.api.Message;
import com.libswarm.conformance.CertificateFolders;
import com.libswarm.conformance.FreePort;
import com.libswarm.runtime.Chain;
import com.libswarm.runtime.Swarm;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;

/** A TLS connection does not notice that the {@code dockerserver} behind it is replaced. */
@ExtendWith(NoLeaks.class)
@Timeout(180)
@ParameterizedClass
@ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
final class DockerServerTlsSwapTest {

    private static final int SWAPS = 100;
    private static final String GET = "GET /info HTTP/1.1\r\nHost: x\r\n\r\n";

    @TempDir
    static Path folder;

    private static TestCertificates certificates;

    @Parameter
    String protocol;

    private final Script script = new Script();
    private final List<String> journal = new CopyOnWriteArrayList<>();
    private Swarm swarm;
    private Chain chain;
    private String spec;
    private int port;

    @BeforeAll
    static void certify() {
        certificates = TestCertificates.in(folder);
    }

    @BeforeEach
    void start() throws IOException {
        swarm = Swarm.create((level, source, line) -> journal.add(line));
        swarm.add(new DockerServer(new Loops(), ServerLimits.STANDARD, Map.of()));
        swarm.add(script);
        script.answers(message -> message.reply(Message.value().withBody(Body.text("here"))));
        port = FreePort.find();
        spec = "dockerserver tcp://127.0.0.1:" + port + " " + CertificateFolders.options(certificates.folders().server());
        chain = swarm.create("web", List.of(spec, "script"));
    }

    @AfterEach
    void stop() {
        swarm.close();
    }

    private RawClient client() throws IOException {
        return new RawClient(certificates.connect(port, certificates.folders().client(), protocol));
    }

    private static void ask(RawClient client) throws IOException {
        assertThat(client.send(GET).read().body()).isEqualTo("here");
    }

    @Test
    void quietAndBusyConnectionsGoOn() throws Exception {
        var end = new AtomicBoolean();
        List<CompletableFuture<Integer>> busy = new ArrayList<>();
        try (var unused = client(); var quiet = client(); var another = client()) {
            ask(quiet);
            for (int i = 0; i < 3; i++) {
                busy.add(CompletableFuture.supplyAsync(() -> askUntil(end)));
            }
            for (int i = 0; i < SWAPS; i++) {
                chain.swap(1, spec);
                if (i % 5 == 0) {
                    ask(quiet);
                }
            }
            end.set(true);
            for (CompletableFuture<Integer> asked : busy) {
                assertThat(asked.get(60, TimeUnit.SECONDS)).isPositive();
            }
            ask(quiet);
            ask(unused);
            ask(another);
        }
    }

    @Test
    void aConnectionThatLeavesAfterTheSwapHasNotFailedInItsHandshake() throws Exception {
        try (Socket below = new Socket("127.0.0.1", port); var leaves = client(); var unused = client(); var stays = client();
                var cut = new RawClient(certificates.over(below, certificates.folders().client(), protocol))) {
            ask(cut);
            ask(leaves);
            ask(unused);
            chain.swap(1, spec);
            below.close();
            leaves.socket.close();
            ask(stays);
            swarm.close();
        }
        assertThat(journal).noneMatch(line -> line.contains("handshake"));
    }

    private int askUntil(AtomicBoolean end) {
        int asked = 0;
        try (var client = client()) {
            do {
                ask(client);
                asked++;
            } while (!end.get());
        } catch (IOException cut) {
            throw new AssertionError("after " + asked + " requests", cut);
        }
        return asked;
    }

    @Test
    void halfARecordGoesAlong() throws Exception {
        var held = new CountDownLatch(1);
        var swapped = new CountDownLatch(1);
        var armed = new AtomicBoolean();
        try (var listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            CompletableFuture<Void> relay = CompletableFuture.runAsync(() -> {
                try (var from = listener.accept(); var to = new Socket("127.0.0.1", port)) {
                    CompletableFuture.runAsync(() -> copy(to, from));
                    byte[] bytes = new byte[64 * 1024];
                    for (int n = from.getInputStream().read(bytes); n > 0; n = from.getInputStream().read(bytes)) {
                        int first = armed.get() ? Math.min(10, n) : n;
                        to.getOutputStream().write(bytes, 0, first);
                        if (first < n) {
                            held.countDown();
                            assertThat(swapped.await(60, TimeUnit.SECONDS)).isTrue();
                            to.getOutputStream().write(bytes, first, n - first);
                        }
                    }
                } catch (IOException | InterruptedException failed) {
                    throw new AssertionError(failed);
                }
            });
            try (var client = new RawClient(certificates.connect(listener.getLocalPort(), certificates.folders().client(), protocol))) {
                ask(client);
                armed.set(true);
                client.send(GET);
                assertThat(held.await(60, TimeUnit.SECONDS)).isTrue();
                for (int i = 0; i < 3; i++) {
                    chain.swap(1, spec);
                }
                armed.set(false);
                swapped.countDown();
                assertThat(client.read().body()).isEqualTo("here");
                ask(client);
            }
            relay.get(60, TimeUnit.SECONDS);
        }
    }

    private static void copy(Socket from, Socket to) {
        try {
            from.getInputStream().transferTo(to.getOutputStream());
        } catch (IOException closed) {
            // the test has ended
        }
    }
}
