package com.libswarm.e2e.storm;

import java.util.concurrent.atomic.AtomicLongArray;

/** How long answers took: counted in classes of which each is an eighth wider than what it begins with. Thread-safe. */
final class Latencies {

    private static final int SHIFT = 3;
    private static final int STEPS = 1 << SHIFT;

    private final AtomicLongArray counts = new AtomicLongArray(64 * STEPS);

    void add(long nanos) {
        counts.incrementAndGet(index(Math.max(nanos / 1000, 0)));
    }

    private static int index(long micros) {
        if (micros < STEPS) {
            return (int) micros;
        }
        int power = 63 - Long.numberOfLeadingZeros(micros) - SHIFT;
        return (power + 1) * STEPS + (int) (micros >>> power) - STEPS;
    }

    private static double middle(int index) {
        if (index < STEPS) {
            return index + 0.5;
        }
        int power = index / STEPS - 1;
        return ((long) (index % STEPS + STEPS) << power) + (1L << power) / 2.0;
    }

    long count() {
        long count = 0;
        for (int i = 0; i < counts.length(); i++) {
            count += counts.get(i);
        }
        return count;
    }

    /** The milliseconds within which so many percent of the answers came. */
    double percentile(double percent) {
        long left = (long) Math.ceil(count() * percent / 100);
        for (int i = 0; i < counts.length(); i++) {
            left -= counts.get(i);
            if (left <= 0) {
                return middle(i) / 1000;
            }
        }
        return 0;
    }

    @Override
    public String toString() {
        return String.format("%d answers; p50 %.2f ms, p99 %.2f ms, p99.9 %.2f ms, p99.99 %.2f ms", count(), percentile(50), percentile(99),
                percentile(99.9), percentile(99.99));
    }
}
