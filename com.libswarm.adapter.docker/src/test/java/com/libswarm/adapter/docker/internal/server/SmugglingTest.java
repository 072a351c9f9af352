package com.libswarm.adapter.docker.internal.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.libswarm.adapter.docker.internal.net.Loops;
import com.libswarm.adapter.docker.internal.net.NoLeaks;
import com.libswarm.adapter.docker.internal.net.Script;
import com.libswarm.adapter.docker.internal.server.RawClient.Response;
import com.libswarm.api.Message;
import com.libswarm.conformance.FreePort;
import com.libswarm.runtime.Swarm;
import java.io.IOException;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Requests that two readers could take for different ones, and what is none. After each answer the connection ends. */
@ExtendWith(NoLeaks.class)
@Timeout(60)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class SmugglingTest {

    /** What would come out if the request before it were taken for shorter than it is. */
    private static final String SMUGGLED = "GET /smuggled HTTP/1.1\r\nHost: x\r\n\r\n";
    private static final String CHUNKED = "POST /build HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n";

    private final Queue<Message> seen = new ConcurrentLinkedQueue<>();
    private final Script script = new Script();
    private Swarm swarm;
    private int port;

    @BeforeAll
    void start() throws IOException {
        swarm = Swarm.create((level, source, line) -> { });
        swarm.add(new DockerServer(new Loops()));
        swarm.add(script);
        port = FreePort.find();
        swarm.create("web", List.of("dockerserver tcp://127.0.0.1:" + port, "script"));
        script.answers(message -> {
            seen.add(message);
            message.body().collect(1000).handle((bytes, broken) -> {
                message.reply(broken == null ? Message.ack() : Message.error(418, "Broken."));
                return null;
            });
        });
    }

    @AfterAll
    void stop() {
        swarm.close();
    }

    @BeforeEach
    void forget() {
        seen.clear();
    }

    private static Arguments head(String name, int status, String... fields) {
        return arguments(name, status, "POST /build HTTP/1.1\r\nHost: x\r\n" + String.join("\r\n", fields) + "\r\n\r\n");
    }

    private static Arguments line(String name, int status, String line) {
        return arguments(name, status, line + "\r\nHost: x\r\n\r\n");
    }

    static Stream<Arguments> heads() {
        String chunked = "Transfer-Encoding: chunked";
        return Stream.of(
                head("two lengths", 400, "Content-Length: 2", "Content-Length: 3"),
                head("two lengths that are equal", 400, "Content-Length: 2", "Content-Length: 2"),
                head("a list of lengths", 400, "Content-Length: 2, 2"),
                head("a length with a plus", 400, "Content-Length: +2"),
                head("a negative length", 400, "Content-Length: -2"),
                head("a hexadecimal length", 400, "Content-Length: 0x2"),
                head("a length with a space inside", 400, "Content-Length: 2 2"),
                head("a length with an underscore", 400, "Content-Length: 2_0"),
                head("a length of another script's digits", 400, "Content-Length: \u00b2"),
                head("no length", 400, "Content-Length: "),
                head("a length beyond 2^63", 400, "Content-Length: 9223372036854775808"),
                head("a length beyond 2^64", 400, "Content-Length: 18446744073709551618"),
                head("two lengths in HTTP/1.1, one empty", 400, "Content-Length: 2", "Content-Length: "),
                head("a length and chunks", 400, "Content-Length: 2", chunked),
                head("chunks and a length", 400, chunked, "Content-Length: 2"),
                head("an unknown coding", 400, "Transfer-Encoding: xchunked"),
                head("chunked, then identity", 400, "Transfer-Encoding: chunked, identity"),
                head("chunked, then gzip in another field", 400, chunked, "Transfer-Encoding: gzip"),
                head("identity", 400, "Transfer-Encoding: identity"),
                head("an empty coding", 400, "Transfer-Encoding: "),
                head("a coding with a vertical tab", 400, "Transfer-Encoding: \u000bchunked"),
                head("a coding in quotes", 400, "Transfer-Encoding: \"chunked\""),
                head("gzip, then chunked", 501, "Transfer-Encoding: gzip, chunked"),
                head("chunked twice", 501, chunked, chunked),
                head("a space before the colon", 400, "Transfer-Encoding : chunked"),
                head("a tab before the colon", 400, "Content-Length\t: 2"),
                head("a space in a name", 400, "Content Length: 2"),
                head("an empty name", 400, ": 2"),
                head("no colon", 400, "Content-Length"),
                head("NUL in a name", 400, "Content\u0000-Length: 2"),
                head("NUL in a value", 400, "X: a\u0000b"),
                head("a control character in a value", 400, "X: a\u0001b"),
                head("a line feed alone in a value", 400, "X: a\nContent-Length: 2"),
                head("a carriage return alone in a value", 400, "X: a\rContent-Length: 2"),
                head("a folded line", 400, "X: a", " Content-Length: 2"),
                head("a folded line with a tab", 400, "X: a", "\tContent-Length: 2"),
                head("a folded line that comes first", 400, " X: a", "Y: b"),
                head("two hosts", 400, "Host: y"),
                head("too many codings", 400, IntStream.range(0, 100).mapToObj(i -> "Transfer-Encoding: x").collect(Collectors.joining("\r\n"))),
                arguments("a folded line after the first one", 400, "GET /info HTTP/1.1\r\n Host: x\r\n\r\n"),
                arguments("no host", 400, "GET /info HTTP/1.1\r\n\r\n"),
                arguments("a host with a path", 400, "GET /info HTTP/1.1\r\nHost: x/y\r\n\r\n"),
                arguments("a host with a user", 400, "GET /info HTTP/1.1\r\nHost: u@x\r\n\r\n"),
                arguments("line feeds alone", 400, "GET /info HTTP/1.1\nHost: x\n\n"),
                arguments("a line feed alone at the end", 400, "GET /info HTTP/1.1\r\nHost: x\r\n\n"),
                arguments("a line feed alone before", 400, "\nGET /info HTTP/1.1\r\nHost: x\r\n\r\n"),
                arguments("a carriage return alone before", 400, "\r\r\nGET /info HTTP/1.1\r\nHost: x\r\n\r\n"),
                arguments("many empty lines before", 400, "\r\n".repeat(10) + SMUGGLED),
                arguments("chunks in HTTP/1.0", 400, "POST /build HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n"),
                arguments("two lengths in HTTP/1.0", 400, "POST /build HTTP/1.0\r\nContent-Length: 2\r\nContent-Length: 3\r\n\r\n"),
                arguments("HTTP/0.9", 400, "GET /info\r\n"),
                arguments("TLS", 400, "\u0016\u0003\u0001\u0002\u0000\u0001\u0000\u0001\u00fc\u0003\u0003"),
                arguments("the preface of HTTP/2", 505, "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"),
                line("HTTP/2.0", 505, "GET /info HTTP/2.0"),
                line("HTTP/1.2", 505, "GET /info HTTP/1.2"),
                line("HTTP/1.10", 400, "GET /info HTTP/1.10"),
                line("another protocol", 400, "GET /info RTSP/1.0"),
                line("a protocol in small letters", 400, "GET /info http/1.1"),
                line("two spaces before the target", 400, "GET  /info HTTP/1.1"),
                line("two spaces before the version", 400, "GET /info  HTTP/1.1"),
                line("a space at the end of the line", 400, "GET /info HTTP/1.1 "),
                line("a space before the method", 400, " GET /info HTTP/1.1"),
                line("tabs for spaces", 400, "GET\t/info\tHTTP/1.1"),
                line("a carriage return for a space", 400, "GET\r/info HTTP/1.1"),
                line("a control character in the query", 400, "GET /info?a=\u0001 HTTP/1.1"),
                line("an escaped slash between dots", 400, "GET /containers/..%2finfo HTTP/1.1"),
                line("escaped dots", 400, "GET /containers/%2e%2e/info HTTP/1.1"),
                line("dots that are escaped in part", 400, "GET /containers/.%2e/info HTTP/1.1"),
                line("an escaped line end", 400, "GET /info%0d%0aX:%20y HTTP/1.1"),
                line("an escaped NUL", 400, "GET /info%00 HTTP/1.1"),
                line("an overlong slash", 400, "GET /containers/a%c0%afjson HTTP/1.1"),
                line("a target of another scheme", 400, "GET ftp://x/info HTTP/1.1"),
                line("a target with a user", 400, "GET http://u@x/info HTTP/1.1"),
                line("a target whose path stands in the query", 400, "GET http://x?/info HTTP/1.1"),
                line("a target that is a host", 400, "CONNECT x:80 HTTP/1.1"),
                line("a target that is an asterisk", 400, "OPTIONS * HTTP/1.1"),
                line("a method with a colon", 400, "GE:T /info HTTP/1.1"),
                line("a method with brackets", 400, "GET[] /info HTTP/1.1"),
                line("a very long method", 501, "G".repeat(10_000) + " /info HTTP/1.1"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("heads")
    void refusesTheHead(String name, int status, String request) throws IOException {
        try (var client = new RawClient(port)) {
            Response refused = client.send(request).send("2\r\n{}\r\n0\r\n\r\n" + SMUGGLED).read();
            assertThat(refused.status()).as(refused.body()).isEqualTo(status);
            assertThat(refused.head()).containsEntry("connection", "close");
            assertThat(refused.body()).startsWith("{\"message\":\"");
            assertThat(client.rest()).isEmpty();
        }
        assertThat(seen).isEmpty();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("heads")
    void refusesTheHeadAfterARequestThatIsFine(String name, int status, String request) throws IOException {
        try (var client = new RawClient(port)) {
            client.send("GET /fine HTTP/1.1\r\nHost: x\r\n\r\n" + request);
            assertThat(client.read().status()).isEqualTo(204);
            assertThat(client.read().status()).isEqualTo(status);
            assertThat(client.rest()).isEmpty();
        }
        assertThat(seen).hasSize(1);
    }

    static Stream<Arguments> chunks() {
        return Stream.of(
                arguments("a negative size", "-2\r\n{}\r\n0\r\n\r\n"),
                arguments("a size with a plus", "+2\r\n{}\r\n0\r\n\r\n"),
                arguments("a size with 0x", "0x2\r\n{}\r\n0\r\n\r\n"),
                arguments("a size beyond 2^31", "80000000\r\n{}\r\n0\r\n\r\n"),
                arguments("a size beyond 2^64", "10000000000000002\r\n{}\r\n0\r\n\r\n"),
                arguments("a size with many zeros", "0".repeat(100) + "2\r\n{}\r\n0\r\n\r\n"),
                arguments("no size", "\r\n{}\r\n0\r\n\r\n"),
                arguments("a space before the size", " 2\r\n{}\r\n0\r\n\r\n"),
                arguments("a space after the size", "2 \r\n{}\r\n0\r\n\r\n"),
                arguments("a word after the size", "2 x\r\n{}\r\n0\r\n\r\n"),
                arguments("a size that ends with a line feed alone", "2\n{}\r\n0\r\n\r\n"),
                arguments("a size that ends with a carriage return alone", "2\r{}\r\n0\r\n\r\n"),
                arguments("an extension without end", "2;" + "x".repeat(70_000)),
                arguments("a long extension", "2;a=" + "x".repeat(5_000) + "\r\n{}\r\n0\r\n\r\n"),
                arguments("an extension with a line feed", "2;a\nb\r\n{}\r\n0\r\n\r\n"),
                arguments("no line end after the data", "2\r\n{}0\r\n\r\n"),
                arguments("data that is longer than its size", "2\r\n{ }\r\n0\r\n\r\n"),
                arguments("a line feed alone after the data", "2\r\n{}\n0\r\n\r\n"),
                arguments("a trailer that folds", "0\r\nX: a\r\n b\r\n\r\n"),
                arguments("a trailer with a line feed alone", "0\r\nX: a\nb: c\r\n\r\n"),
                arguments("a trailer that is a request", "0\r\n" + SMUGGLED),
                arguments("a trailer without end", "0\r\n" + ("X: " + "x".repeat(1000) + "\r\n").repeat(100)),
                arguments("a last chunk without its empty line", "0\r\nGET /smuggled HTTP/1.1\r\n\r\n"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("chunks")
    void refusesTheChunks(String name, String body) throws IOException {
        try (var client = new RawClient(port)) {
            Response refused = client.send(CHUNKED).send(body).send(SMUGGLED).read();
            assertThat(refused.status()).as(refused.body()).isIn(400, 418);
            assertThat(client.rest()).isEmpty();
        }
        assertThat(seen).hasSizeLessThanOrEqualTo(1).allMatch(message -> message.path().equals("/build"));
    }

    static Stream<Arguments> accepted() {
        return Stream.of(
                arguments("an empty line before", "\r\nPOST /build HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\n\r\n{}"),
                arguments("no host in HTTP/1.0", "POST /build HTTP/1.0\r\nConnection: keep-alive\r\nContent-Length: 2\r\n\r\n{}"),
                arguments("an empty host", "POST /build HTTP/1.1\r\nHost:\r\nContent-Length: 2\r\n\r\n{}"),
                arguments("another host in the target", "POST http://other:1/build HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\n\r\n{}"),
                arguments("a length with zeros before it", "POST /build HTTP/1.1\r\nHost: x\r\nContent-Length: 0000000000000000000000002\r\n\r\n{}"),
                arguments("spaces around a value", "POST /build HTTP/1.1\r\nHost: x\r\nContent-Length: \t 2 \t \r\n\r\n{}"),
                arguments("a coding in capitals", "POST /build HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: CHUNKED\r\n\r\n2\r\n{}\r\n0\r\n\r\n"),
                arguments("an extension", CHUNKED + "2;a=b;c=\"d e\"\r\n{}\r\n0;last\r\n\r\n"),
                arguments("a size with zeros before it", CHUNKED + "00002\r\n{}\r\n000\r\n\r\n"),
                arguments("a trailer that smuggles a length", CHUNKED + "2\r\n{}\r\n0\r\nContent-Length: 30\r\nX: y\r\n\r\n"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("accepted")
    void takesWhatCanBeReadInOneWayOnly(String name, String request) throws IOException {
        try (var client = new RawClient(port)) {
            client.send(request + "GET /after HTTP/1.1\r\nHost: x\r\n\r\n");
            assertThat(client.read().status()).isEqualTo(204);
            assertThat(client.read().status()).isEqualTo(204);
        }
        assertThat(seen).extracting(Message::path).containsExactly("/build", "/after");
        assertThat(seen).allMatch(message -> List.of("", "2").contains(message.head().get("Content-Length")));
    }
}
