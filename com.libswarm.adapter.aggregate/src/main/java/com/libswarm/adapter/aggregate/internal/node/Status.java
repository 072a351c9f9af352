package com.libswarm.adapter.aggregate.internal.node;

import com.libswarm.adapter.aggregate.internal.node.HumanDuration.Range;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The field Status of a container in its engine's list, which changes by itself: {@code Up 5 minutes (healthy)}. What the engine
 * printed at a known moment tells between which moments it began; each list after that, and the event of the change, tell more.
 *
 * <p>Moments are milliseconds of this process's own clock, so the engine's clock does not matter. Immutable but for what it
 * remembers; thread-safe.
 */
final class Status {

    private static final Pattern FORM = Pattern.compile(
            "(Up |Exited \\(-?[0-9]+\\) |Restarting \\(-?[0-9]+\\) )(Less than a second|About an? [a-z]+|[0-9]+ [a-z]+)( ago| \\([^)]*\\))?");
    /** What may be unknown while seconds and minutes are counted. */
    private static final long NARROW = 2_000;

    private final String before;
    private final String after;
    private final boolean isFixed;
    private final long earliest;
    private final long latest;
    private final long begun;
    // a lost race only makes it twice
    private volatile Text text;

    private record Text(byte[] json, long until) {
    }

    private Status(String before, String after, boolean isFixed, long earliest, long latest, long begun) {
        this.before = before;
        this.after = after;
        this.isFixed = isFixed;
        this.earliest = earliest;
        this.latest = latest;
        this.begun = begun;
        this.text = isFixed ? new Text(bytes(before), Long.MAX_VALUE) : new Text(new byte[0], Long.MIN_VALUE);
    }

    /**
     * @param json the field's value, with its quotes
     * @param asked when the list was asked for; {@code received}: when it was there
     * @param known what was known before, if the container has not started or ended since
     */
    static Status of(String json, long asked, long received, Optional<Status> known) {
        Matcher form = FORM.matcher(json.substring(1, json.length() - 1));
        Optional<Range> printed = form.matches() ? HumanDuration.range(form.group(2)) : Optional.empty();
        if (printed.isEmpty()) {
            return new Status(json, "", true, 0, 0, 0);
        }
        String before = form.group(1).intern();
        String after = form.group(3) == null ? "" : form.group(3).intern();
        long earliest = asked - printed.get().to();
        long latest = received - printed.get().from();
        if (known.isPresent() && known.get().before.equals(before)) {
            Status older = known.get();
            long from = Math.max(earliest, older.earliest);
            long to = Math.min(latest, older.latest);
            if (from <= to) {
                return new Status(before, after, false, from, to, Math.max(from, Math.min(to, older.begun)));
            }
        }
        // what is shown may be late, but is never ahead of the engine
        return new Status(before, after, false, earliest, latest, latest);
    }

    /** The same, when the event that it began came at {@code moment}. */
    Status begunAt(long moment) {
        if (isFixed || moment < earliest || moment > latest + NARROW) {
            return this;
        }
        long exact = Math.min(moment, latest);
        return new Status(before, after, false, Math.max(earliest, exact - NARROW / 2), exact, exact);
    }

    /** The field's value as it is now, with its quotes. */
    byte[] at(long now) {
        Text known = text;
        if (now >= known.until) {
            String duration = HumanDuration.text(now - begun);
            long until = HumanDuration.range(duration).map(range -> begun + range.to()).orElse(now);
            known = new Text(bytes('"' + before + duration + after + '"'), until);
            text = known;
        }
        return known.json;
    }

    /** When a list will tell more of it than is known; never, if that is exact enough. */
    long wantsListAt(long now) {
        if (isFixed) {
            return Long.MAX_VALUE;
        }
        Range printed = HumanDuration.range(HumanDuration.text(now - begun)).orElseThrow();
        long unit = printed.to() - printed.from();
        long precision = unit <= HumanDuration.MINUTE ? NARROW : unit <= HumanDuration.HOUR ? 15 * HumanDuration.SECOND : HumanDuration.MINUTE;
        return latest - earliest <= precision + HumanDuration.SECOND ? Long.MAX_VALUE : Math.max(earliest + printed.to(), now + precision);
    }

    private static byte[] bytes(String json) {
        return json.getBytes(StandardCharsets.UTF_8);
    }
}
