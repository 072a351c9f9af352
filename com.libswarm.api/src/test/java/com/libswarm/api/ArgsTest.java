package com.libswarm.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ArgsTest {

    @Test
    void keepsOrderAndRepeats() {
        Args args = Args.of("t", "a", "q", "1", "t", "b");

        assertThat(args.get("t")).isEqualTo("a");
        assertThat(args.all("t")).containsExactly("a", "b");
        assertThat(args.get("none")).isEmpty();
        assertThat(args.has("q")).isTrue();
        assertThat(args.query()).isEqualTo("t=a&q=1&t=b");
    }

    @Test
    void aQueryPassesByteForByteAndIsDecodedWhenSomebodyLooks() {
        String raw = "filters=%7b%22label%22%3a%5b%22a%22%5d%7D&&all&x=1%2B1+2&bad=%zz";
        Args args = Args.query(raw);

        assertThat(args.get("filters")).isEqualTo("{\"label\":[\"a\"]}");
        assertThat(args.has("all")).isTrue();
        assertThat(args.get("x")).isEqualTo("1+1 2");
        assertThat(args.get("bad")).isEqualTo("%zz");
        assertThat(args.query()).isEqualTo(raw);
        assertThat(args.withWords("word").query()).isEqualTo(raw);
    }

    @Test
    void changesAreCopies() {
        Args args = Args.of("a", "1", "b", "2", "a", "3");

        assertThat(args.with("a", "9")).isEqualTo(Args.of("b", "2", "a", "9"));
        assertThat(args.without("a")).isEqualTo(Args.of("b", "2"));
        assertThat(args.without("none")).isSameAs(args);
        assertThat(args.all("a")).containsExactly("1", "3");
        assertThat(args.withWords("w").words()).containsExactly("w");
        assertThat(Args.of("a", "1")).isEqualTo(Args.query("a=1")).hasSameHashCodeAs(Args.query("a=1"));
    }

    @Test
    void namesWithoutAValueAreRefused() {
        assertThatThrownBy(() -> Args.of("a")).isInstanceOf(IllegalArgumentException.class).hasMessageContaining("no value");
        assertThatThrownBy(() -> Head.of("a")).isInstanceOf(IllegalArgumentException.class).hasMessageContaining("no value");
    }

    @ParameterizedTest
    @ValueSource(strings = {"1", "true", "True", "yes", "anything"})
    void dockersTrue(String value) {
        assertThat(Args.of("all", value).flag("all")).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "0", "false", "FALSE", "no", "none"})
    void dockersFalse(String value) {
        assertThat(Args.of("all", value).flag("all")).isFalse();
    }

    @Test
    void anyPairsComeBackFromTheQuery() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        String alphabet = "ab/=&%+ ?#\"'{}[]é€\ud83d\ude00\n\0;";
        for (int round = 0; round < 500; round++) {
            var pairs = new ArrayList<String>();
            for (int i = random.nextInt(5) * 2 + 2; i > 0; i--) {
                pairs.add(random.ints(1 + random.nextInt(6), 0, alphabet.codePointCount(0, alphabet.length()))
                        .map(at -> alphabet.codePointAt(alphabet.offsetByCodePoints(0, at)))
                        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append).toString());
            }
            Args args = Args.of(pairs.toArray(String[]::new));
            assertThat(Args.query(args.query())).as("seed %d", seed).isEqualTo(args);
        }
    }

    @Test
    void headIgnoresCaseAndKeepsOrderAndRepeats() {
        Head head = Head.of("Accept", "a", "X-Y", "1", "accept", "b");

        assertThat(head.get("ACCEPT")).isEqualTo("a");
        assertThat(head.all("accept")).containsExactly("a", "b");
        assertThat(head.size()).isEqualTo(3);
        assertThat(head.with("accept", "c")).isEqualTo(Head.of("X-Y", "1", "accept", "c"));
        assertThat(head.without("X-y").has("x-Y")).isFalse();
        assertThat(Head.of("a", "1").without("A")).isSameAs(Head.EMPTY);
        assertThat(head.get("none")).isEmpty();
    }

    @Test
    void headDoesNotChangeWithTheArrayItWasMadeFrom() {
        String[] fields = {"a", "1"};
        Head head = Head.of(fields);
        fields[1] = "2";

        assertThat(head.get("a")).isEqualTo("1");
    }
}
