package com.libswarm.adapter.docker.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.libswarm.adapter.docker.internal.net.NoLeaks;
import com.libswarm.adapter.docker.internal.server.RawClient;
import com.libswarm.conformance.FreePort;
import com.libswarm.conformance.Hop;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Both ends of a chain, between a client and an engine of which every byte is the test's. */
@ExtendWith(NoLeaks.class)
@Timeout(60)
@ParameterizedClass
@EnumSource(Hop.class)
final class DockerChainTest {

    private static final int MANY = 3 * 1024 * 1024;

    @Parameter
    Hop hop;

    @RegisterExtension
    final EngineChain chain = new EngineChain();


    private static byte[] random() {
        byte[] bytes = new byte[MANY];
        new Random(MANY).nextBytes(bytes);
        return bytes;
    }

    /** Sends while the test reads, as a client of a duplex stream must. */
    private static CompletableFuture<Void> sending(RawClient client, byte[] bytes, boolean end) {
        return CompletableFuture.runAsync(() -> {
            try {
                client.socket.getOutputStream().write(bytes);
                if (end) {
                    client.socket.shutdownOutput();
                }
            } catch (IOException closed) {
                throw new AssertionError(closed);
            }
        });
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aStreamIsExactBothWaysAtOnceAndEndsEachWayAlone(boolean upgrade) throws Exception {
        byte[] many = random();
        try (var engine = chain.engine(hop, (peer, n) -> {
            if (peer.head().isEmpty()) {
                return;
            }
            peer.say(upgrade ? "HTTP/1.1 101 UPGRADED\r\nConnection: Upgrade\r\nUpgrade: tcp\r\n\r\n" : "HTTP/1.1 200 OK\r\n\r\n");
            peer.in().transferTo(peer.out());
            peer.say("bye");
        }); var client = chain.client()) {
            client.send("POST /v1.41/containers/web/attach?stdin=1 HTTP/1.1\r\nHost: x\r\n"
                    + (upgrade ? "Connection: Upgrade\r\nUpgrade: tcp\r\n" : "") + "Content-Length: 0\r\n\r\n");
            assertThat(client.read(false).status()).isEqualTo(upgrade ? 101 : 200);
            CompletableFuture<Void> sent = sending(client, many, true);
            assertThat(client.rest().equals(new String(many, StandardCharsets.ISO_8859_1) + "bye")).as("the same came back").isTrue();
            sent.get(10, TimeUnit.SECONDS);
            assertThat(engine.heads.element()).startsWith("POST /v1.41/containers/web/attach?stdin=1 HTTP/1.1\r\n");
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void anArchiveGoesUpAndAnotherComesDownExactly(boolean chunked) throws Exception {
        byte[] many = random();
        String text = new String(many, StandardCharsets.ISO_8859_1);
        var uploaded = new CompletableFuture<String>();
        try (var engine = chain.engine(hop, (peer, n) -> {
            String head = peer.head();
            if (head.startsWith("PUT")) {
                uploaded.complete(peer.bytes(MANY));
                peer.say("HTTP/1.1 200 OK\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
            } else if (!head.isEmpty()) {
                peer.say("HTTP/1.1 200 OK\r\nContent-Type: application/x-tar\r\nConnection: close\r\n"
                        + (chunked ? "Transfer-Encoding: chunked\r\n\r\n" + Integer.toHexString(MANY) + "\r\n" + text + "\r\n0\r\n\r\n"
                        : "Content-Length: " + MANY + "\r\n\r\n" + text));
            }
        }); var client = chain.client()) {
            client.send("PUT /containers/web/archive?path=/ HTTP/1.1\r\nHost: x\r\nContent-Length: " + MANY + "\r\n\r\n");
            sending(client, many, false);
            assertThat(client.read().status()).isEqualTo(200);
            assertThat(uploaded.get(10, TimeUnit.SECONDS).equals(text)).as("the same went up").isTrue();
            assertThat(client.send("GET /containers/web/archive?path=/ HTTP/1.1\r\nHost: x\r\n\r\n").read().body().equals(text))
                    .as("and down").isTrue();
            assertThat(engine.heads).hasSize(2);
        }
    }

    @Test
    void halfAnAnswerNeverLooksWhole() throws Exception {
        try (var engine = chain.engine(hop, (peer, n) -> {
            if (!peer.head().isEmpty()) {
                peer.say("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nhalf\r\n");
            }
        }); var client = chain.client()) {
            client.send("GET /images/x/get HTTP/1.1\r\nHost: x\r\n\r\n").read(false);
            assertThatThrownBy(client::chunksToEnd).isInstanceOf(IOException.class);
            assertThat(engine.heads).hasSize(1);
        }
    }

    @Test
    void aClientThatLeavesFreesTheEngine() throws Exception {
        var left = new CountDownLatch(1);
        try (var engine = chain.engine(hop, (peer, n) -> {
            if (!peer.head().isEmpty()) {
                peer.say("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n");
                peer.rest();
                left.countDown();
            }
        })) {
            try (var client = chain.client()) {
                assertThat(client.send("GET /events HTTP/1.1\r\nHost: x\r\n\r\n").read(false).status()).isEqualTo(200);
            }
            assertThat(left.await(10, TimeUnit.SECONDS)).isTrue();
            assertThat(engine.heads).hasSize(1);
        }
    }

    @Test
    void anEngineThatIsNotThereIsABadGateway() throws Exception {
        int nobody = FreePort.find();
        chain.to(hop, "dockerclient tcp://127.0.0.1:" + nobody);
        try (var client = chain.client()) {
            for (int i = 0; i < 3; i++) {
                var answer = client.send("POST /containers/web/start HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\n\r\n").read();
                assertThat(answer.status()).isEqualTo(502);
                assertThat(answer.body()).contains("tcp://127.0.0.1:" + nobody);
            }
        }
    }
}
