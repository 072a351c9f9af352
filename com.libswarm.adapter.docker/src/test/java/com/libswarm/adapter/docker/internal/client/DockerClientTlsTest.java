package com.libswarm.adapter.docker.internal.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.libswarm.adapter.docker.internal.net.Loops;
import com.libswarm.adapter.docker.internal.net.NoLeaks;
import com.libswarm.adapter.docker.internal.tls.TestCertificates;
import com.libswarm.api.Body;
import com.libswarm.api.Call;
import com.libswarm.api.Message;
import com.libswarm.api.Verb;
import com.libswarm.conformance.CertificateFolders;
import com.libswarm.conformance.FreePort;
import com.libswarm.runtime.Swarm;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The engine speaks TLS, or should. */
@ExtendWith(NoLeaks.class)
@Timeout(120)
final class DockerClientTlsTest {

    private static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n[]";
    private static final Message LS = Message.of(Verb.Ls, "/containers");

    @TempDir
    static Path folder;

    private static TestCertificates certificates;

    private final Queue<String> warnings = new ConcurrentLinkedQueue<>();
    private Swarm swarm;

    @BeforeAll
    static void certify() {
        certificates = TestCertificates.in(folder);
    }

    @BeforeEach
    void start() {
        swarm = Swarm.create((level, source, line) -> {
            if (level == System.Logger.Level.WARNING) {
                warnings.add(line);
            }
        });
    }

    @AfterEach
    void stop() {
        swarm.close();
    }

    private Message ask(Message message, String spec) throws Exception {
        return ask(message, spec, Map.of());
    }

    private Message ask(Message message, String spec, Map<String, String> environment) throws Exception {
        swarm.add(new DockerClient(new Loops(), environment));
        return Call.ask(swarm.create("web", List.of("dockerclient " + spec)).head(), message).result().get(30, TimeUnit.SECONDS);
    }

    private static String text(Message reply) throws Exception {
        return StandardCharsets.ISO_8859_1.decode(reply.body().collect(10_000_000).get(30, TimeUnit.SECONDS)).toString();
    }

    private static FakeEngine.Play always(String answer) {
        return (peer, n) -> {
            while (!peer.head().isEmpty()) {
                peer.say(answer);
            }
        };
    }

    private static FakeEngine engine(Path own, FakeEngine.Play play) throws IOException {
        return new FakeEngine(plain -> certificates.accept(plain, own), play);
    }

    private static FakeEngine engine(Path own, String protocol, FakeEngine.Play play) throws IOException {
        return new FakeEngine(plain -> certificates.accept(plain, own, protocol), play);
    }

