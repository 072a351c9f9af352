package com.libswarm.adapter.docker.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.libswarm.adapter.docker.internal.client.FakeEngine;
import com.libswarm.adapter.docker.internal.net.NoLeaks;
import com.libswarm.adapter.docker.internal.server.RawClient;
import com.libswarm.conformance.Hop;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;
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

/** Clients and engines that leave in the middle, or refuse before all has come: the other side hears of it. */
@ExtendWith(NoLeaks.class)
@Timeout(60)
@ParameterizedClass
@EnumSource(Hop.class)
final class VanishingPeersTest {

    private static final String UPGRADED = "HTTP/1.1 101 UPGRADED\r\nConnection: Upgrade\r\nUpgrade: tcp\r\n\r\n";
    private static final String ATTACH = "POST /containers/x/attach HTTP/1.1\r\nHost: d\r\nConnection: Upgrade\r\nUpgrade: tcp\r\n\r\n";

    @Parameter
    Hop hop;

    @RegisterExtension
    final EngineChain chain = new EngineChain();

    /** How the engine's side of a connection ended. */
    private final CompletableFuture<String> end = new CompletableFuture<>();

    private String ended() throws Exception {
        return end.get(30, TimeUnit.SECONDS);
    }

    @Test
    void aClientThatResetsAStreamEndsItAtTheEngine() throws Exception {
        try (var engine = chain.engine(hop, (peer, n) -> {
            if (!peer.head().isEmpty()) {
                peer.say(UPGRADED);
                endOf(peer);
            }
        })) {
            var client = chain.client();
            assertThat(client.send(ATTACH).bytes(UPGRADED.length())).isEqualTo(UPGRADED);
            client.socket.setSoLinger(true, 0);
            client.close();
            assertThat(ended()).isNotNull();
            assertThat(engine.heads).hasSize(1);
        }
    }

    @Test
    void aClientThatLeavesAStreamFullOfOutputEndsItAtTheEngine() throws Exception {
        try (var engine = chain.engine(hop, (peer, n) -> {
            if (!peer.head().isEmpty()) {
                peer.say(UPGRADED);
                writeUntilItFails(peer);
            }
        })) {
            try (var client = chain.client()) {
                assertThat(client.send(ATTACH).bytes(UPGRADED.length())).isEqualTo(UPGRADED);
                client.bytes(100_000);
            }
            assertThat(ended()).isNotNull();
            assertThat(engine.heads).hasSize(1);
        }
    }

    @Test
    void aClientThatLeavesWhileItWaitsForAnAnswerEndsItAtTheEngine() throws Exception {
        try (var engine = chain.engine(hop, (peer, n) -> {
            if (!peer.head().isEmpty()) {
                endOf(peer);
            }
        })) {
            try (var client = chain.client()) {
                client.send("POST /containers/x/stop?t=1000 HTTP/1.1\r\nHost: d\r\n\r\n");
                await().until(() -> !engine.heads.isEmpty());
            }
            assertThat(ended()).isEmpty();
        }
    }

    @Test
    void aClientThatLeavesInTheMiddleOfAnUploadBreaksItOffAtTheEngine() throws Exception {
        try (var engine = chain.engine(hop, (peer, n) -> {
            if (!peer.head().isEmpty()) {
                endOf(peer);
            }
        })) {
            try (var client = chain.client()) {
                client.send("POST /images/load HTTP/1.1\r\nHost: d\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nhalf\r\n");
                await().until(() -> !engine.heads.isEmpty());
            }
            assertThat(ended()).doesNotContain("0\r\n\r\n");
        }
    }

