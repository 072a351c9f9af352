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

    /** How many letters to add, drop, change or exchange with their neighbour (optimal string alignment). */
    private static int distance(String typed, String name) {
        int[][] cost = new int[typed.length() + 1][name.length() + 1];
        for (int i = 0; i <= typed.length(); i++) {
            for (int j = 0; j <= name.length(); j++) {
                if (i == 0 || j == 0) {
                    cost[i][j] = i + j;
                    continue;
                }
                int change = typed.charAt(i - 1) == name.charAt(j - 1) ? 0 : 1;
                cost[i][j] = Math.min(cost[i - 1][j - 1] + change, 1 + Math.min(cost[i - 1][j], cost[i][j - 1]));
                if (i > 1 && j > 1 && typed.charAt(i - 1) == name.charAt(j - 2) && typed.charAt(i - 2) == name.charAt(j - 1)) {
                    cost[i][j] = Math.min(cost[i][j], cost[i - 2][j - 2] + 1);
                }
            }
        }
        return cost[typed.length()][name.length()];
    }
}
