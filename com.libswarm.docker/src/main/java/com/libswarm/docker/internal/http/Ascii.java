package com.libswarm.docker.internal.http;

import java.util.function.IntPredicate;

/** Looks at each character of short texts, of which every request has some: a stream for each would cost more than the looking. */
public final class Ascii {

    private Ascii() {
    }

    public static boolean isAscii(String text) {
        return all(text, c -> c < 128);
    }

    public static boolean isDigits(String text) {
        return all(text, c -> c >= '0' && c <= '9');
    }

    /** Whether all characters are so. */
    public static boolean all(String text, IntPredicate such) {
        for (int i = 0; i < text.length(); i++) {
            if (!such.test(text.charAt(i))) {
                return false;
            }
        }
        return true;
    }
}
