package com.libswarm.adapter.docker.internal;

import static org.assertj.core.api.Assertions.assertThat;

import com.libswarm.adapter.docker.internal.net.NoLeaks;
import com.libswarm.conformance.Hop;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Some clients, docker-java among them, start an exec by a request whose own body comes in chunks. */
@ExtendWith(NoLeaks.class)
@Timeout(60)
@ParameterizedClass
@EnumSource(Hop.class)
final class ChunkedOpeningTest {

    private static final String START = "POST /v1.41/exec/x/start HTTP/1.1\r\nHost: d\r\nX-Meta: 1\r\nTransfer-Encoding: chunked\r\n";
    private static final String BODY = "4\r\n{\"De\r\nb;x=y\r\ntach\":true}\r\n0\r\nX-T: 1\r\n\r\n";
    private static final String WHOLE = "{\"Detach\":true}";

    @Parameter
    Hop hop;

    @RegisterExtension
    final EngineChain chain = new EngineChain();

    @ParameterizedTest
    @ValueSource(strings = {"", "Connection: Upgrade\r\nUpgrade: tcp\r\n"})
    void theEngineGetsItWithItsLengthAndThenTheStream(String upgrade) throws Exception {
        String opened = upgrade.isEmpty() ? "HTTP/1.1 200 OK\r\nContent-Type: application/vnd.docker.raw-stream\r\n\r\n"
                : "HTTP/1.1 101 UPGRADED\r\nContent-Type: application/vnd.docker.raw-stream\r\n" + upgrade + "\r\n";
        try (var engine = chain.engine(hop, (peer, n) -> {
            if (!peer.head().isEmpty()) {
                peer.say(opened + peer.bytes(WHOLE.length()));
                peer.say(peer.bytes(5));
                peer.say("[" + peer.rest() + "]");
            }
        }); var client = chain.client()) {
            client.send(START + upgrade + "\r\n" + BODY.substring(0, 7));
            client.send(BODY.substring(7) + "first");
            String expected = opened + WHOLE + "first";
            assertThat(client.bytes(expected.length())).isEqualTo(expected);
            client.send("more").socket.shutdownOutput();
            assertThat(client.rest()).isEqualTo("[more]");
            assertThat(engine.heads.element()).contains("X-Meta: 1\r\n", "Content-Length: " + WHOLE.length() + "\r\n")
                    .doesNotContain("Transfer-Encoding");
        }
    }

    @Test
    void whatFollowsAnUsualAnswerIsTheNextRequest() throws Exception {
        try (var engine = chain.engine(hop, (peer, n) -> {
            for (String head = peer.head(); !head.isEmpty(); head = peer.head()) {
                String body = head.contains("/start ") ? peer.bytes(WHOLE.length()) : "OK";
                peer.say("HTTP/1.1 200 OK\r\nContent-Length: " + body.length() + "\r\n\r\n" + body);
            }
        }); var client = chain.client()) {
            client.send(START + "\r\n" + BODY + "GET /_ping HTTP/1.1\r\nHost: d\r\n\r\n");
            assertThat(client.read().body()).isEqualTo(WHOLE);
            assertThat(client.read().body()).isEqualTo("OK");
            assertThat(engine.heads).hasSize(2);
        }
    }

    @Test
    void aClientThatWaitsIsToldToGoOn() throws Exception {
        try (var engine = chain.engine(hop, (peer, n) -> {
            if (!peer.head().isEmpty()) {
                peer.say("HTTP/1.1 200 OK\r\nContent-Length: " + WHOLE.length() + "\r\n\r\n" + peer.bytes(WHOLE.length()));
            }
        }); var client = chain.client()) {
            String told = "HTTP/1.1 100 Continue\r\n\r\n";
            assertThat(client.send(START + "Expect: 100-continue\r\n\r\n").bytes(told.length())).isEqualTo(told);
            assertThat(client.send(BODY).read().body()).isEqualTo(WHOLE);
            assertThat(engine.heads.element()).doesNotContain("Expect");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"zz\r\n", "4\r\n{\"De", "3\r\n{\"De\r\n", ""})
    void aBodyThatCannotBeReadOrIsNotWholeIsA400(String body) throws Exception {
        try (var engine = chain.engine(hop, (peer, n) -> peer.head()); var client = chain.client()) {
            client.send(START + "\r\n" + body).socket.shutdownOutput();
            assertThat(client.read().status()).isEqualTo(400);
            assertThat(client.rest()).isEmpty();
            assertThat(engine.heads).isEmpty();
        }
    }

    @Test
    void aBodyThatIsNoDescriptionIsA413() throws Exception {
        try (var engine = chain.engine(hop, (peer, n) -> peer.head()); var client = chain.client()) {
            client.send(START + "\r\n10001\r\n" + "a".repeat(0x10001) + "\r\n0\r\n\r\n");
            assertThat(client.read().status()).isEqualTo(413);
            assertThat(engine.heads).isEmpty();
        }
    }

    @Test
    void aClientThatLeavesInTheMiddleLeavesNothing() throws Exception {
        try (var engine = chain.engine(hop, (peer, n) -> peer.head())) {
            try (var client = chain.client()) {
                client.send(START + "\r\n4\r\n{\"De");
                client.socket.setSoLinger(true, 0);
            }
            try (var client = chain.client()) {
                assertThat(client.send("GET /containers/../x HTTP/1.1\r\nHost: d\r\n\r\n").read().status()).isEqualTo(400);
            }
            assertThat(engine.heads).isEmpty();
        }
    }
}
