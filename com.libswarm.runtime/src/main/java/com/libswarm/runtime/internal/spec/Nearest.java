package com.libswarm.runtime.internal.spec;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/** Finds the name that somebody may have meant. */
public final class Nearest {

    private Nearest() {
    }

    /** The one of {@code names} that starts so, or that has the fewest letters to change, if those are at most a third. */
    public static Optional<String> of(String word, Collection<String> names) {
        String typed = word.toLowerCase(Locale.ROOT);
        return names.stream().min(Comparator.comparingInt((String name) -> cost(typed, name)).thenComparing(Comparator.naturalOrder()))
                .filter(name -> cost(typed, name) <= Math.max(1, Math.max(typed.length(), name.length()) / 3));
    }

    private static int cost(String typed, String name) {
        return !typed.isEmpty() && name.startsWith(typed) ? 1 : distance(typed, name);
    }

    /** Levenshtein's distance, by rows. */
    private static int distance(String typed, String name) {
        int[] row = new int[name.length() + 1];
        for (int j = 0; j < row.length; j++) {
            row[j] = j;
        }
        for (int i = 1; i <= typed.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j < row.length; j++) {
                int changed = diagonal + (typed.charAt(i - 1) == name.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(changed, 1 + Math.min(row[j], row[j - 1]));
            }
        }
        return row[name.length()];
    }
}
