package com.libswarm.adapter.aggregate;

import java.time.Duration;
import java.util.Optional;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Random sequences of what clients and operators do, while nodes go and come, against a model. {@code -Drandom.seed=N} repeats one,
 * {@code -Drandom.seconds=N} goes on with new ones for so long.
 */
final class RandomTest {

    private static final int STEPS = 200;
    private static final int SEQUENCES = 4;

    private static LongStream seeds() {
        return Optional.ofNullable(Long.getLong("random.seed")).map(LongStream::of)
                .orElseGet(() -> LongStream.generate(System::nanoTime).limit(SEQUENCES));
    }

    @ParameterizedTest
    @MethodSource("seeds")
    @Timeout(300)
    void theAggregateShowsWhatItsEnginesHave(long seed) {
        run(seed);
    }

    @Test
    void theSameForLong() {
        long end = System.nanoTime() + Duration.ofSeconds(Integer.getInteger("random.seconds", 0)).toNanos();
        while (System.nanoTime() < end) {
            run(System.nanoTime());
        }
    }

    private static void run(long seed) {
        System.out.println("RandomTest: -Drandom.seed=" + seed);
        try (var sequence = new RandomSequence(seed)) {
            for (int i = 0; i < STEPS; i++) {
                sequence.step();
            }
            sequence.compareAtTheEnd();
        } catch (AssertionError | RuntimeException failed) {
            throw new AssertionError("-Drandom.seed=" + seed + ": " + failed.getMessage(), failed);
        }
    }
}
