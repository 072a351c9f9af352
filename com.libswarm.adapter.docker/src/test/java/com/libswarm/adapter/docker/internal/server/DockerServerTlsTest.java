package com.libswarm.adapter.docker.internal.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.libswarm.adapter.docker.internal.net.Loops;
import com.libswarm.adapter.docker.internal.net.NoLeaks;
import com.libswarm.adapter.docker.internal.net.Script;
import com.libswarm.adapter.docker.internal.tls.TestCertificates;
import com.libswarm.api.Body;
import com.libswarm.api.Feed;
import com.libswarm.api.Message;
import com.libswarm.api.Verb;
import com.libswarm.conformance.CertificateFolders;
import com.libswarm.conformance.FreePort;
import com.libswarm.runtime.Chain;
import com.libswarm.runtime.Swarm;
import java.io.IOException;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith(NoLeaks.class)
@Timeout(120)
final class DockerServerTlsTest {

    private static final String GET = "GET /info HTTP/1.1\r\nHost: x\r\n\r\n";
    private static final String ATTACH = "POST /containers/web/attach?stdin=1 HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: tcp\r\n\r\n";

    /** On a busy machine. */
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    static Path folder;

    private static TestCertificates certificates;

    private final Queue<String> warnings = new ConcurrentLinkedQueue<>();
    private final Script script = new Script();
    private Swarm swarm;
    private Chain chain;
    private int port;

    @BeforeAll
    static void certify() {
        certificates = TestCertificates.in(folder);
    }

    @BeforeEach
    void start() throws IOException {
        port = FreePort.find();
        start(Duration.ofSeconds(60));
    }

    private void start(Duration headTime) {
        swarm = Swarm.create((level, source, line) -> {
            if (level == System.Logger.Level.WARNING) {
                warnings.add(line);
            }
        });
        swarm.add(new DockerServer(new Loops(), new ServerLimits(headTime, 100, Duration.ofSeconds(15)), Map.of()));
        swarm.add(script);
        script.answers(message -> {
            message.body().cancel();
            message.reply(Message.value().withBody(Body.text("here")));
        });
        chain = swarm.create("web", List.of(spec(CertificateFolders.options(certificates.folders().server())), "script"));
    }

    private String spec(String options) {
        return "dockerserver tcp://127.0.0.1:" + port + " " + options;
    }

    @AfterEach
    void stop() {
        swarm.close();
    }

