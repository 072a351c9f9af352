package com.libswarm.adapter.docker.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.libswarm.adapter.docker.internal.client.FakeEngine;
import com.libswarm.adapter.docker.internal.net.NoLeaks;
import com.libswarm.conformance.Hop;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What an engine answers comes out of a chain byte for byte, and what a client asks goes in so, but for what belongs to one connection. */
@ExtendWith(NoLeaks.class)
@Timeout(60)
@ParameterizedClass
@EnumSource(Hop.class)
final class ExactAnswersTest {

    private static final String COMMON = "Api-Version: 1.41\r\nContent-Type: application/json\r\nDocker-Experimental: false\r\n"
            + "Ostype: linux\r\nServer: Docker/20.10.24 (linux)\r\nDate: Sun, 22 Nov 2026 23:48:24 GMT\r\n";

    @Parameter
    Hop hop;

    @RegisterExtension
    final EngineChain chain = new EngineChain();


    /** @param asked without the lines that every request has */
    record Exchange(String title, String asked, String answer) {
        @Override
        public String toString() {
            return title;
        }
    }

    static Stream<Exchange> exchanges() {
        String upgrade = "Connection: Upgrade\r\nUpgrade: ";
        return Stream.of(
                new Exchange("a length", "GET /info", "HTTP/1.1 200 OK\r\n" + COMMON + "Content-Length: 2\r\n\r\n{}"),
                new Exchange("the length first", "GET /info", "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n" + COMMON + "\r\n{}"),
                new Exchange("chunks", "GET /images/json", "HTTP/1.1 200 OK\r\n" + COMMON + "Transfer-Encoding: chunked\r\n\r\n2\r\n[]\r\n0\r\n\r\n"),
                new Exchange("not modified", "POST /containers/x/start", "HTTP/1.1 304 Not Modified\r\n" + COMMON + "\r\n"),
                new Exchange("no content", "DELETE /containers/x", "HTTP/1.1 204 No Content\r\n" + COMMON + "\r\n"),
                new Exchange("created", "POST /containers/create", "HTTP/1.1 201 Created\r\n" + COMMON + "Content-Length: 2\r\n\r\n{}"),
                new Exchange("an error", "GET /containers/x/json", "HTTP/1.1 404 Not Found\r\n" + COMMON
                        + "Content-Length: 24\r\n\r\n{\"message\":\"not there\"}\n"),
                new Exchange("an empty error", "GET /containers/x/json", "HTTP/1.1 500 Internal Server Error\r\n" + COMMON
                        + "Content-Length: 0\r\n\r\n"),
                new Exchange("an error in chunks", "GET /containers/x/json", "HTTP/1.1 409 Conflict\r\n" + COMMON
                        + "Transfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\n\r\n"),
                new Exchange("only the head", "HEAD /containers/x/archive?path=/", "HTTP/1.1 200 OK\r\n" + COMMON
                        + "X-Docker-Container-Path-Stat: eyJuYW1lIjoiIn0=\r\n\r\n"),
                new Exchange("fields twice, in any case", "GET /x", "HTTP/1.1 200 OK\r\nx-a: 1\r\nX-B: \r\nX-A: 2\r\nContent-Length: 0\r\n\r\n"),
                new Exchange("hijacked", "POST /containers/x/attach\r\n" + upgrade + "tcp", "HTTP/1.1 101 UPGRADED\r\n"
                        + "Content-Type: application/vnd.docker.raw-stream\r\nConnection: Upgrade\r\nUpgrade: tcp\r\n\r\nout"),
                new Exchange("hijacked, in records", "POST /v1.42/exec/x/start\r\n" + upgrade + "tcp", "HTTP/1.1 101 UPGRADED\r\n"
                        + "Content-Type: application/vnd.docker.multiplexed-stream\r\nConnection: Upgrade\r\nUpgrade: tcp\r\n\r\nout"),
                new Exchange("hijacked without an upgrade", "POST /containers/x/attach", "HTTP/1.1 200 OK\r\n"
                        + "Content-Type: application/vnd.docker.raw-stream\r\n\r\nout"),
                new Exchange("refused after it was hijacked", "POST /containers/x/attach\r\n" + upgrade + "tcp", "HTTP/1.1 404 Not Found\r\n"
                        + "Content-Type: application/vnd.docker.raw-stream\r\n\r\nNo such container: x\r\n"),
                new Exchange("HTTP/2", "POST /session\r\n" + upgrade + "h2c", "HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\n"
                        + "Upgrade: h2c\r\n\r\nPRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"),
                new Exchange("a websocket", "GET /containers/x/attach/ws\r\nSec-WebSocket-Key: a\r\n" + upgrade + "websocket",
                        "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: b\r\n\r\nout"));
    }

