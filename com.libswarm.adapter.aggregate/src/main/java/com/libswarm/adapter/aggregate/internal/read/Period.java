package com.libswarm.adapter.aggregate.internal.read;

import com.libswarm.api.Args;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Optional;

/** The time of which a Watch of events asks (Docker API, GET /events): seconds since 1970, perhaps with a fraction. */
record Period(Optional<BigDecimal> since, Optional<BigDecimal> until) {

    private static final long NANOS = 1_000_000_000;
    private static final int NANO_DIGITS = 9;

    /** What is no number, the engines refuse. */
    static Period of(Args args) {
        return new Period(seconds(args.get("since")), seconds(args.get("until")));
    }

    private static Optional<BigDecimal> seconds(String text) {
        return text.matches("[0-9]{1,12}([.][0-9]{1,9})?") ? Optional.of(new BigDecimal(text)) : Optional.empty();
    }

    /** Whether nothing of it is still to come. */
    boolean isOver() {
        return until.filter(end -> end.compareTo(BigDecimal.valueOf(Instant.now().toEpochMilli(), 3)) <= 0).isPresent();
    }

    /** That moment in nanoseconds since 1970, as events tell it. */
    static long nanos(Instant moment) {
        return moment.getEpochSecond() * NANOS + moment.getNano();
    }

    /**
     * Whether that moment is in it; without a beginning it begins when it is asked for, unless it has an end, as for an engine.
     *
     * @param asked when that was
     */
    boolean contains(Instant moment, Instant asked) {
        BigDecimal seconds = BigDecimal.valueOf(nanos(moment), NANO_DIGITS);
        boolean hasBegun = since.map(begin -> begin.compareTo(seconds) <= 0).orElse(until.isPresent() || !moment.isBefore(asked));
        return hasBegun && until.map(end -> end.compareTo(seconds) >= 0).orElse(true);
    }
}
