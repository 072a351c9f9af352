package com.libswarm.runtime.internal.spec;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/** Finds the name that somebody may have meant. */
public final class Nearest {

    private Nearest() {
    }

    /** The one of {@code names} with the fewest letters to change, if that is at most a third of them. */
    public static Optional<String> of(String word, Collection<String> names) {
        return names.stream().min(Comparator.comparingInt((String name) -> distance(word, name)).thenComparing(Comparator.naturalOrder()))
                .filter(name -> distance(word, name) <= Math.max(1, Math.max(word.length(), name.length()) / 3)
                        || !word.isEmpty() && name.startsWith(word.toLowerCase(Locale.ROOT)));
    }

    /** Levenshtein's distance, by rows. */
    private static int distance(String word, String name) {
        String a = word.toLowerCase(Locale.ROOT);
        int[] row = new int[name.length() + 1];
        for (int j = 0; j < row.length; j++) {
            row[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j < row.length; j++) {
                int changed = diagonal + (a.charAt(i - 1) == name.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(changed, 1 + Math.min(row[j], row[j - 1]));
            }
        }
        return row[name.length()];
    }
}
