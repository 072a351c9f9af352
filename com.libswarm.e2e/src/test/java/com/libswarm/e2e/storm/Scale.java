package com.libswarm.e2e.storm;

import java.util.Random;

/** How large the storms are, and what their chance is made of. */
final class Scale {

    private static final boolean FULL = "full".equals(System.getProperty("storm"));

    private Scale() {
    }

    /** One of two numbers: that for every run of the tests, or that for {@code -Dstorm=full}. */
    static int of(int inShort, int full) {
        return FULL ? full : inShort;
    }

    /** A storm's own chance; {@code -Dstorm.seed=N} repeats one, as far as a storm can be repeated. */
    static Random random(String storm) {
        long seed = Long.getLong("storm.seed", System.nanoTime());
        System.out.println(storm + ": -Dstorm.seed=" + seed);
        return new Random(seed);
    }
}
