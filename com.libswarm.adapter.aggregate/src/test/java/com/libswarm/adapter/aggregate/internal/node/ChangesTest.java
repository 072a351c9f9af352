package com.libswarm.adapter.aggregate.internal.node;

import static org.assertj.core.api.Assertions.assertThat;

import com.libswarm.adapter.aggregate.internal.node.Changes.Look;
import com.libswarm.adapter.aggregate.internal.node.Effect.Expected;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

final class ChangesTest {

    private final Changes changes = new Changes();

    private void begun() {
        changes.done(changes.first(), Map.of());
        assertThat(changes.isWritten()).isTrue();
    }

    @Test
    void nothingIsKnownBeforeTheFirstList() {
        changes.happened("a", Expected.STARTED, 5);
        assertThat(changes.take()).isEmpty();
        CompletableFuture<Boolean> written = changes.written();
        assertThat(written).isNotDone();
        changes.done(changes.first(), Map.of());
        assertThat(written).isCompletedWithValue(true);
        assertThat(changes.take().orElseThrow().moments()).containsOnlyKeys("a");
    }

    @Test
    void whoWaitsForAWriteWaitsForAListThatWasAskedForAfterIt() {
        begun();
        changes.happened("a", Expected.ANY, 1);
        Look before = changes.take().orElseThrow();
        changes.wrote(Optional.of("b"), Expected.ANY);
        CompletableFuture<Boolean> written = changes.written();
        assertThat(changes.take()).isEmpty();
        changes.done(before, Map.of());
        assertThat(written).isNotDone();
        Look after = changes.take().orElseThrow();
        assertThat(after.moments()).containsOnlyKeys("b");
        changes.done(after, Map.of());
        assertThat(written).isCompletedWithValue(true);
    }

    @Test
    void whatHasEndedIsListedUntilTheListShowsIt() {
        begun();
        changes.wrote(Optional.of("a"), Expected.ENDED);
        CompletableFuture<Boolean> written = changes.written();
        assertThat(changes.done(changes.take().orElseThrow(), Map.of("a", "running"))).containsExactly("a");
        assertThat(written).isNotDone();
        changes.again(List.of("a"));
        assertThat(changes.done(changes.take().orElseThrow(), Map.of("a", "exited"))).isEmpty();
        assertThat(written).isCompletedWithValue(true);

        changes.wrote(Optional.of("a"), Expected.ENDED);
        changes.happened("a", Expected.STARTED, 9);
        assertThat(changes.done(changes.take().orElseThrow(), Map.of("a", "running"))).isEmpty();
    }

    @Test
    void itIsNotWaitedForEver() {
        begun();
        changes.wrote(Optional.of("a"), Expected.ENDED);
        CompletableFuture<Boolean> written = changes.written();
        int looks = 0;
        for (List<String> unsettled = List.of("a"); !unsettled.isEmpty(); looks++) {
            changes.again(unsettled);
            unsettled = changes.done(changes.take().orElseThrow(), Map.of("a", "running"));
        }
        assertThat(looks).isEqualTo(40);
        assertThat(written).isCompletedWithValue(true);
    }

    @Test
    void manyAtOnceAreAllAndAnyMayBeAny() {
        begun();
        for (int i = 0; i < 101; i++) {
            changes.happened("c" + i, Expected.STARTED, i);
        }
        Look look = changes.take().orElseThrow();
        assertThat(look.all()).isTrue();
        assertThat(look.moments().get("c7")).hasValue(7);
        changes.done(look, Map.of());
        changes.wrote(Optional.empty(), Expected.ANY);
        assertThat(changes.take().orElseThrow().all()).isTrue();
    }

    @Test
    void theEndTellsWhoWaits() {
        CompletableFuture<Boolean> written = changes.written();
        changes.close();
        assertThat(written).isCompletedWithValue(false);
        assertThat(changes.isWritten()).isTrue();
        assertThat(changes.take()).isEmpty();
    }
}
