package com.libswarm.adapter.simulator;

import com.libswarm.api.Failure;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Optional;

/** Points in time as Docker's arguments {@code since} and {@code until} give them. */
final class Times {

    private Times() {
    }

    /**
     * @param text seconds since 1970, perhaps with a fraction, or an RFC 3339 time; empty or 0 for none
     * @throws Failure 400 for other text
     */
    static Optional<Instant> parse(String name, String text) {
        if (text.isEmpty() || text.equals("0")) {
            return Optional.empty();
        }
        try {
            if (text.matches("-?[0-9]{1,12}(\\.[0-9]{1,9})?")) {
                var nanos = new BigDecimal(text).movePointRight(9).toBigInteger();
                var second = BigInteger.valueOf(1_000_000_000);
                return Optional.of(Instant.ofEpochSecond(nanos.divide(second).longValue(), nanos.mod(second).longValue()));
            }
            return Optional.of(OffsetDateTime.parse(text).toInstant());
        } catch (DateTimeException bad) {
            throw new Failure(400, "The value '" + text + "' of " + name + " is neither seconds since 1970 nor an RFC 3339 time.", bad);
        }
    }
}
