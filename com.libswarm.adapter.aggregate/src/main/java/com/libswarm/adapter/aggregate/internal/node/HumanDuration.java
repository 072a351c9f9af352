package com.libswarm.adapter.aggregate.internal.node;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Durations as engines write them for people: {@code 5 minutes}, {@code About an hour} (docker/go-units, HumanDuration). */
final class HumanDuration {

    static final long SECOND = 1_000;
    static final long MINUTE = 60 * SECOND;
    static final long HOUR = 60 * MINUTE;

    private static final long DAY_HOURS = 24;
    private static final long WEEK_HOURS = 7 * DAY_HOURS;
    private static final long MONTH_HOURS = 30 * DAY_HOURS;
    private static final long YEAR_HOURS = 365 * DAY_HOURS;
    // up to these, hours are rounded, and what they make is told in the smaller unit
    private static final long DAYS_FROM = 2 * DAY_HOURS;
    private static final long WEEKS_FROM = 2 * WEEK_HOURS;
    private static final long MONTHS_FROM = 2 * MONTH_HOURS;
    private static final long YEARS_FROM = 2 * YEAR_HOURS;
    private static final Pattern COUNTED = Pattern.compile("([0-9]{1,6}) (seconds|minutes|hours|days|weeks|months|years)");

    /** The durations that have one text, in milliseconds. */
    record Range(long from, long to) {
    }

    private HumanDuration() {
    }

    static String text(long millis) {
        long seconds = millis / SECOND;
        if (seconds < 1) {
            return "Less than a second";
        } else if (seconds == 1) {
            return "1 second";
        } else if (millis < MINUTE) {
            return seconds + " seconds";
        }
        long minutes = millis / MINUTE;
        if (minutes == 1) {
            return "About a minute";
        } else if (minutes < 60) {
            return minutes + " minutes";
        }
        long hours = (millis + HOUR / 2) / HOUR;
        if (hours == 1) {
            return "About an hour";
        } else if (hours < DAYS_FROM) {
            return hours + " hours";
        } else if (hours < WEEKS_FROM) {
            return hours / DAY_HOURS + " days";
        } else if (hours < MONTHS_FROM) {
            return hours / WEEK_HOURS + " weeks";
        } else if (hours < YEARS_FROM) {
            return hours / MONTH_HOURS + " months";
        }
        return millis / HOUR / YEAR_HOURS + " years";
    }

    /** The durations that {@code text} stands for, or nothing if it is no such text. */
    static Optional<Range> range(String text) {
        Range range = switch (text) {
            case "Less than a second" -> new Range(0, SECOND);
            case "1 second" -> new Range(SECOND, 2 * SECOND);
            case "About a minute" -> new Range(MINUTE, 2 * MINUTE);
            case "About an hour" -> new Range(HOUR, HOUR + HOUR / 2);
            default -> counted(text);
        };
        return range.from < range.to ? Optional.of(range) : Optional.empty();
    }

    private static Range counted(String text) {
        Matcher matcher = COUNTED.matcher(text);
        if (!matcher.matches()) {
            return new Range(0, 0);
        }
        long n = Long.parseLong(matcher.group(1));
        return switch (matcher.group(2)) {
            case "seconds" -> new Range(n * SECOND, (n + 1) * SECOND);
            case "minutes" -> new Range(n * MINUTE, (n + 1) * MINUTE);
            case "hours" -> rounded(n, n + 1);
            case "days" -> rounded(n * DAY_HOURS, (n + 1) * DAY_HOURS);
            case "weeks" -> rounded(n * WEEK_HOURS, Math.min((n + 1) * WEEK_HOURS, MONTHS_FROM));
            case "months" -> rounded(n * MONTH_HOURS, Math.min((n + 1) * MONTH_HOURS, YEARS_FROM));
            default -> new Range(Math.max(n * YEAR_HOURS * HOUR, YEARS_FROM * HOUR - HOUR / 2), (n + 1) * YEAR_HOURS * HOUR);
        };
    }

    private static Range rounded(long fromHours, long toHours) {
        return new Range(fromHours * HOUR - HOUR / 2, toHours * HOUR - HOUR / 2);
    }
}
