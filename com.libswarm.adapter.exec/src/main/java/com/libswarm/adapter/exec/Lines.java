package com.libswarm.adapter.exec;

import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

/** Cuts bytes into lines of UTF-8. A line of more than {@link #LIMIT} bytes is given in pieces. One thread at a time. */
final class Lines {

    static final int LIMIT = 64 * 1024;

    private final byte[] line = new byte[LIMIT];
    private final Consumer<String> each;
    private int size;

    Lines(Consumer<String> each) {
        this.each = each;
    }

    void feed(byte[] bytes, int length) {
        for (int i = 0; i < length; i++) {
            if (bytes[i] == '\n') {
                give(size > 0 && line[size - 1] == '\r' ? size - 1 : size);
                size = 0;
            } else {
                if (size == LIMIT) {
                    cut();
                }
                line[size++] = bytes[i];
            }
        }
    }

    /** What is left without a line end is a line too. */
    void end() {
        if (size > 0) {
            give(size);
            size = 0;
        }
    }

    /** Gives what there is, but for the first bytes of a character that is not whole yet. */
    private void cut() {
        int from = size;
        while (from > size - 4 && isContinuation(line[from - 1])) {
            from--;
        }
        boolean startsCharacter = (line[from - 1] & 0xc0) == 0xc0;
        int whole = startsCharacter ? from - 1 : size;
        give(whole);
        System.arraycopy(line, whole, line, 0, size - whole);
        size -= whole;
    }

    private static boolean isContinuation(byte b) {
        return (b & 0xc0) == 0x80;
    }

    private void give(int length) {
        each.accept(new String(line, 0, length, StandardCharsets.UTF_8));
    }
}
