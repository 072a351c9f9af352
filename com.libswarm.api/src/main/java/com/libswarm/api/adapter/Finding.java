package com.libswarm.api.adapter;

/**
 * What somebody found out about a spec without using it.
 *
 * @param outcome what it means for the one who wants to use it
 * @param sentence for the operator, without secrets: what was looked at, and what there is
 */
public record Finding(Outcome outcome, String sentence) {

    /** What a finding means. */
    public enum Outcome {
        /** It was looked at and is as it has to be. */
        GOOD,
        /** As it is now, it will not work. */
        BAD,
        /** It cannot be known without doing it. */
        UNCHECKED
    }

    /** It was looked at and is as it has to be. */
    public static Finding good(String sentence) {
        return new Finding(Outcome.GOOD, sentence);
    }

    /** As it is now, it will not work. */
    public static Finding bad(String sentence) {
        return new Finding(Outcome.BAD, sentence);
    }

    /** It cannot be known without doing it. */
    public static Finding unchecked(String sentence) {
        return new Finding(Outcome.UNCHECKED, sentence);
    }
}