    @ParameterizedTest
    @MethodSource("exchanges")
    void anAnswerComesAsItIs(Exchange exchange) throws Exception {
        try (var engine = chain.engine(hop, (peer, n) -> {
            if (!peer.head().isEmpty()) {
                peer.say(exchange.answer);
            }
        }); var client = chain.client()) {
            int target = exchange.asked.indexOf('\r') < 0 ? exchange.asked.length() : exchange.asked.indexOf('\r');
            client.send(exchange.asked.substring(0, target) + " HTTP/1.1\r\nHost: docker" + exchange.asked.substring(target) + "\r\n\r\n");
            assertThat(client.bytes(exchange.answer.length())).isEqualTo(exchange.answer);
            assertThat(engine.heads).hasSize(1);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET /v1.41/containers/json?all=&all=1&&filters=%7B%22label%22%3A%5B%22a%3Db%22%5D%7D", "GET /info?",
        "PUT /v1.42/volumes/v?version=3", "GET /v1.49/images/a/b/json?platform=%7B%22os%22%3A%22linux%22%7D&manifests=1",
        "DELETE /v1.50/images/a?platforms=%7B%7D&platforms=%7B%7D&force", "GET /v1.42/system/df?type=container&type=image",
        "POST /v1.42/containers/x/stop?signal=HUP&t=1", "GET /v1.42/images/json?shared-size=1", "GET /v1.48/debug/vars",
        "POST /v1.48/build/prune?reserved-space=1&max-used-space=2", "GET /v1.55/images/a/b/attestations?platform=x&type=y",
        "POST /v1.99/unheard/of/it?x", "GET /containers/%C3%BC%20a/json", "HEAD /_ping", "OPTIONS /info", "PATCH /containers/x"})
    void aRequestGoesInAsItIs(String request) throws Exception {
        String fields = "User-Agent: Docker-Client/28\r\nX-Registry-Auth: e30=\r\nx-registry-config: e30=\r\nX-Meta: 1\r\nX-Meta: 2\r\n";
        try (var engine = chain.engine(hop, (peer, n) -> {
            peer.head();
            peer.say("HTTP/1.1 204 No Content\r\n\r\n");
        }); var client = chain.client()) {
            assertThat(client.send(request + " HTTP/1.1\r\nHost: d\r\n" + fields + "\r\n").read().status()).isEqualTo(204);
            String expected = request.endsWith("?") ? request.substring(0, request.length() - 1) : request;
            assertThat(engine.heads.element()).startsWith(expected + " HTTP/1.1\r\nHost: docker\r\n" + fields);
        }
    }

    @Test
    void aQueryOf250KilobytesPasses() throws Exception {
        String query = "filters=%7B%22label%22%3A%5B%22" + "a".repeat(250_000) + "%22%5D%7D";
        try (var engine = chain.engine(hop, (peer, n) -> {
            peer.head();
            peer.say("HTTP/1.1 204 No Content\r\n\r\n");
        }); var client = chain.client()) {
            assertThat(client.send("GET /containers/json?" + query + " HTTP/1.1\r\nHost: d\r\n\r\n").read().status()).isEqualTo(204);
            assertThat(engine.heads.element()).contains(query);
        }
    }

    @Test
    void trailersPassBothWays() throws Exception {
        String up = "2\r\nup\r\n0\r\nX-Sum: 1\r\n\r\n";
        String down = "HTTP/1.1 200 OK\r\nTrailer: X-Sum\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nok\r\n0\r\nX-Sum: 2\r\nX-More: 3\r\n\r\n";
        try (var engine = chain.engine(hop, (peer, n) -> {
            if (!peer.head().isEmpty() && peer.bytes(up.length()).equals(up)) {
                peer.say(down);
            }
        }); var client = chain.client()) {
            client.send("POST /images/load HTTP/1.1\r\nHost: d\r\nTransfer-Encoding: chunked\r\nTrailer: X-Sum\r\n\r\n" + up);
            assertThat(client.bytes(down.length())).isEqualTo(down);
            assertThat(engine.heads.element()).contains("Trailer: X-Sum");
        }
    }

