package com.libswarm.adapter.docker.internal.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

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
import com.libswarm.runtime.Swarm;
import java.io.ByteArrayOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** A client that ends its input in TLS 1.2 does not get an end of the output that is none; what it gets is read here record by record. */
@ExtendWith(NoLeaks.class)
@Timeout(120)
class Tls12EndTest {

    private static final String ATTACH = "POST /containers/web/attach?stdin=1 HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: tcp\r\n\r\n";
    private static final int APPLICATION_DATA = 23;

    @TempDir
    static Path folder;

    @Test
    void noEndComesBehindOutputThatIsOnItsWay() throws IOException {
        TestCertificates certificates = TestCertificates.in(folder);
        int port = FreePort.find();
        var script = new Script();
        script.answers(message -> {
            Feed down = Feed.create(1000);
            message.reply(Message.of(Verb.Connect, "/").withBody(down.body()));
            echo(message.body(), down);
        });
        try (Swarm swarm = Swarm.create((level, source, line) -> { }); Held plain = new Held(port)) {
            swarm.add(new DockerServer(new Loops()));
            swarm.add(script);
            swarm.create("web", List.of("dockerserver tcp://127.0.0.1:" + port + " " + CertificateFolders.options(certificates.folders().server()), "script"));
            plain.connect();
            SSLSocket socket = certificates.over(plain, certificates.folders().client(), "TLSv1.2");
            var client = new RawClient(socket);
            assertThat(client.send(ATTACH).read(false).status()).isEqualTo(101);
            plain.hold();
            client.send("input");
            socket.shutdownOutput();
            plain.letGo();

            assertThatThrownBy(() -> {
                for (int type = record(plain); type >= 0; type = record(plain)) {
                    assertThat(type).as("the type of a record").isEqualTo(APPLICATION_DATA);
                }
            }).isInstanceOf(IOException.class);
        }
    }

    private static void echo(Body from, Feed to) {
        try {
            for (ByteBuffer bytes = from.read(); bytes != Body.END; bytes = from.read()) {
                if (bytes == Body.NOTHING_YET) {
                    from.demand(() -> echo(from, to));
                    return;
                }
                to.offer(ByteBuffer.wrap(StandardCharsets.ISO_8859_1.decode(bytes).toString().getBytes(StandardCharsets.ISO_8859_1)));
            }
        } catch (IOException gone) {
            to.fail(499, "The client is gone.");
        }
    }

    /** Reads a record; gives its type, or -1 at a regular end. */
    private static int record(Socket plain) throws IOException {
        byte[] head = plain.getInputStream().readNBytes(5);
        if (head.length < 5) {
            return -1;
        }
        plain.getInputStream().readNBytes((head[3] & 255) << 8 | head[4] & 255);
        return head[0];
    }

    /** What is written to it can be held back, to leave at once. */
    private static final class Held extends Socket {

        private final int port;
        private final ByteArrayOutputStream held = new ByteArrayOutputStream();
        private boolean holding;

        Held(int port) {
            this.port = port;
        }

        void connect() throws IOException {
            connect(new InetSocketAddress("127.0.0.1", port));
        }

        void hold() {
            holding = true;
        }

        void letGo() throws IOException {
            super.getOutputStream().write(held.toByteArray());
        }

        @Override
        public void shutdownOutput() {
            // only TLS ends
        }

        @Override
        public OutputStream getOutputStream() throws IOException {
            return new FilterOutputStream(super.getOutputStream()) {
                @Override
                public void write(int octet) throws IOException {
                    write(new byte[] {(byte) octet}, 0, 1);
                }

                @Override
                public void write(byte[] bytes, int at, int n) throws IOException {
                    if (holding) {
                        held.write(bytes, at, n);
                    } else {
                        out.write(bytes, at, n);
                    }
                }
            };
        }
    }
}