    @Test
    void aClientThatEndsItsSideGetsTheAnswersToWhatItSent() throws Exception {
        String answer = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n";
        String slow = "1\r\nx\r\n".repeat(5) + "0\r\n\r\n";
        try (var engine = chain.engine(hop, (peer, n) -> {
            for (String head = peer.head(); !head.isEmpty(); head = peer.head()) {
                peer.say(answer);
                for (String chunk : slow.split("(?<=x\r\n)")) {
                    // in all longer than a silent answer would be waited for
                    Thread.sleep(head.contains("slow") ? 500 : 1);
                    peer.say(chunk);
                }
            }
        }); var client = chain.client()) {
            String get = "GET /info HTTP/1.1\r\nHost: d\r\n\r\n";
            client.send(get + get + get.replace("info", "slow") + get);
            client.socket.shutdownOutput();
            assertThat(client.read().body()).isEqualTo("xxxxx");
            assertThat(client.read().body()).isEqualTo("xxxxx");
            assertThat(client.read().body()).isEqualTo("xxxxx");
            assertThat(client.read().body()).isEqualTo("xxxxx");
            assertThat(client.rest()).isEmpty();
            assertThat(engine.heads).hasSize(4);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"Content-Length: 10000000\r\n\r\n", "Transfer-Encoding: chunked\r\n\r\n4c4b40\r\n"})
    void allThatAnEngineSaidBeforeItLeftIsDelivered(String answer) throws Exception {
        int size = 5_000_000;
        try (var engine = chain.engine(hop, (peer, n) -> {
            if (!peer.head().isEmpty()) {
                peer.say("HTTP/1.1 200 OK\r\n" + answer + "x".repeat(size) + (answer.startsWith("Content") ? "" : "\r\n"));
            }
        }); var client = chain.client()) {
            client.send("GET /images/x/get HTTP/1.1\r\nHost: d\r\n\r\n").read(false);

            String rest = client.rest();
            assertThat(rest.chars().filter(c -> c == 'x').count()).isEqualTo(size);
            assertThat(rest).as("its last chunk").doesNotEndWith("0\r\n\r\n");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"Content-Length: 100\r\n\r\nhalf", "Transfer-Encoding: chunked\r\n\r\n4\r\nhalf\r\n",
        "Transfer-Encoding: chunked\r\n\r\n64\r\nhalf"})
    void anEngineThatLeavesInTheMiddleOfAnAnswerBreaksItOffAtTheClient(String answer) throws Exception {
        try (var engine = chain.engine(hop, (peer, n) -> {
            if (!peer.head().isEmpty()) {
                peer.say("HTTP/1.1 200 OK\r\n" + answer);
            }
        }); var client = chain.client()) {
            client.send("GET /containers/x/logs?follow=1 HTTP/1.1\r\nHost: d\r\n\r\n").read(false);
            assertThatThrownBy(() -> {
                if (answer.startsWith("Content")) {
                    assertThat(client.bytes(4)).isEqualTo("half");
                    if (client.rest().isEmpty()) {
                        throw new IOException("It ended " + 96 + " bytes too early.");
                    }
                } else {
                    client.chunksToEnd();
                }
            }).isInstanceOf(IOException.class);
            assertThat(engine.heads).hasSize(1);
        }
    }

    @Test
    void anEngineThatLeavesAStreamEndsItAtTheClient() throws Exception {
        try (var engine = chain.engine(hop, (peer, n) -> {
            if (!peer.head().isEmpty()) {
                peer.say(UPGRADED + "last words");
            }
        }); var client = chain.client()) {
            assertThat(client.send(ATTACH).rest()).isEqualTo(UPGRADED + "last words");
            assertThat(engine.heads).hasSize(1);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void anUploadThatIsRefusedEarlyBlocksNobody(boolean chunked) throws Exception {
        String refusal = "HTTP/1.1 404 Not Found\r\nContent-Length: 38\r\nConnection: close\r\n\r\n{\"message\":\"No such container: nope\"}\n";
        try (var engine = chain.engine(hop, (peer, n) -> {
            if (!peer.head().isEmpty()) {
                peer.bytes(1000);
                peer.say(refusal);
            }
        }); var client = chain.client()) {
            long megabytes = 100;
            client.send("PUT /containers/nope/archive?path=/ HTTP/1.1\r\nHost: d\r\n"
                    + (chunked ? "Transfer-Encoding: chunked" : "Content-Length: " + (megabytes << 20)) + "\r\n\r\n");
            CompletableFuture<Void> sent = CompletableFuture.runAsync(() -> sendMegabytes(client, megabytes, chunked));
            assertThat(client.bytes(refusal.length())).isEqualTo(refusal);
            assertThat(client.rest()).isEmpty();
            sent.get(30, TimeUnit.SECONDS);
            assertThat(engine.heads).hasSize(1);
        }
    }

    private static void sendMegabytes(RawClient client, long megabytes, boolean chunked) {
        try {
            byte[] bytes = new byte[1 << 20];
            for (long i = 0; i < megabytes; i++) {
                if (chunked) {
                    client.send("100000\r\n");
                }
                client.socket.getOutputStream().write(bytes);
                if (chunked) {
                    client.send("\r\n");
                }
            }
            if (chunked) {
                client.send("0\r\n\r\n");
            }
        } catch (IOException refused) {
            // the rest is wanted by nobody
        }
    }

    private void endOf(FakeEngine.Peer peer) {
        try {
            end.complete(peer.rest());
        } catch (IOException reset) {
            end.complete("");
        }
    }

    private void writeUntilItFails(FakeEngine.Peer peer) {
        try {
            while (true) {
                peer.out().write(new byte[10_000]);
            }
        } catch (IOException gone) {
            end.complete("");
        }
    }
}