    private static String verifying(Path own) {
        return CertificateFolders.options(own);
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void asksAnEngineThatHasAndWantsACertificate(String protocol) throws Exception {
        for (String host : List.of("localhost", "127.0.0.1")) {
            try (var engine = engine(certificates.folders().server(), protocol, always(OK))) {
                assertThat(text(ask(LS, "tcp://" + host + ":" + engine.port() + " " + verifying(certificates.folders().client())))).isEqualTo("[]");
            }
            stop();
            start();
        }
    }

    @Test
    void theEnvironmentTurnsItOn() throws Exception {
        try (var engine = engine(certificates.folders().server(), always(OK))) {
            var environment = Map.of("DOCKER_HOST", "tcp://localhost:" + engine.port(), "DOCKER_TLS_VERIFY", "1",
                    "DOCKER_CERT_PATH", certificates.folders().client().toString());
            assertThat(text(ask(LS, "", environment))).isEqualTo("[]");
        }
    }

    @Test
    void refusesAnEngineWithAnotherNameUnlessItIsNotToVerify() throws Exception {
        try (var engine = engine(certificates.folders().elsewhere(), always(OK))) {
            String url = "tcp://localhost:" + engine.port() + " ";
            Message refused = ask(LS, url + verifying(certificates.folders().client()));
            assertThat(refused.status()).isEqualTo(502);
            assertThat(refused.text()).contains("Cannot speak TLS").contains("for another name");
            assertThat(warnings).singleElement().asString().contains("for another name");
            stop();
            start();
            assertThat(text(ask(LS, url + verifying(certificates.folders().client()).replace("--tlsverify", "--tls")))).isEqualTo("[]");
        }
    }

    @Test
    void refusesAnEngineOfAnotherAuthority() throws Exception {
        try (var engine = engine(certificates.folders().server(), always(OK))) {
            Message refused = ask(LS, "tcp://localhost:" + engine.port() + " " + verifying(certificates.folders().stranger()));
            assertThat(refused.status()).isEqualTo(502);
            assertThat(refused.text()).contains("is not signed by an authority that is trusted here");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void saysThatTheEngineRefusesTheCertificate(String protocol) throws Exception {
        try (var engine = engine(certificates.folders().server(), protocol, always(OK))) {
            Message refused = ask(LS, "tcp://localhost:" + engine.port() + " --tlsverify --tlscacert " + folder.resolve("ca.pem"));
            assertThat(refused.status()).isEqualTo(502);
            assertThat(refused.text()).contains("TLS");
        }
    }

    @Test
    void saysThatTheEngineDoesNotSpeakTls() throws Exception {
        try (var engine = new FakeEngine(0, (peer, n) -> peer.say("HTTP/1.1 400 Bad Request\r\nConnection: close\r\n\r\n400 Bad Request"))) {
            Message refused = ask(LS, "tcp://localhost:" + engine.port() + " " + verifying(certificates.folders().client()));
            assertThat(refused.status()).isEqualTo(502);
            assertThat(refused.text()).endsWith("the other side does not speak TLS.");
        }
    }

    @Test
    void anEngineThatDiesInTheHandshakeIsABadGateway() throws Exception {
        try (var engine = new FakeEngine(0, (peer, n) -> peer.in().read())) {
            Message refused = ask(LS, "tcp://localhost:" + engine.port() + " " + verifying(certificates.folders().client()));
            assertThat(refused.status()).isEqualTo(502);
            assertThat(refused.text()).contains("tcp://localhost:" + engine.port());
        }
    }

    @Test
    void anEngineThatIsNotThereIsSaidNotToBeThere() throws Exception {
        int nobody = FreePort.find();
        assertThat(ask(LS, "tcp://localhost:" + nobody + " " + verifying(certificates.folders().client())).text()).endsWith("Is it running?");
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void aStreamEndsEachWayAlone(String protocol) throws Exception {
        byte[] many = new byte[1_000_000];
        new Random(1).nextBytes(many);
        try (var engine = engine(certificates.folders().server(), protocol, (peer, n) -> {
            if (!peer.head().isEmpty()) {
                peer.say("HTTP/1.1 101 UPGRADED\r\nConnection: Upgrade\r\nUpgrade: tcp\r\n\r\n");
                if (protocol.equals("TLSv1.2")) {
                    // the JDK's server cannot write any more once its client has ended
                    peer.out().write(peer.in().readNBytes(many.length));
                    peer.say("bye");
                    assertThat(peer.rest()).isEmpty();
                } else {
                    peer.in().transferTo(peer.out());
                    peer.say("bye");
                }
            }
        })) {
            Message reply = ask(Message.of(Verb.Attach, "/containers/web").withBody(Body.of(ByteBuffer.wrap(many))),
                    "tcp://localhost:" + engine.port() + " " + verifying(certificates.folders().client()));
            assertThat(text(reply).equals(new String(many, StandardCharsets.ISO_8859_1) + "bye")).as("the same came back").isTrue();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"HTTP/1.1 101 UPGRADED\r\nConnection: Upgrade\r\nUpgrade: tcp\r\n\r\nhalf", "HTTP/1.1 200 OK\r\nConnection: close\r\n\r\nhalf",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nhalf\r\n"})
    void anAnswerThatIsCutNeverLooksWhole(String answer) throws Exception {
        try (var engine = engine(certificates.folders().server(), (peer, n) -> {
            if (!peer.head().isEmpty()) {
                peer.say(answer);
                // the end of the socket, without that of TLS
                peer.socket().shutdownOutput();
            }
        })) {
            Verb verb = answer.contains("101") ? Verb.Attach : Verb.Get;
            Message reply = ask(Message.of(verb, "/containers/web"), "tcp://localhost:" + engine.port() + " " + verifying(certificates.folders().client()));
            assertThatThrownBy(() -> text(reply)).hasStackTraceContaining("in the middle of its answer");
        }
    }

    @Test
    void anAnswerThatEndsWithTheConnectionIsWhole() throws Exception {
        try (var engine = engine(certificates.folders().server(), (peer, n) -> {
            if (!peer.head().isEmpty()) {
                peer.say("HTTP/1.1 200 OK\r\nConnection: close\r\n\r\nwhole");
            }
        })) {
            assertThat(text(ask(Message.of(Verb.Get, "/x"), "tcp://localhost:" + engine.port() + " " + verifying(certificates.folders().client()))))
                    .isEqualTo("whole");
        }
    }
}
