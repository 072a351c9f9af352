package com.libswarm.e2e.storm;

import java.time.Duration;

/** Changes chains by the hundred while a load passes, in turn with times of the same length in which nothing changes, and measures both. */
final class Storm {

    /** What tests lock that load the whole machine: one storm at a time. */
    static final String LOCK = "storm";
    /** Who shares an engine: an engine forgets events of other tests when it has hundreds of a storm to remember. */
    static final String OF = "storms";

    private final Load load;
    private final Runnable swap;
    private final Latencies calm = new Latencies();
    private final Latencies raging = new Latencies();
    private Duration time = Duration.ZERO;
    private long answers;
    private int swaps;
    private int underWay;

    /** @param swap makes one change */
    Storm(Load load, Runnable swap) {
        this.load = load;
        this.swap = swap;
    }

    /** Lets the JVMs compile what they need. */
    void warmUp(int answers) {
        load.awaitAnswers(answers);
    }

    void rage(int rounds, int swapsEach) throws InterruptedException {
        for (int round = 0; round < rounds; round++) {
            long before = load.tally().answers();
            long began = System.nanoTime();
            load.measure(raging);
            for (int i = 0; i < swapsEach; i++) {
                underWay += load.underWay() > 0 ? 1 : 0;
                swap.run();
                swaps++;
            }
            Duration took = Duration.ofNanos(System.nanoTime() - began);
            time = time.plus(took);
            answers += load.tally().answers() - before;
            load.measure(calm);
            Thread.sleep(took.toMillis());
            load.measureNot();
        }
    }

    @Override
    public String toString() {
        double seconds = time.toNanos() / 1e9;
        return String.format("""
                %d swaps in %.0f s (%.0f a second), %d of them while requests were under way; %.0f answers a second
                  in all    %s
                  swapping  %s
                  calm      %s
                  p99.9 with swaps over without: %.2f""", swaps, seconds, swaps / seconds, underWay, answers / seconds, load.tally(), raging, calm,
                raging.percentile(99.9) / calm.percentile(99.9));
    }
}
