package com.libswarm.adapter.docker.internal;

import static org.assertj.core.api.Assertions.assertThat;

import com.libswarm.adapter.docker.internal.net.NoLeaks;
import com.libswarm.adapter.docker.internal.net.Script;
import com.libswarm.api.Message;
import com.libswarm.conformance.Hop;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Who asks whether his body is wanted ({@code Expect: 100-continue}) hears it from who wants it. */
@ExtendWith(NoLeaks.class)
@Timeout(60)
final class ExpectTest {

    private static final String CONTINUE = "HTTP/1.1 100 Continue\r\n\r\n";
    private static final String PUT = "PUT /containers/web/archive?path=/ HTTP/1.1\r\nHost: d\r\nExpect: 100-continue\r\nContent-Length: 4\r\n\r\n";

    private final Script script = new Script();

    @RegisterExtension
    final EngineChain chain = new EngineChain(script);

    @Test
    void theEngineItselfSaysThatTheBodyMayCome() throws Exception {
        try (var engine = chain.engine(Hop.PLAIN, (peer, n) -> {
            if (peer.head().contains("\r\nExpect: 100-continue\r\n")) {
                peer.say(CONTINUE);
                peer.say("HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\n" + peer.bytes(4));
            }
        }); var client = chain.client()) {
            assertThat(client.send(PUT).bytes(CONTINUE.length())).isEqualTo(CONTINUE);
            assertThat(client.send("tar!").read().body()).isEqualTo("tar!");
            assertThat(engine.heads).hasSize(1);
        }
    }

    @Test
    void anEngineThatRefusesSparesTheClientItsBody() throws Exception {
        try (var engine = chain.engine(Hop.PLAIN, (peer, n) -> {
            if (!peer.head().isEmpty()) {
                peer.say("HTTP/1.1 404 Not Found\r\nContent-Length: 2\r\nConnection: close\r\n\r\n{}");
                assertThat(peer.rest()).isEmpty();
            }
        }); var client = chain.client()) {
            assertThat(client.send(PUT).rest()).isEqualTo("HTTP/1.1 404 Not Found\r\nContent-Length: 2\r\nConnection: close\r\n\r\n{}");
            assertThat(engine.heads).hasSize(1);
        }
    }

    @Test
    void anEngineThatDoesNotKnowOfItGetsTheBodyAfterAWhile() throws Exception {
        try (var engine = chain.engine(Hop.PLAIN, (peer, n) -> {
            if (!peer.head().isEmpty()) {
                peer.say("HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\n" + peer.bytes(4));
            }
        }); var client = chain.client()) {
            assertThat(client.send(PUT).bytes(CONTINUE.length())).isEqualTo(CONTINUE);
            assertThat(client.send("tar!").read().body()).isEqualTo("tar!");
            assertThat(engine.heads).hasSize(1);
        }
    }

    @Test
    void aClientThatDoesNotWaitIsServedAllTheSame() throws Exception {
        try (var engine = chain.engine(Hop.PLAIN, (peer, n) -> {
            if (!peer.head().isEmpty()) {
                peer.say(CONTINUE + "HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\n" + peer.bytes(4));
            }
        }); var client = chain.client()) {
            assertThat(client.send(PUT + "tar!").bytes(CONTINUE.length())).isEqualTo(CONTINUE);
            assertThat(client.read().body()).isEqualTo("tar!");
            assertThat(engine.heads).hasSize(1);
        }
    }

    @Test
    void aLinkThatReadsTheBodyLetsItCome() throws Exception {
        script.answers(message -> message.body().collect(10)
                .thenAccept(bytes -> message.reply(Message.value(bytes.remaining() + " bytes"))));
        chain.to(Hop.PLAIN, "script");
        try (var client = chain.client()) {
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
        chain.to(Hop.PLAIN, "script");
        try (var client = chain.client()) {
            assertThat(client.send(PUT).rest()).startsWith("HTTP/1.1 403 Forbidden\r\n").contains("\r\nConnection: close\r\n").endsWith("}\n");
        }
    }

    @Test
    void withoutABodyThereIsNothingToExpect() throws Exception {
        script.answers(message -> message.reply(Message.value("Expect" + message.head().get("Expect"))));
        chain.to(Hop.PLAIN, "script");
        try (var client = chain.client()) {
            String get = "GET /info HTTP/1.1\r\nHost: d\r\nExpect: 100-continue\r\n\r\n";
            assertThat(client.send(get).read().body()).isEqualTo("Expect");
            assertThat(client.send(get.replace("100-continue", "a miracle")).read().status()).isEqualTo(417);
        }
    }
}