    private RawClient client(String... protocols) throws IOException {
        return new RawClient(certificates.connect(port, certificates.folders().client(), protocols));
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void servesAClientWithACertificate(String protocol) throws IOException {
        try (var client = client(protocol)) {
            assertThat(client.send(GET).read().body()).isEqualTo("here");
            assertThat(client.send(GET + GET).read().body()).isEqualTo("here");
            assertThat(client.read().body()).isEqualTo("here");
            assertThat(((SSLSocket) client.socket).getSession().getProtocol()).isEqualTo(protocol);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void servesNobodyElse(String protocol) {
        for (Path own : List.of(certificates.folders().stranger(), folder.resolve("none"))) {
            // with TLS 1.3 a client learns only from the answer that it was refused
            assertThatThrownBy(() -> {
                try (var client = new RawClient(certificates.connect(port, own, protocol))) {
                    client.send(GET).read();
                }
            }).isInstanceOf(IOException.class);
        }
        await().atMost(PATIENCE).until(() -> warnings.stream().anyMatch(line -> line.contains("The TLS handshake with")));
    }

    @Test
    void tellsTheOperatorThatAClientDoesNotTrustTheServer() throws Exception {
        Process client = new ProcessBuilder("openssl", "s_client", "-connect", "127.0.0.1:" + port, "-verify_return_error", "-CAfile",
                certificates.folders().stranger().resolve("ca.pem").toString()).redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.DISCARD).start();
        assertThat(client.waitFor()).isNotZero();
        await().atMost(PATIENCE).until(() -> warnings.stream().anyMatch(line -> line.startsWith("The TLS handshake with 127.0.0.1:")
                && line.endsWith("does it trust this side's certificate (--tlscert)?")));
    }

    @Test
    void tlsWithoutVerifyingServesWhoeverComes() throws IOException {
        chain.swap(1, spec("--tls --tlscert " + certificates.folders().server().resolve("cert.pem") + " --tlskey " + certificates.folders().server().resolve("key.pem")));
        try (var client = new RawClient(certificates.connect(port, folder.resolve("none")))) {
            assertThat(client.send(GET).read().body()).isEqualTo("here");
            // from now on a certificate is asked for, so who has shown none is out
            chain.swap(1, spec(CertificateFolders.options(certificates.folders().server())));
            assertThatThrownBy(() -> {
                // a request that comes early is still answered by the predecessor
                while (true) {
                    client.send(GET).read();
                }
            }).isInstanceOf(IOException.class);
        }
    }

    @Test
    void aClientWithoutTlsIsAnsweredAsAnEngineDoes() throws IOException {
        try (var client = new RawClient(port)) {
            assertThat(client.send(GET).rest()).startsWith("HTTP/1.0 400 Bad Request\r\n")
                    .endsWith("\r\n\r\nClient sent an HTTP request to an HTTPS server.\n");
        }
    }

    @Test
    void aClientWithTlsWhereThereIsNoneIsToldSoAtOnce() throws IOException {
        chain.swap(1, spec(""));
        assertThatThrownBy(() -> client().close()).isInstanceOf(IOException.class).hasMessageNotContaining("timed out");
        try (var client = new RawClient(port)) {
            assertThat(client.send("\u0016\u0003\u0001\u0002\u0000").read().status()).isEqualTo(400);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\u0016\u0003\u0001\u0002\u0000\u0001\u0000", "\u0016\u0003"})
    void aHandshakeThatIsNotFinishedInTimeIsCutOff(String begun) throws IOException {
        swarm.close();
        start(Duration.ofSeconds(1));
        try (var client = new RawClient(port)) {
            assertThat(client.send(begun).rest()).isEmpty();
        }
        await().atMost(PATIENCE).until(() -> warnings.stream().anyMatch(line -> line.contains("the handshake took too long")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"\u0016\u0003\u0001\u0000\u0005hello", "\u0000\u0001\u0002\u0003\u0004\u0005\u0006\u0007", "\u0080\u0080\u0080\u0080\u0080\u0080\u0080",
        "\u0015\u0003\u0003\u0000\u0002\u0002\u0028", "\u0017\u0003\u0003\u0000\u0001x"})
    void garbageInsteadOfAHandshakeHarmsNobody(String garbage) throws IOException {
        try (var client = new RawClient(port)) {
            // perhaps an alert comes, then the end
            assertThat(client.send(garbage).rest()).hasSizeLessThan(10);
        }
        try (var client = client()) {
            assertThat(client.send(GET).read().body()).isEqualTo("here");
        }
    }

    @Test
    void aClientThatDiesInTheHandshakeLeavesNothing() throws IOException {
        for (int i = 0; i < 150; i++) {
            try (var client = new Socket("127.0.0.1", port)) {
                client.getOutputStream().write(new byte[] {22, 3, 1});
            }
        }
        // more than the limit of connections
        await().atMost(PATIENCE).ignoreExceptions().until(() -> {
            try (var client = client()) {
                return client.send(GET).read().body().equals("here");
            }
        });
    }

    /** Sends back what comes, and a word when that has ended. */
    private void echo() {
        script.answers(message -> {
            Feed down = Feed.create(64 * 1024);
            message.reply(Message.of(Verb.Connect, "/").withBody(down.body()));
            message.body().collect(10_000_000).whenComplete((bytes, broken) -> {
                if (broken != null) {
                    down.fail(400, "The input is broken.");
                } else {
                    down.offer(bytes);
                    down.offer(StandardCharsets.US_ASCII.encode("bye"));
                    down.end();
                }
            });
        });
    }

    @Test
    void aStreamEndsEachWayAlone() throws IOException {
        echo();
        byte[] many = new byte[1_000_000];
        new Random(1).nextBytes(many);
        try (var client = client()) {
            assertThat(client.send(ATTACH).read(false).status()).isEqualTo(101);
            client.socket.getOutputStream().write(many);
            client.socket.shutdownOutput();
            assertThat(client.rest().equals(new String(many, StandardCharsets.ISO_8859_1) + "bye")).as("the same came back").isTrue();
        }
    }

    @Test
    void aStreamOfTls12ThatEndsItsInputIsNoWholeOne() throws IOException {
        echo();
        try (var client = client("TLSv1.2")) {
            assertThat(client.send(ATTACH).read(false).status()).isEqualTo(101);
            client.send("input").socket.shutdownOutput();
            // the JDK's engine can write no more, and that must not look like the end of the output
            assertThatThrownBy(client::rest).isInstanceOf(IOException.class);
        }
    }

    @Test
    void aStreamThatIsCutIsBroken() throws Exception {
        var input = new CompletableFuture<ByteBuffer>();
        script.answers(message -> {
            message.reply(Message.of(Verb.Connect, "/").withBody(Feed.create(1).body()));
            message.body().collect(1000).whenComplete((bytes, broken) -> {
                if (broken != null) {
                    input.completeExceptionally(broken);
                } else {
                    input.complete(bytes);
                }
            });
        });
        try (var plain = new Socket("127.0.0.1", port)) {
            SSLSocket socket = certificates.over(plain, certificates.folders().client());
            var client = new RawClient(socket);
            assertThat(client.send(ATTACH).read(false).status()).isEqualTo(101);
            client.send("half");
            // the socket's end, without TLS's own
            plain.shutdownOutput();
            assertThatThrownBy(() -> input.get(30, TimeUnit.SECONDS)).hasMessageContaining("gone");
        }
    }

    @Test
    void anAnswerThatBreaksOffNeverLooksWhole() throws IOException {
        script.answers(message -> {
            Feed down = Feed.create(1000);
            message.reply(Message.of(Verb.Connect, "/").withBody(down.body()));
            down.offer(StandardCharsets.US_ASCII.encode("half"));
            down.fail(502, "The engine is gone.");
        });
        try (var client = client()) {
            assertThat(client.send(ATTACH).read(false).status()).isEqualTo(101);
            assertThatThrownBy(client::rest).isInstanceOf(IOException.class);
        }
    }

    @Test
    void aRenewedCertificateIsShownToNewConnections() throws IOException {
        Path own = Files.createDirectories(folder.resolve("renewed"));
        copy(certificates.folders().server(), own);
        chain.swap(1, spec(CertificateFolders.options(own)));
        try (var before = client()) {
            String first = TestCertificates.serial((SSLSocket) before.socket);
            copy(certificates.folders().elsewhere(), own);
            await().atMost(PATIENCE).until(() -> {
                try (var after = client()) {
                    return !TestCertificates.serial((SSLSocket) after.socket).equals(first);
                }
            });
            Files.writeString(own.resolve("cert.pem"), "nonsense");
            await().atMost(PATIENCE).until(() -> {
                client().close();
                return warnings.stream().anyMatch(line -> line.contains("those from before stay"));
            });
            assertThat(before.send(GET).read().body()).isEqualTo("here");
        }
    }

    private static void copy(Path from, Path to) throws IOException {
        for (String name : List.of("ca.pem", "key.pem", "cert.pem")) {
            Files.copy(from.resolve(name), to.resolve(name), StandardCopyOption.REPLACE_EXISTING);
        }
    }
}
