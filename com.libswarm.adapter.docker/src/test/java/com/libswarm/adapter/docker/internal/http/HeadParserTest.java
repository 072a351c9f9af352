package com.libswarm.adapter.docker.internal.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.libswarm.api.Failure;
import com.libswarm.api.Head;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HeadParserTest {

    private static final int LIMIT = 1024;
    private static final String REQUEST = "GET /v1.41/info?a=b HTTP/1.1\r\nHost: x\r\nX-One: \t a b \t\r\nx-one:\r\nContent-Length: 0012\r\n\r\n";
    private static final String ANSWER = "HTTP/1.0 404 No such thing\r\nConnection: x, Keep-Alive\r\nTransfer-Coding: y\r\n\r\n";

    private static ByteBuf bytes(String text) {
        return Unpooled.copiedBuffer(text, StandardCharsets.ISO_8859_1);
    }

    private static MessageHead request(String text) {
        HeadParser parser = HeadParser.ofRequests(LIMIT, HeadBudget.unlimited());
        assertThat(parser.read(bytes(text))).isTrue();
        return parser.take();
    }

    @Test
    void readsARequest() {
        MessageHead head = request(REQUEST);

        assertThat(head.method()).isEqualTo("GET");
        assertThat(head.target()).isEqualTo("/v1.41/info?a=b");
        assertThat(head.http11()).isTrue();
        assertThat(head.fields()).isEqualTo(Head.of("Host", "x", "X-One", "a b", "x-one", "", "Content-Length", "12"));
        assertThat(head.framing()).isEqualTo(new Framing(12, false, true));
    }

    @Test
    void readsAnAnswer() {
        HeadParser parser = HeadParser.ofAnswers(LIMIT);
        assertThat(parser.read(bytes(ANSWER))).isTrue();
        MessageHead head = parser.take();

        assertThat(head.status()).isEqualTo(404);
        assertThat(head.reason()).isEqualTo("No such thing");
        assertThat(head.framing()).isEqualTo(new Framing(-1, false, true));
    }

    /** In each two pieces, and twice: what came before, and how, makes no difference. */
    @Test
    void readsItInPieces() {
        HeadParser requests = HeadParser.ofRequests(LIMIT, HeadBudget.unlimited());
        HeadParser answers = HeadParser.ofAnswers(LIMIT);
        for (int cut = 1; cut < REQUEST.length(); cut++) {
            readIn(requests, REQUEST, cut);
            assertThat(requests.take()).as("cut at " + cut).isEqualTo(request(REQUEST));
        }
        for (int cut = 1; cut < ANSWER.length(); cut++) {
            readIn(answers, ANSWER, cut);
            assertThat(answers.take().reason()).as("cut at " + cut).isEqualTo("No such thing");
        }
    }

    private static void readIn(HeadParser parser, String text, int cut) {
        assertThat(parser.hasBegun()).isFalse();
        assertThat(parser.read(bytes(text.substring(0, cut)))).isFalse();
        assertThat(parser.hasBegun()).isTrue();
        ByteBuf rest = bytes(text.substring(cut) + "more");
        assertThat(parser.read(rest)).isTrue();
        assertThat(rest.toString(StandardCharsets.US_ASCII)).isEqualTo("more");
    }

    @Test
    void readsRandomHeads() {
        long seed = System.nanoTime();
        var random = new Random(seed);
        for (int n = 0; n < 500; n++) {
            String[] fields = new String[2 * random.nextInt(20)];
            var text = new StringBuilder("POST /x HTTP/1.1\r\n");
            for (int i = 0; i < fields.length; i += 2) {
                fields[i] = "N" + Integer.toString(random.nextInt(100000), 36);
                fields[i + 1] = random.ints(random.nextInt(60), 0xa1, 0x100).collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                        .toString();
                text.append(fields[i]).append(':').append(" ".repeat(random.nextInt(3))).append(fields[i + 1]).append("\r\n");
            }
            HeadParser parser = HeadParser.ofRequests(LIMIT * 64, HeadBudget.unlimited());
            ByteBuf in = bytes(text.append("\r\n").toString());
            boolean whole = false;
            while (in.isReadable()) {
                whole = parser.read(in.readSlice(Math.min(in.readableBytes(), 1 + random.nextInt(200))));
            }
            assertThat(whole).as("seed " + seed).isTrue();
            assertThat(parser.take().fields()).as("seed " + seed).isEqualTo(Head.of(fields));
        }
    }

    @ParameterizedTest
    @CsvSource({"GET /LONG HTTP/1.1, 431", "GET / HTTP/1.1~LONG: x, 431", "GET / HTTP/1.1~X: LONG, 431", "GET / HTTP/2.0, 505", "LONG / HTTP/1.1, 501",
        "GET / HTTP/1.1~X : y, 400", "GET / HTTP/1.1~X: a~ b, 400"})
    void refuses(String head, int status) {
        String text = head.replace("LONG", "x".repeat(LIMIT)).replace("~", "\r\n") + "\r\n\r\n";
        assertThatThrownBy(() -> request(text)).isInstanceOfSatisfying(Failure.class, failure -> assertThat(failure.status()).isEqualTo(status));
    }

    @Test
    void takesAsManyFieldsAsThereIsRoomFor() {
        String line = "GET / HTTP/1.1\r\n";
        String fields = "a:\r\n".repeat(10_000);
        int size = line.length() + fields.length() + 2;

        HeadParser parser = HeadParser.ofRequests(size, HeadBudget.unlimited());
        assertThat(parser.read(bytes(line + fields + "\r\n"))).isTrue();
        assertThat(parser.take().fields().size()).isEqualTo(10_000);
        HeadParser less = HeadParser.ofRequests(size - 1, HeadBudget.unlimited());
        assertThatThrownBy(() -> less.read(bytes(line + fields + "\r\n"))).isInstanceOf(Failure.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"X: LONG\r\n", "a:\r\n", "Cookie: a=b\r\nX: y\r\n"})
    void takesOfTheMemoryWhatAllTogetherMay(String part) {
        var budget = new HeadBudget(100_000);
        String large = "GET / HTTP/1.1\r\n" + part.replace("LONG", "x".repeat(40_000)).repeat(part.contains("LONG") ? 1 : 500);
        HeadParser first = HeadParser.ofRequests(1 << 20, budget);
        HeadParser second = HeadParser.ofRequests(1 << 20, budget);
        HeadParser third = HeadParser.ofRequests(1 << 20, budget);
        HeadParser small = HeadParser.ofRequests(1 << 20, budget);

        assertThat(first.read(bytes(large))).isFalse();
        assertThatThrownBy(() -> {
            second.read(bytes(large));
            third.read(bytes(large));
        }).isInstanceOfSatisfying(Failure.class, failure -> assertThat(failure.status()).isEqualTo(503));
        assertThat(small.read(bytes(REQUEST))).as("a small one is not counted").isTrue();
        second.release();
        third.release();
        assertThat(first.read(bytes("\r\n"))).isTrue();
        first.take();
        first.release();
        assertThat(first.read(bytes(large + "\r\n"))).as("there is room again").isTrue();
    }
}
