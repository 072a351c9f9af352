package com.libswarm.adapter.docker.internal;

import static org.assertj.core.api.Assertions.assertThat;

import com.libswarm.adapter.docker.internal.net.NoLeaks;
import com.libswarm.conformance.Hop;
import java.io.IOException;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Heads of a megabyte, as an engine takes them: they pass, and none takes more than its part of the time. */
@ExtendWith(NoLeaks.class)
@Timeout(60)
@ParameterizedClass
@EnumSource(Hop.class)
final class LargeHeadTest {

    private static final int SIZE = 1_000_000;
    /** Of many small fields, which take more on the wire. */
    private static final int MANY = 500_000;

    @Parameter
    Hop hop;

    @RegisterExtension
    final EngineChain chain = new EngineChain();

    private String ask(String head) throws IOException {
        try (var engine = chain.engine(hop, (peer, n) -> {
            if (!peer.head().isEmpty()) {
                peer.say("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nOK");
            }
        }); var client = chain.client()) {
            assertThat(client.send(head).read().body()).isEqualTo("OK");
            return engine.heads.element();
        } finally {
            chain.destroy();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"X: y\r\n", "Cookie:b\r\n", "Trailer: a\r\n", "Upgrade: h2c\r\n", "Connection: a\r\n", "Status: 1\r\n"})
    void ofManyFields(String field) throws IOException {
        String passed = ask("GET /info HTTP/1.1\r\nHost: x\r\n" + field.repeat(MANY / field.length()) + "\r\n");

        boolean stays = field.startsWith("X") || field.startsWith("Cookie") || field.startsWith("Trailer");
        assertThat(passed.length()).isGreaterThan(stays ? MANY - field.length() : 0).isLessThan(stays ? 2 * MANY : 1000);
    }

    @ParameterizedTest
    @ValueSource(strings = {"X: LONG", "Connection: LIST", "X-Registry-Auth: LONG"})
    void ofLargeFields(String field) throws IOException {
        String head = field.replace("LONG", "x".repeat(SIZE)).replace("LIST", "ab,".repeat(SIZE / 3));
        String passed = ask("GET /info HTTP/1.1\r\nHost: x\r\n" + head + "\r\n\r\n");

        assertThat(passed.length() > SIZE).isEqualTo(field.endsWith("LONG"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"x", "%7B", "&a=b"})
    void ofALargeQuery(String part) throws IOException {
        String target = "/containers/json?filters=" + part.repeat(SIZE / part.length());

        assertThat(ask("GET " + target + " HTTP/1.1\r\nHost: x\r\n\r\n").startsWith("GET " + target + " HTTP/1.1\r\n")).isTrue();
    }
}
