package com.libswarm.adapter.docker.internal;

import static org.assertj.core.api.Assertions.assertThat;

import com.libswarm.adapter.docker.internal.client.DockerClient;
import com.libswarm.adapter.docker.internal.client.FakeEngine;
import com.libswarm.adapter.docker.internal.net.Loops;
import com.libswarm.adapter.docker.internal.net.NoLeaks;
import com.libswarm.adapter.docker.internal.net.Script;
import com.libswarm.adapter.docker.internal.server.DockerServer;
import com.libswarm.adapter.docker.internal.server.RawClient;
import com.libswarm.api.Message;
import com.libswarm.conformance.FreePort;
import com.libswarm.runtime.Swarm;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** Who asks whether his body is wanted ({@code Expect: 100-continue}) hears it from who wants it. */
@ExtendWith(NoLeaks.class)
@Timeout(60)
final class ExpectTest {

    private static final String CONTINUE = "HTTP/1.1 100 Continue\r\n\r\n";
    private static final String PUT = "PUT /containers/web/archive?path=/ HTTP/1.1\r\nHost: d\r\nExpect: 100-continue\r\nContent-Length: 4\r\n\r\n";

    private final Loops loops = new Loops();
    private final Script script = new Script();
    private Swarm swarm;
    private int port;

    @BeforeEach
    void start() throws IOException {
        swarm = Swarm.create((level, source, line) -> { });
        List.of(new DockerServer(loops), new DockerClient(loops), script).forEach(swarm::add);
        port = FreePort.find();
    }

    @AfterEach
    void stop() {
        swarm.close();
    }

    private void chainTo(String last) {
        swarm.create("web", List.of("dockerserver tcp://127.0.0.1:" + port, last));
    }

    private FakeEngine engine(FakeEngine.Play play) throws IOException {
        FakeEngine engine = new FakeEngine(0, play);
        chainTo("dockerclient tcp://127.0.0.1:" + engine.port());
        return engine;
    }

    @Test
    void theEngineItselfSaysThatTheBodyMayCome() throws Exception {
        try (var engine = engine((peer, n) -> {
            if (peer.head().contains("\r\nExpect: 100-continue\r\n")) {
                peer.say(CONTINUE);
                peer.say("HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\n" + peer.bytes(4));
            }
        }); var client = new RawClient(port)) {
            assertThat(client.send(PUT).bytes(CONTINUE.length())).isEqualTo(CONTINUE);
            assertThat(client.send("tar!").read().body()).isEqualTo("tar!");
            assertThat(engine.heads).hasSize(1);
        }
    }

    @Test
    void anEngineThatRefusesSparesTheClientItsBody() throws Exception {
        try (var engine = engine((peer, n) -> {
            if (!peer.head().isEmpty()) {
                peer.say("HTTP/1.1 404 Not Found\r\nContent-Length: 2\r\nConnection: close\r\n\r\n{}");
                assertThat(peer.rest()).isEmpty();
            }
        }); var client = new RawClient(port)) {
            assertThat(client.send(PUT).rest()).isEqualTo("HTTP/1.1 404 Not Found\r\nContent-Length: 2\r\nConnection: close\r\n\r\n{}");
            assertThat(engine.heads).hasSize(1);
        }
    }

    @Test
    void anEngineThatDoesNotKnowOfItGetsTheBodyAfterAWhile() throws Exception {
        try (var engine = engine((peer, n) -> {
            if (!peer.head().isEmpty()) {
                peer.say("HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\n" + peer.bytes(4));
            }
        }); var client = new RawClient(port)) {
            assertThat(client.send(PUT).bytes(CONTINUE.length())).isEqualTo(CONTINUE);
            assertThat(client.send("tar!").read().body()).isEqualTo("tar!");
            assertThat(engine.heads).hasSize(1);
        }
    }

    @Test
    void aClientThatDoesNotWaitIsServedAllTheSame() throws Exception {
        try (var engine = engine((peer, n) -> {
            if (!peer.head().isEmpty()) {
                peer.say(CONTINUE + "HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\n" + peer.bytes(4));
            }
        }); var client = new RawClient(port)) {
            assertThat(client.send(PUT + "tar!").bytes(CONTINUE.length())).isEqualTo(CONTINUE);
            assertThat(client.read().body()).isEqualTo("tar!");
            assertThat(engine.heads).hasSize(1);
        }
    }

    @Test
    void aLinkThatReadsTheBodyLetsItCome() throws Exception {
        script.answers(message -> message.body().collect(10)
                .thenAccept(bytes -> message.reply(Message.value(bytes.remaining() + " bytes"))));
        chainTo("script");
        try (var client = new RawClient(port)) {
            assertThat(client.send(PUT).bytes(CONTINUE.length())).isEqualTo(CONTINUE);
            assertThat(client.send("tar!").read().body()).isEqualTo("4 bytes");
        }
    }

    @Test
    void aLinkThatDoesNotReadItDoesNot() throws Exception {
        script.answers(message -> {
            message.body().cancel();
            message.reply(Message.error(403, "Not here."));
        });
        chainTo("script");
        try (var client = new RawClient(port)) {
            assertThat(client.send(PUT).rest()).startsWith("HTTP/1.1 403 Forbidden\r\n").contains("\r\nConnection: close\r\n").endsWith("}\n");
        }
    }

    @Test
    void withoutABodyThereIsNothingToExpect() throws Exception {
        script.answers(message -> message.reply(Message.value("Expect" + message.head().get("Expect"))));
        chainTo("script");
        try (var client = new RawClient(port)) {
            String get = "GET /info HTTP/1.1\r\nHost: d\r\nExpect: 100-continue\r\n\r\n";
            assertThat(client.send(get).read().body()).isEqualTo("Expect");
            assertThat(client.send(get.replace("100-continue", "a miracle")).read().status()).isEqualTo(417);
        }
    }
}
