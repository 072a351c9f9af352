package com.libswarm.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class ListingTest {

    private static Message reply(String json) {
        return Message.value().withBody(Body.text(json));
    }

    private static List<String> elements(Message reply) {
        List<String> found = new ArrayList<>();
        Listing.forEach(reply, element -> found.add(element.json())).join();
        return found;
    }

    @Test
    void wordsAreNames() {
        assertThat(Listing.names(Message.value("web", "db")).join()).containsExactly("web", "db");
        assertThat(Listing.names(Message.value()).join()).isEmpty();
        assertThat(elements(Message.value("web"))).containsExactly("");
    }

    @Test
    void elementsAreCutOutUntouchedHoweverTheBytesAreChunked() {
        String first = "{\"Id\":\"1\",\"Names\":[\"/web\"],\"x\":\"]}[{,\\\"\\\\\", \"y\":{\"z\":[1,[2,{}]]}}";
        String second = "{ \"Id\" : \"2\" ,\n\"Names\":[\"/\\u00e9\\ud83d\\ude00\",\"/other\"] }";
        String third = "{\"Id\":\"3\",\"Name\":\"é€\ud83d\ude00\"}";
        byte[] json = (" [" + first + " ,\n" + second + "," + third + "] ").getBytes(StandardCharsets.UTF_8);
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int round = 0; round < 300; round++) {
            var chunks = new ArrayList<ByteBuffer>();
            for (int at = 0; at < json.length;) {
                int n = Math.min(1 + random.nextInt(1 + round % 40), json.length - at);
                chunks.add(ByteBuffer.wrap(json, at, n));
                at += n;
            }
            Message reply = Message.value().withBody(Body.of(chunks.toArray(ByteBuffer[]::new)));
            List<String> names = new ArrayList<>();
            List<String> elements = new ArrayList<>();
            Listing.forEach(reply, element -> {
                names.add(element.name());
                elements.add(element.json());
            }).join();
            assertThat(elements).as("seed %d", seed).containsExactly(first, second, third);
            assertThat(names).as("seed %d", seed).containsExactly("web", "é\ud83d\ude00", "é€\ud83d\ude00");
        }
    }

    @Test
    void anObjectsFirstArrayIsTheListing() {
        assertThat(elements(reply("{\"Warnings\":null,\"Volumes\":[{\"Name\":\"a\"},{\"Name\":\"b\"}],\"More\":[{\"Name\":\"c\"}]}")))
                .containsExactly("{\"Name\":\"a\"}", "{\"Name\":\"b\"}");
        assertThat(elements(reply("{\"a[b\":\"x[\",\"Volumes\":[]}"))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " \n", "[]", "[ ]", "{}", "{\"Volumes\":null}"})
    void nothingListed(String json) {
        assertThat(elements(reply(json))).isEmpty();
    }

    @Test
    void elementsMayBeStringsOrNumbers() {
        assertThat(Listing.names(reply("[\"a\", \"b,]\" ]")).join()).containsExactly("a", "b,]");
        assertThat(elements(reply("[1,2]"))).containsExactly("1", "2");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
        "{\"Names\":[\"/web\",\"/x\"],\"Name\":\"n\",\"Id\":\"1\"} | web",
        "{\"Id\":\"1\",\"Name\":\"n\"}                            | n",
        "{\"Id\":\"1\",\"RepoTags\":[\"a:1\",\"a:2\"]}            | a:1",
        "{\"Id\":\"1\",\"RepoTags\":[],\"Names\":null}            | 1",
        "{\"Labels\":{\"Name\":\"no\"},\"ID\":\"1\"}              | 1",
        "{\"Spec\":{\"Names\":[\"no\"]},\"ID\":\"1\"}             | 1",
        "{\"Mounts\":[{\"Name\":\"no\"}],\"Id\":\"1\"}            | 1",
        "{\"x\":\"Name\",\"Id\":\"1\"}                            | 1",
        "{\"Name\":\"a\\tb\\/c\"}                                 | `a\tb/c`",
        "{\"x\":1}                                                | ``"})
    void theNameIsTheFirstThereIs(String json, String name) {
        assertThat(Listing.names(reply("[" + json + "]")).join()).containsExactly(name);
    }

    @ParameterizedTest
    @ValueSource(strings = {"no such thing", "<html>", "\"text\"", "[{\"a\":1}", "[", "[{\"a\":\"", "{\"Volumes\":[{", "{\"Volumes\"", "{",
        "[{\"Name\":\"\\uzzzz\"}]", "[}]"})
    void whatIsNoListingFailsWith502(String json) {
        assertThatThrownBy(() -> elements(reply(json))).cause()
                .isInstanceOfSatisfying(Failure.class, failure -> assertThat(failure.status()).isEqualTo(502));
    }

    @Test
    void aBodyThatBreaksOffFailsTheListing() {
        Feed feed = Feed.create(100);
        feed.offer(ByteBuffer.wrap("[{\"Id\":\"1\"}".getBytes(StandardCharsets.UTF_8)));
        feed.fail(502, "The engine hung up.");

        assertThatThrownBy(() -> elements(Message.value().withBody(feed.body()))).hasRootCauseMessage("The engine hung up.");
    }

    @Test
    void aReaderThatThrowsCancelsTheBody() {
        Feed feed = Feed.create(100);
        var done = Listing.forEach(Message.value().withBody(feed.body()), element -> {
            throw new IllegalStateException("No more.");
        });
        feed.offer(ByteBuffer.wrap("[{},{}".getBytes(StandardCharsets.UTF_8)));

        assertThatThrownBy(done::join).hasRootCauseMessage("No more.");
        assertThat(feed.isCancelled()).isTrue();
    }

    @Test
    void anElementWithoutEndIsNotKept() {
        Feed feed = Feed.create(100);
        var done = Listing.names(Message.value().withBody(feed.body()));
        feed.offer(ByteBuffer.wrap("[\"".getBytes(StandardCharsets.UTF_8)));
        for (int i = 0; i < 5 && !feed.isCancelled(); i++) {
            feed.offer(ByteBuffer.wrap("x".repeat(1024 * 1024).getBytes(StandardCharsets.UTF_8)));
        }

        assertThatThrownBy(done::join).hasMessageContaining("larger than");
        assertThat(feed.isCancelled()).isTrue();
    }
}
