package com.libswarm.adapter.docker.internal.http;

import com.libswarm.api.Head;
import java.util.Arrays;

/** The header fields that have been read of a message, until its head is whole. */
final class GatheredFields {

    private static final int AT_FIRST = 32;
    /** What is kept for the next head; more than that only while it is needed. */
    private static final int KEPT = 4 * AT_FIRST;

    private String[] texts = new String[AT_FIRST];
    private int count;

    /** For how many names and values there is room. */
    int room() {
        return texts.length;
    }

    boolean isFull() {
        return count == texts.length;
    }

    /** Makes twice as much room. */
    void grow() {
        texts = Arrays.copyOf(texts, 2 * texts.length);
    }

    void add(String name, String value) {
        texts[count++] = name;
        texts[count++] = value;
    }

    /** All of them; then others may come. */
    Head take() {
        Head head = Head.of(Arrays.copyOf(texts, count));
        texts = texts.length > KEPT ? new String[AT_FIRST] : texts;
        count = 0;
        return head;
    }
}