    @Test
    void aTrailerSaysNothingThatBelongsIntoTheHead() throws Exception {
        String end = "0\r\nX-Sum: 1\r\n\r\n";
        try (var engine = chain.engine(hop, (peer, n) -> {
            if (!peer.head().isEmpty() && peer.bytes(7 + end.length()).endsWith(end)) {
                peer.say("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nok\r\n0\r\nConnection: close\r\nX-Sum: 1\r\n"
                        + "Transfer-Encoding: chunked\r\nSet-Cookie: a\r\n\r\n");
            }
        }); var client = chain.client()) {
            client.send("POST /images/load HTTP/1.1\r\nHost: d\r\nTransfer-Encoding: chunked\r\n\r\n"
                    + "2\r\nup\r\n0\r\nHost: e\r\nContent-Length: 5\r\nX-Sum: 1\r\nX-Registry-Auth: a\r\nHttp-Method: DELETE\r\n\r\n");
            String whole = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nok\r\n" + end;
            assertThat(client.bytes(whole.length())).isEqualTo(whole);
            client.send("GET /_ping HTTP/1.1\r\nHost: d\r\n\r\n");
            await().until(() -> engine.heads.size() == 2);
        }
    }

    @Test
    void aTrailerIsDroppedWhereNoChunksAre() throws Exception {
        try (var engine = chain.engine(hop, (peer, n) -> {
            peer.head();
            peer.say("HTTP/1.1 200 OK\r\nTrailer: X-Sum\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nok\r\n0\r\nX-Sum: 1\r\n\r\n");
        }); var client = chain.client()) {
            client.send("GET /info HTTP/1.0\r\n\r\n");
            assertThat(client.rest()).startsWith("HTTP/1.0 200 OK\r\n").endsWith("\r\n\r\nok").doesNotContain("X-Sum");
        }
    }

    @Test
    void anHttp10ClientIsAnsweredInItsVersion() throws Exception {
        String body = "{}";
        for (Map.Entry<String, String> answer : Map.of("", "HTTP/1.0 200 OK\r\nContent-Length: 2\r\n\r\n{}",
                "Connection: keep-alive\r\n", "HTTP/1.0 200 OK\r\nContent-Length: 2\r\nConnection: keep-alive\r\n\r\n{}").entrySet()) {
            try (var engine = chain.engine(hop, (peer, n) -> {
                peer.head();
                peer.say("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n" + body);
            }); var client = chain.client()) {
                client.send("GET /info HTTP/1.0\r\n" + answer.getKey() + "\r\n");
                assertThat(client.bytes(answer.getValue().length())).isEqualTo(answer.getValue());
                if (answer.getKey().isEmpty()) {
                    assertThat(client.rest()).isEmpty();
                }
                assertThat(engine.heads.element()).startsWith("GET /info HTTP/1.1\r\n");
            }
            chain.destroy();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"Content-Length: 9\r\n\r\nhalf", "Transfer-Encoding: chunked\r\n\r\n9\r\nhalf", "Transfer-Encoding: chunked\r\n\r\n4\r\nhalf\r\n"})
    void aClientThatEndsItsSideInTheMiddleOfItsBodyIsToldSoAndTheEngineGetsNoEnd(String cut) throws Exception {
        var begun = new CompletableFuture<String>();
        var seen = new CompletableFuture<String>();
        try (var engine = chain.engine(hop, (peer, n) -> {
            String head = peer.head();
            if (!head.isEmpty()) {
                begun.complete(head);
                seen.complete(restOrReset(peer));
            }
        }); var client = chain.client()) {
            client.send("POST /images/load HTTP/1.1\r\nHost: d\r\n" + cut);
            assertThat(begun.get(30, TimeUnit.SECONDS)).startsWith("POST /images/load ");
            client.socket.shutdownOutput();
            assertThat(client.read().status()).isEqualTo(400);
            assertThat(client.rest()).isEmpty();
            assertThat(seen.get(30, TimeUnit.SECONDS)).doesNotEndWith("0\r\n\r\n");
        }
    }

    private static String restOrReset(FakeEngine.Peer peer) {
        try {
            return peer.rest();
        } catch (IOException reset) {
            return "reset";
        }
    }
}
