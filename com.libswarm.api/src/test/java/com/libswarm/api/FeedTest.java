package com.libswarm.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

final class FeedTest {

    private final Feed feed = Feed.create(10);
    private final Body body = feed.body();
    private final AtomicInteger told = new AtomicInteger();

    private static ByteBuffer bytes(int n) {
        return ByteBuffer.allocate(n);
    }

    @Test
    void givesBytesThenTheEndForEver() throws IOException {
        assertThat(body.read()).isSameAs(Body.NOTHING_YET);
        feed.offer(bytes(3));
        feed.end();

        assertThat(body.read().remaining()).isEqualTo(3);
        assertThat(body.read()).isSameAs(Body.END);
        assertThat(body.read()).isSameAs(Body.END);
        assertThat(body.length()).isEqualTo(-1);
        assertThat(Feed.create(10, 7).body().length()).isEqualTo(7);
    }

    @Test
    void takesNoMoreThanItsCapacityAndTellsWhenThereIsRoom() throws IOException {
        assertThat(feed.offer(bytes(6))).isTrue();
        assertThat(feed.offer(bytes(4))).isTrue();
        assertThat(feed.offer(bytes(1))).isFalse();
        feed.onRoom(told::incrementAndGet);
        assertThat(told).hasValue(0);

        body.read();
        assertThat(told).hasValue(1);
        assertThat(feed.offer(bytes(1))).isTrue();
    }

    @Test
    void aBufferLargerThanTheFeedIsTakenWhenNothingElseWaits() throws IOException {
        feed.offer(bytes(1));
        assertThat(feed.offer(bytes(100))).isFalse();
        feed.onRoom(() -> assertThat(feed.offer(bytes(100))).isTrue());
        assertThat(body.read().remaining()).isEqualTo(1);
        assertThat(body.read().remaining()).isEqualTo(100);
    }

    @Test
    void aLargeRefusalDoesNotHoldUpSmallBuffersForEver() throws IOException {
        feed.offer(bytes(1));
        feed.offer(bytes(100));
        body.read();
        feed.offer(bytes(100));
        body.read();
        feed.offer(bytes(5));
        feed.onRoom(told::incrementAndGet);

        assertThat(told).hasValue(1);
    }

    @Test
    void anUnboundedFeedTakesAll() {
        Feed wide = Feed.create(Integer.MAX_VALUE);
        wide.offer(bytes(10));
        wide.onRoom(told::incrementAndGet);
        assertThat(told).hasValue(1);
    }

    @Test
    void emptyBuffersAreNotGiven() throws IOException {
        assertThat(feed.offer(bytes(0))).isTrue();
        assertThat(body.read()).isSameAs(Body.NOTHING_YET);
    }

    @Test
    void theReaderIsCalledWhenThereIsSomething() {
        body.demand(told::incrementAndGet);
        assertThat(told).hasValue(0);
        feed.offer(bytes(1));
        assertThat(told).hasValue(1);
        body.demand(told::incrementAndGet);
        assertThat(told).hasValue(2);
    }

    @Test
    void aFailureComesAfterTheBytesThatWait() throws IOException {
        feed.offer(bytes(2));
        feed.fail(502, "The engine hung up.");
        feed.end();

        assertThat(body.read().remaining()).isEqualTo(2);
        for (int i = 0; i < 2; i++) {
            assertThatThrownBy(body::read).hasMessage("The engine hung up.")
                    .isInstanceOfSatisfying(BrokenBodyException.class, broken -> assertThat(broken.status()).isEqualTo(502));
        }
    }

    @Test
    void cancelTellsTheWriterDropsWhatWaitsAndMakesRoom() throws IOException {
        feed.offer(bytes(10));
        feed.onCancel(told::incrementAndGet);
        List<String> order = new ArrayList<>();
        feed.onRoom(() -> order.add("room"));
        body.cancel();
        body.cancel();

        assertThat(told).hasValue(1);
        assertThat(order).containsExactly("room");
        assertThat(feed.isCancelled()).isTrue();
        assertThat(feed.offer(bytes(10))).isTrue();
        assertThat(body.read()).isSameAs(Body.END);
        feed.onCancel(told::incrementAndGet);
        assertThat(told).hasValue(2);
    }

    @Test
    void aWriterThatHasEndedIsNotToldOfACancel() {
        feed.onCancel(told::incrementAndGet);
        feed.end();
        body.cancel();
        feed.onCancel(told::incrementAndGet);

        assertThat(told).hasValue(0);
    }

    @Test
    void whatIsOfferedAfterTheEndIsDropped() throws IOException {
        feed.end();
        assertThat(feed.offer(bytes(1))).isTrue();
        assertThat(body.read()).isSameAs(Body.END);
    }
}
