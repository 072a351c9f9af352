package com.libswarm.adapter.docker.internal.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.libswarm.adapter.docker.internal.net.Loops;
import com.libswarm.adapter.docker.internal.net.NoLeaks;
import com.libswarm.adapter.docker.internal.net.Script;
import com.libswarm.adapter.docker.internal.tls.TestCertificates;
import com.libswarm.api.Body;
import com.libswarm.api.Message;
import com.libswarm.conformance.CertificateFolders;
import com.libswarm.conformance.FreePort;
import com.libswarm.runtime.Swarm;
import java.io.IOException;
import java.net.Socket;
import java.nio.file.Path;
import java.util.List;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What client and server agree to speak inside TLS (RFC 7301), as an engine does. */
@ExtendWith(NoLeaks.class)
@Timeout(120)
class ApplicationProtocolTest {

    private static final String GET = "GET /info HTTP/1.1\r\nHost: x\r\n\r\n";

    @TempDir
    static Path folder;

    private static TestCertificates certificates;

    private final Swarm swarm = Swarm.create((level, source, line) -> { });
    private final int port = FreePort.find();

    @BeforeAll
    static void certify() {
        certificates = TestCertificates.in(folder);
    }

    @BeforeEach
    void start() {
        var script = new Script();
        script.answers(message -> message.reply(Message.value().withBody(Body.text("here"))));
        swarm.add(new DockerServer(new Loops()));
        swarm.add(script);
        swarm.create("web", List.of("dockerserver tcp://127.0.0.1:" + port + " " + CertificateFolders.options(certificates.folders().server()), "script"));
    }

    @AfterEach
    void stop() {
        swarm.close();
    }

    @ParameterizedTest
    @CsvSource({"TLSv1.2, 'h2,http/1.1', http/1.1", "TLSv1.3, 'http/1.1', http/1.1", "TLSv1.3, '', ''"})
    void isTheOneThatIsSpoken(String tls, String named, String agreed) throws IOException {
        try (var plain = new Socket("127.0.0.1", port); SSLSocket socket = named(plain, tls, named)) {
            assertThat(socket.getApplicationProtocol()).isEqualTo(agreed);
            assertThat(new RawClient(socket).send(GET).read().body()).isEqualTo("here");
        }
    }

    @Test
    void isNoneForAClientThatSpeaksOnlyOthers() throws IOException {
        try (var plain = new Socket("127.0.0.1", port)) {
            assertThatThrownBy(() -> named(plain, "TLSv1.3", "h2").close()).isInstanceOf(IOException.class)
                    .hasMessageContaining("no_application_protocol");
        }
    }

    private static SSLSocket named(Socket plain, String tls, String named) throws IOException {
        return certificates.over(plain, certificates.folders().client(), socket -> {
            SSLParameters parameters = socket.getSSLParameters();
            parameters.setProtocols(new String[] {tls});
            parameters.setApplicationProtocols(named.isEmpty() ? new String[0] : named.split(","));
            socket.setSSLParameters(parameters);
        });
    }
}
