package com.libswarm.adapter.docker.internal.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.libswarm.adapter.docker.internal.net.Loops;
import com.libswarm.adapter.docker.internal.net.NoLeaks;
import com.libswarm.api.BrokenBodyException;
import com.libswarm.api.Call;
import com.libswarm.api.Feed;
import com.libswarm.api.Message;
import com.libswarm.api.Verb;
import com.libswarm.runtime.Chain;
import com.libswarm.runtime.Swarm;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is no answer, or more than one. */
@ExtendWith(NoLeaks.class)
@Timeout(60)
final class BadEngineTest {

    private static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n[]";

    private Swarm swarm;
    private Chain chain;

    @BeforeEach
    void start() {
        swarm = Swarm.create((level, source, line) -> { });
        swarm.add(new DockerClient(new Loops()));
    }

    @AfterEach
    void stop() {
        swarm.close();
    }

    private FakeEngine engine(FakeEngine.Play play) throws Exception {
        var engine = new FakeEngine(0, play);
        chain = swarm.create("web", List.of("dockerclient tcp://127.0.0.1:" + engine.port()));
        return engine;
    }

    private Message ask(Message message) throws Exception {
        return Call.ask(chain.head(), message).result().get(30, TimeUnit.SECONDS);
    }

    private static String text(Message reply) throws Exception {
        return StandardCharsets.UTF_8.decode(reply.body().collect(1 << 20).get(30, TimeUnit.SECONDS)).toString();
    }

    private static Arguments head(String name, String... fields) {
        return arguments(name, "HTTP/1.1 200 OK\r\n" + String.join("\r\n", fields) + "\r\n\r\n[]");
    }

