package com.libswarm.adapter.docker.internal.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.libswarm.adapter.docker.internal.net.Loops;
import com.libswarm.adapter.docker.internal.net.NoLeaks;
import com.libswarm.adapter.docker.internal.net.Script;
import com.libswarm.adapter.docker.internal.tls.TestCertificates;
import com.libswarm.api.Message;
import com.libswarm.conformance.CertificateFolders;
import com.libswarm.conformance.FreePort;
import com.libswarm.runtime.Chain;
import com.libswarm.runtime.Swarm;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.GroupPrincipal;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Where a {@code dockerserver} listens, and for whom. */
@ExtendWith(NoLeaks.class)
@Timeout(60)
final class DockerServerAddressesTest {

    @TempDir
    static Path folder;

    private static TestCertificates certificates;

    private Swarm swarm;

    @BeforeAll
    static void certify() {
        certificates = TestCertificates.in(folder.resolve("certificates"));
    }

    @BeforeEach
    void start() {
        swarm = Swarm.create((level, source, line) -> { });
        swarm.add(new DockerServer(new Loops(), ServerLimits.STANDARD, Map.of("HOME", folder.toString())));
        Script script = new Script();
        swarm.add(script);
        script.answers(message -> message.reply(Message.ack()));
    }

    @AfterEach
    void stop() {
        swarm.close();
    }

    private Chain serve(String rest) {
        return swarm.create("web", List.of("dockerserver " + rest, "script"));
    }

    private static String permissions(Path socket) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(socket));
    }

    private static GroupPrincipal group(Path file) throws IOException {
        return Files.readAttributes(file, PosixFileAttributes.class).group();
    }

    @Test
    void tlsAndPlainAddressesAreServedAtOnce() throws IOException {
        int port = FreePort.find();
        Path socket = folder.resolve("both.sock");
        Path other = folder.resolve("other.sock");
        serve("tcp://127.0.0.1:" + port + " unix://" + socket + " unix://" + other + " " + CertificateFolders.options(certificates.folders().server()));
        try (var client = new RawClient(certificates.connect(port, certificates.folders().client()))) {
            assertThat(client.send("GET /info HTTP/1.1\r\nHost: x\r\n\r\n").read().status()).isEqualTo(204);
        }
        for (Path path : List.of(socket, other)) {
            try (var client = SocketChannel.open(UnixDomainSocketAddress.of(path))) {
                client.write(StandardCharsets.US_ASCII.encode("GET /info HTTP/1.1\r\nHost: x\r\n\r\n"));
                ByteBuffer answer = ByteBuffer.allocate(12);
                while (answer.hasRemaining() && client.read(answer) >= 0) {
                    // until it is full
                }
                assertThat(new String(answer.array(), StandardCharsets.US_ASCII)).isEqualTo("HTTP/1.1 204");
            }
        }
    }

    @Test
    void aSocketHasTheModeAndGroupThatAreAskedFor() throws IOException {
        Path socket = folder.resolve("s.sock");
        Chain chain = serve("unix://" + socket);
        assertThat(permissions(socket)).isEqualTo("rw-rw----");
        // a group that swarmd's user is in
        String own = group(socket).getName();
        chain.swap(1, "dockerserver unix://" + socket + " --socket-mode 0600 --socket-group " + own);
        assertThat(permissions(socket)).isEqualTo("rw-------");
        assertThat(group(socket).getName()).isEqualTo(own);
        chain.swap(1, "dockerserver --insecure --socket-mode 666 unix://" + socket);
        assertThat(permissions(socket)).isEqualTo("rw-rw-rw-");
        chain.swap(1, "dockerserver unix://" + socket);
        assertThat(permissions(socket)).isEqualTo("rw-rw----");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            tcp://0.0.0.0:9999                                      | dockerserver --tlsverify tcp://0.0.0.0:9999
            tcp://0.0.0.0:9999 --tls                                | --tls alone lets everybody in
            tcp://127.0.0.1:0 --tlscert cert.pem                    | --tlscert does not turn TLS on
            tcp://127.0.0.1:0 --tlsverify                           | /.docker/cert.pem: there is no such file
            unix:///tmp/x.sock --tls                                | TLS is spoken on TCP only
            tcp://127.0.0.1:0 --socket-group root                   | there is no unix:///PATH to listen on
            unix:///tmp/x.sock --socket-group no-such-group         | There is no group 'no-such-group'
            unix:///tmp/x.sock --socket-mode rw-rw----              | 'rw-rw----' is no mode
            unix:///tmp/x.sock --socket-mode 0999                   | '0999' is no mode
            unix:///tmp/x.sock --socket-mode 0666                   | every user of this machine could connect
            npipe:////./pipe/docker_engine                          | a named pipe of Windows
            fd://                                                   | a socket that systemd hands over
            """)
    void misuseIsASentence(String spec, String says) {
        assertThatThrownBy(() -> serve(spec)).hasMessageContaining(says);
    }

    @Test
    void withTlsverifyOtherMachinesMayReachIt() {
        assertThat(serve("tcp://0.0.0.0:0 " + CertificateFolders.options(certificates.folders().server())).links().get(0).listens()).hasSize(1);
    }
}
