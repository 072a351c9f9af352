package com.libswarm.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

final class DemandTest {

    private final Demand demand = new Demand();
    private final AtomicInteger runs = new AtomicInteger();

    @Test
    void runsOnceForEachWish() {
        demand.await(runs::incrementAndGet, () -> false);
        assertThat(runs).hasValue(0);
        demand.signal();
        demand.signal();
        assertThat(runs).hasValue(1);
    }

    @Test
    void runsAtOnceWhenThereIsSomethingToRead() {
        demand.await(runs::incrementAndGet, () -> true);
        assertThat(runs).hasValue(1);
    }

    @Test
    void neverNestsHoweverOftenACallbackAsksAgain() {
        int[] depth = new int[2];
        Runnable[] again = new Runnable[1];
        again[0] = () -> {
            depth[0]++;
            depth[1] = Math.max(depth[1], depth[0]);
            if (runs.incrementAndGet() < 100_000) {
                demand.await(again[0], () -> true);
            }
            depth[0]--;
        };
        demand.await(again[0], () -> true);

        assertThat(runs).hasValue(100_000);
        assertThat(depth[1]).isEqualTo(1);
    }

    @Test
    void aCallbackThatThrowsDoesNotBlockTheNext() {
        demand.await(() -> {
            throw new IllegalStateException("broken reader");
        }, () -> false);

        assertThatThrownBy(demand::signal).hasMessage("broken reader");
        demand.await(runs::incrementAndGet, () -> true);
        assertThat(runs).hasValue(1);
    }
}
