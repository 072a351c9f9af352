package com.libswarm.adapter.docker.internal.fuzz;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;

/** Random choices, most of them sane. */
final class Pieces {

    private static final String NASTY = "\r\n\t \u0000\u0001\u007f\u0080\u00ff:;,=%/\\\"0aAxZ-+\u000b\u000c";

    private final Random random;

    Pieces(Random random) {
        this.random = random;
    }

    /** The first, or once in {@code rarity} times one of the others. */
    String mostly(int rarity, String sane, String... others) {
        return random.nextInt(rarity) > 0 ? sane : others[random.nextInt(others.length)];
    }

    String any(String... choices) {
        return choices[random.nextInt(choices.length)];
    }

    boolean once(int in) {
        return random.nextInt(in) == 0;
    }

    int below(int bound) {
        return random.nextInt(bound);
    }

    /** Printable text. */
    String text(int atMost) {
        var text = new StringBuilder();
        for (int n = random.nextInt(atMost + 1); n > 0; n--) {
            text.append((char) (' ' + 1 + random.nextInt(94)));
        }
        return text.toString();
    }

    /** Bytes that may look like HTTP. */
    String data(int atMost) {
        int n = random.nextInt(atMost + 1);
        var text = new StringBuilder();
        while (text.length() < n) {
            text.append(once(5) ? any("\r\n", "0\r\n\r\n", "GET /smuggled HTTP/1.1\r\nHost: x\r\n\r\n", "HTTP/1.1 200 OK\r\n", "\u0000", "\u00ff")
                    : String.valueOf((char) random.nextInt(256)));
        }
        return text.toString();
    }

    /** A few bytes of it changed, left out, put in or repeated. */
    String mutated(String text) {
        var changed = new StringBuilder(text);
        for (int n = 1 + random.nextInt(3); n > 0 && changed.length() > 0; n--) {
            int at = random.nextInt(changed.length());
            int end = Math.min(changed.length(), at + 1 + random.nextInt(8));
            switch (random.nextInt(4)) {
                case 0:
                    changed.setCharAt(at, nasty());
                    break;
                case 1:
                    changed.insert(at, nasty());
                    break;
                case 2:
                    changed.delete(at, end);
                    break;
                default:
                    changed.insert(at, changed.substring(at, end));
                    break;
            }
        }
        return changed.toString();
    }

    private char nasty() {
        return random.nextInt(4) == 0 ? (char) random.nextInt(256) : NASTY.charAt(random.nextInt(NASTY.length()));
    }

    /** Cuts bytes into pieces of any size. */
    byte[][] segments(byte[] bytes) {
        int n = once(3) ? 1 : 1 + random.nextInt(8);
        int[] cuts = random.ints(n - 1, 0, bytes.length + 1).sorted().toArray();
        byte[][] segments = new byte[n][];
        for (int i = 0; i < n; i++) {
            segments[i] = Arrays.copyOfRange(bytes, i == 0 ? 0 : cuts[i - 1], i == n - 1 ? bytes.length : cuts[i]);
        }
        return segments;
    }

    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }
}