    static Stream<Arguments> heads() {
        String chunked = "Transfer-Encoding: chunked";
        return Stream.of(
                head("two lengths", "Content-Length: 2", "Content-Length: 3"),
                head("a list of lengths", "Content-Length: 2, 2"),
                head("a length with a plus", "Content-Length: +2"),
                head("a negative length", "Content-Length: -2"),
                head("a length beyond 2^63", "Content-Length: 9223372036854775808"),
                head("a length and chunks", "Content-Length: 2", chunked),
                head("an unknown coding", "Transfer-Encoding: xchunked"),
                head("chunked, then identity", "Transfer-Encoding: chunked, identity"),
                head("gzip, then chunked", "Transfer-Encoding: gzip, chunked"),
                head("chunked twice", chunked, chunked),
                head("an empty name", ": 2"),
                head("no colon", "Content-Length"),
                head("NUL in a value", "X: a\u0000b"),
                head("a line feed alone", "X: a\nb: c"),
                head("a header of two megabytes", "X: " + "x".repeat(2_000_000)),
                arguments("a flood of header fields", "HTTP/1.1 200 OK\r\n" + "X: x\r\n".repeat(200_000) + "\r\n"),
                arguments("a flood of interim answers", "HTTP/1.1 100 Continue\r\n\r\n".repeat(10_000) + OK),
                arguments("two lengths in HTTP/1.0", "HTTP/1.0 200 OK\r\nContent-Length: 2\r\nContent-Length: 3\r\n\r\n[]"),
                arguments("another answer after what is none", "HTTP/2.0 200 OK\r\nContent-Length: 2\r\n\r\n[]" + OK),
                arguments("chunks in HTTP/1.0", "HTTP/1.0 200 OK\r\n" + chunked + "\r\n\r\n0\r\n\r\n"),
                arguments("HTTP/2.0", "HTTP/2.0 200 OK\r\nContent-Length: 2\r\n\r\n[]"),
                arguments("another protocol", "RTSP/1.0 200 OK\r\nContent-Length: 2\r\n\r\n[]"),
                arguments("no status", "HTTP/1.1 OK\r\nContent-Length: 2\r\n\r\n[]"),
                arguments("status 0", "HTTP/1.1 0 OK\r\nContent-Length: 2\r\n\r\n[]"),
                arguments("status -200", "HTTP/1.1 -200 OK\r\nContent-Length: 2\r\n\r\n[]"),
                arguments("status 1200", "HTTP/1.1 1200 OK\r\nContent-Length: 2\r\n\r\n[]"),
                arguments("an upgrade that nobody asked for", "HTTP/1.1 101 UPGRADED\r\nUpgrade: tcp\r\nConnection: Upgrade\r\n\r\n"),
                arguments("TLS", "\u0015\u0003\u0001\u0000\u0002\u0002\u0016\r\n\r\n"),
                arguments("SSH", "SSH-2.0-OpenSSH_9.2\r\n"),
                arguments("half a line", "HTTP/1.1 20"),
                arguments("nothing", ""));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("heads")
    void whatIsNoAnswerIsA502(String name, String said) throws Exception {
        try (var engine = engine((peer, n) -> {
            if (!peer.head().isEmpty()) {
                peer.say(said);
                peer.socket().shutdownOutput();
                peer.rest();
            }
        })) {
            Message reply = ask(Message.of(Verb.Get, "/info"));
            assertThat(reply.status()).as(reply.text()).isEqualTo(502);
            assertThat(reply.text()).contains("tcp://127.0.0.1:" + engine.port());
            assertThat(engine.heads).hasSize(1);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"-2\r\n[]\r\n0\r\n\r\n", " 2\r\n[]\r\n0\r\n\r\n", "2 x\r\n[]\r\n0\r\n\r\n", "2\n[]\n0\n\n", "2\r\n[]0\r\n\r\n", "80000000\r\n[]",
        "2;a\nb\r\n[]\r\n0\r\n\r\n", "2\r\n[]\r\n0\r\nX: y\r\n z\r\n\r\n", "2\r\n[]\r\n0\r\n", "2\r\n[]\r\n"})
    void badChunksAreABrokenBody(String body) throws Exception {
        try (var engine = engine((peer, n) -> {
            if (!peer.head().isEmpty()) {
                peer.say("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n" + body);
                peer.socket().shutdownOutput();
                peer.rest();
            }
        })) {
            Message reply = ask(Message.of(Verb.Get, "/info"));
            assertThatThrownBy(() -> text(reply)).hasCauseInstanceOf(BrokenBodyException.class);
        }
    }

    /** An engine that says too much is not asked again on that connection, so that the rest is nobody's answer. */
    @ParameterizedTest
    @ValueSource(strings = {"nonsense", "nonsense\r\n\r\n", "HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nbad", "HTTP/1.1 200 OK\r\nConte", "\u0000"})
    void whatComesAfterAnAnswerIsNotTheNextOne(String more) throws Exception {
        try (var engine = engine((peer, n) -> {
            while (!peer.head().isEmpty()) {
                peer.say("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n" + String.format("%2d", n) + more);
            }
        })) {
            for (int i = 1; i <= 5; i++) {
                assertThat(text(ask(Message.of(Verb.Get, "/info")))).matches("[ 0-9]{2}");
            }
            assertThat(engine.connections.get()).isGreaterThanOrEqualTo(5);
        }
    }

    @Test
    void anAnswerBeforeTheEndOfTheRequestEndsTheConnection() throws Exception {
        try (var engine = engine((peer, n) -> {
            if (!peer.head().isEmpty()) {
                peer.say("HTTP/1.1 413 Too Large\r\nContent-Length: 2\r\n\r\n{}");
                peer.rest();
            }
        })) {
            Feed up = Feed.create(1000);
            up.offer(StandardCharsets.UTF_8.encode("half"));
            Message early = ask(Message.of(Verb.File, "/build").withBody(up.body()));
            assertThat(early.status()).isEqualTo(413);
            assertThat(text(early)).isEqualTo("{}");
            assertThat(text(ask(Message.of(Verb.Get, "/info")))).isEqualTo("{}");
            assertThat(engine.connections).hasValueGreaterThanOrEqualTo(2);
        }
    }

    @Test
    void interimAnswersAreNotTheAnswer() throws Exception {
        try (var engine = engine((peer, n) -> {
            while (!peer.head().isEmpty()) {
                peer.say("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\n" + OK);
            }
        })) {
            for (int i = 0; i < 30; i++) {
                assertThat(text(ask(Message.of(Verb.Get, "/info")))).isEqualTo("[]");
            }
        }
    }
}
