package com.libswarm.adapter.docker.internal.fuzz;

import java.time.Duration;
import java.util.Random;

/**
 * Runs cases with random numbers of their own until the time is over. {@code -Dfuzz.seconds=600} gives it more time, and
 * {@code -Dfuzz.seed=N} repeats the case of a failure.
 */
final class Fuzz {

    private static final Duration TIME = Duration.ofSeconds(Integer.getInteger("fuzz.seconds", 6));

    interface Case {
        void run(Random random) throws Exception;
    }

    private Fuzz() {
    }

    static void run(String name, Case one) {
        Long given = Long.getLong("fuzz.seed");
        Random seeds = new Random(given == null ? System.nanoTime() : given);
        long end = System.nanoTime() + TIME.toNanos();
        long cases = 0;
        for (long seed = given == null ? seeds.nextLong() : given; cases == 0 || given == null && System.nanoTime() < end; seed = seeds.nextLong()) {
            if (cases++ == 0) {
                System.out.println(name + ": first seed " + seed);
            }
            try {
                one.run(new Random(seed));
            } catch (Exception | AssertionError failed) {
                throw new AssertionError(name + " failed in case " + cases + "; to repeat it: -Dfuzz.seed=" + seed + "\n" + failed, failed);
            }
        }
        System.out.println(name + ": " + cases + " cases");
    }
}
