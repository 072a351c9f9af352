package com.libswarm.adapter.docker.internal.http;

import java.nio.charset.StandardCharsets;

/** The short texts of one connection's heads, which say much the same again and again: no new text for what was read not long before. */
final class RepeatedTexts {

    private static final int SLOTS = 16;
    private static final int LONGEST = 64;

    private final String[] texts = new String[SLOTS];

    /** The text that these bytes are, in ISO 8859-1. */
    String of(byte[] head, int from, int to) {
        int length = to - from;
        if (length == 0) {
            return "";
        }
        if (length > LONGEST) {
            return new String(head, from, length, StandardCharsets.ISO_8859_1);
        }
        int slot = length + 7 * head[from] + 5 * head[from + length / 2] + head[to - 1] & SLOTS - 1;
        String before = texts[slot];
        if (before == null || !Octets.equal(before, head, from, to)) {
            texts[slot] = new String(head, from, length, StandardCharsets.ISO_8859_1);
        }
        return texts[slot];
    }
}
