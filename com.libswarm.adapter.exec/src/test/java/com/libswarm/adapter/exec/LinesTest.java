package com.libswarm.adapter.exec;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

final class LinesTest {

    private final List<String> given = new ArrayList<>();
    private final Lines lines = new Lines(given::add);

    private void feed(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        lines.feed(bytes, bytes.length);
    }

    @RepeatedTest(10)
    void linesComeOutHoweverTheBytesAreCut() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        byte[] bytes = "one\n\ntwo\r\nthr\u00e9\u20ac\ud83d\ude00e\n last".getBytes(StandardCharsets.UTF_8);
        for (int at = 0; at < bytes.length;) {
            int n = Math.min(bytes.length - at, 1 + random.nextInt(4));
            lines.feed(Arrays.copyOfRange(bytes, at, at + n), n);
            at += n;
        }
        lines.end();

        assertThat(given).as("seed %d", seed).containsExactly("one", "", "two", "thr\u00e9\u20ac\ud83d\ude00e", " last");
    }

    @Test
    void aLongLineComesInPiecesThatSplitNoCharacter() {
        String line = "x".repeat(Lines.LIMIT - 2) + "\ud83d\ude00" + "y".repeat(Lines.LIMIT);
        feed(line + "\n");

        assertThat(given).hasSize(3);
        assertThat(given.get(0)).isEqualTo("x".repeat(Lines.LIMIT - 2));
        assertThat(String.join("", given)).isEqualTo(line);
    }

    @Test
    void bytesThatAreNoTextDoNoHarm() {
        byte[] bytes = new byte[3 * Lines.LIMIT];
        Arrays.fill(bytes, (byte) 0x80);
        lines.feed(bytes, bytes.length);
        lines.end();

        assertThat(given).hasSize(3);
    }
}
