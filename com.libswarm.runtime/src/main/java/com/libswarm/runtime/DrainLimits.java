package com.libswarm.runtime;

import com.libswarm.api.Failure;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How long a replaced link may carry on what it carries. What is left at the limit gets an Error, and is named in the journal.
 *
 * @param requests for requests that wait for their reply
 * @param streams for streams, the bodies of replies; empty if they may live for ever
 */
public record DrainLimits(Duration requests, Optional<Duration> streams) {

    /** The word for streams that have no limit. */
    public static final String NONE = "none";

    private static final Pattern PART = Pattern.compile("(\\d{1,9})(ms|s|m|h|d)");
    private static final Pattern TIME = Pattern.compile("(?:" + PART + ")+");

    /**
     * From words such as {@code 30s}, {@code 1h30m} or {@code 500ms}.
     *
     * @param streams may be {@value #NONE}
     * @throws Failure 400 if one cannot be read
     */
    public static DrainLimits of(String requests, String streams) {
        return new DrainLimits(duration(requests), streams.equals(NONE) ? Optional.empty() : Optional.of(duration(streams)));
    }

    private static Duration duration(String word) {
        if (!TIME.matcher(word).matches()) {
            throw new Failure(400, "'" + word + "' is no length of time: write 30s, 10m, 1h30m or 500ms.");
        }
        Duration sum = Duration.ZERO;
        Matcher part = PART.matcher(word);
        while (part.find()) {
            long number = Long.parseLong(part.group(1));
            sum = sum.plus(switch (part.group(2)) {
                case "ms" -> Duration.ofMillis(number);
                case "s" -> Duration.ofSeconds(number);
                case "m" -> Duration.ofMinutes(number);
                case "h" -> Duration.ofHours(number);
                default -> Duration.ofDays(number);
            });
        }
        return sum;
    }

    /** The limit for requests as a word. */
    public String requestsText() {
        return text(requests);
    }

    /** The limit for streams as a word, {@value #NONE} if they have none. */
    public String streamsText() {
        return streams.map(DrainLimits::text).orElse(NONE);
    }

    /** A length of time as it is written here: {@code 1h30m}, {@code 0s}, {@code 12ms}. */
    static String text(Duration time) {
        String text = part(time.toDays(), "d") + part(time.toHoursPart(), "h") + part(time.toMinutesPart(), "m")
                + part(time.toSecondsPart(), "s") + part(time.toMillisPart(), "ms");
        return text.isEmpty() ? "0s" : text;
    }

    private static String part(long number, String unit) {
        return number == 0 ? "" : number + unit;
    }
}
