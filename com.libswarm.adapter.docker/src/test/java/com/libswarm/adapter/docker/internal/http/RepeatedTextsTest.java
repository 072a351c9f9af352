package com.libswarm.adapter.docker.internal.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RepeatedTextsTest {

    private final RepeatedTexts texts = new RepeatedTexts();

    private String read(String text) {
        byte[] bytes = ("<" + text + ">").getBytes(StandardCharsets.ISO_8859_1);
        return texts.of(bytes, 1, bytes.length - 1);
    }

    @Test
    void aTextThatIsReadAgainIsNoNewOne() {
        assertThat(read("docker/20.10")).isSameAs(read("docker/20.10"));
        assertThat(read("caf\u00e9")).isEqualTo("caf\u00e9").isSameAs(read("caf\u00e9"));
        assertThat(read("")).isEmpty();
    }

    @Test
    void aLongTextIsNotKept() {
        String secret = "x".repeat(200);
        assertThat(read(secret)).isEqualTo(secret).isNotSameAs(read(secret));
    }

    @Test
    void textsThatAreLikeOthersAreThemselves() {
        long seed = System.nanoTime();
        var random = new Random(seed);
        for (int i = 0; i < 100_000; i++) {
            var text = new StringBuilder();
            for (int n = random.nextInt(70); n > 0; n--) {
                text.append((char) (random.nextInt(4) == 0 ? random.nextInt(256) : 'a' + random.nextInt(2)));
            }
            assertThat(read(text.toString())).as("seed %d, text %d", seed, i).isEqualTo(text.toString());
        }
    }
}
