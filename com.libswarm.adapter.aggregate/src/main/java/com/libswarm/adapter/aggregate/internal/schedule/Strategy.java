package com.libswarm.adapter.aggregate.internal.schedule;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/** Which of the nodes that would do is taken. */
public enum Strategy {

    /** The one with the most room, or else with the fewest containers. */
    SPREAD,
    /** The fullest one that still has room, so that others stay empty. */
    BINPACK,
    /** Any. */
    RANDOM;

    /** @throws IllegalArgumentException if there is no such strategy */
    public static Strategy of(String word) {
        for (Strategy strategy : values()) {
            if (strategy.word().equals(word)) {
                return strategy;
            }
        }
        throw new IllegalArgumentException("There is no strategy '" + word + "': write spread, binpack or random.");
    }

    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The best first. */
    List<Candidate> order(List<Candidate> candidates, Needs needs) {
        var ordered = new ArrayList<>(candidates);
        if (this == RANDOM) {
            Collections.shuffle(ordered);
            return ordered;
        }
        Comparator<Candidate> emptiestFirst = Comparator.comparing((Candidate candidate) -> candidate.fullness(needs))
                .thenComparing(candidate -> candidate.containers().size() + candidate.creating());
        ordered.sort(this == SPREAD ? emptiestFirst : emptiestFirst.reversed());
        return ordered;
    }
}
