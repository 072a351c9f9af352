package com.libswarm.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Timeout;

/** A writer and a reader on two threads, each doing now this and now that: no byte lost or doubled, the bound held, no wake-up lost. */
@Timeout(120)
final class FeedScheduleTest {

    private static final int CAPACITY = 64;
    private static final int LARGEST = 100;

    private final long seed = System.nanoTime();
    private final ExecutorService threads = Executors.newFixedThreadPool(2);
    private final Feed feed = Feed.create(CAPACITY);
    private final AtomicLong written = new AtomicLong();
    private final AtomicLong read = new AtomicLong();
    private final CompletableFuture<String> ending = new CompletableFuture<>();

    @AfterEach
    void stop() {
        threads.shutdownNow();
    }

    @RepeatedTest(20)
    void everyByteArrivesOnceAndInOrder() throws Exception {
        int total = 20_000;
        threads.execute(new Writer(total, feed::end));
        threads.execute(new Reader(Long.MAX_VALUE));

        assertThat(ending.get(60, TimeUnit.SECONDS)).as("seed %d", seed).isEqualTo("end");
        assertThat(read).as("seed %d", seed).hasValue(total);
    }

    @RepeatedTest(5)
    void aFailureComesAfterAllThatWasWritten() throws Exception {
        int total = 5_000;
        threads.execute(new Writer(total, () -> feed.fail(502, "broken")));
        threads.execute(new Reader(Long.MAX_VALUE));

        assertThat(ending.get(60, TimeUnit.SECONDS)).as("seed %d", seed).isEqualTo("broken");
        assertThat(read).as("seed %d", seed).hasValue(total);
    }

    @RepeatedTest(5)
    void aCancelAnywhereIsToldOnceAndStopsNobody() throws Exception {
        AtomicInteger told = new AtomicInteger();
        feed.onCancel(told::incrementAndGet);
        CompletableFuture<Void> wrote = new CompletableFuture<>();
        threads.execute(new Writer(50_000, () -> wrote.complete(null)));
        threads.execute(new Reader(new Random(seed).nextInt(5_000)));

        assertThat(ending.get(60, TimeUnit.SECONDS)).as("seed %d", seed).isEqualTo("cancelled");
        wrote.get(60, TimeUnit.SECONDS);
        assertThat(told).as("seed %d", seed).hasValue(1);
    }

    /** Writes 0, 1, 2, ... in buffers of any size; waits for room by callback. */
    private final class Writer implements Runnable {
        private final Random random = new Random(seed + 1);
        private final int total;
        private final Runnable then;
        private ByteBuffer refused = ByteBuffer.allocate(0);

        Writer(int total, Runnable then) {
            this.total = total;
            this.then = then;
        }

        @Override
        public void run() {
            while (written.get() < total || refused.hasRemaining()) {
                ByteBuffer next = refused.hasRemaining() ? refused : make();
                refused = ByteBuffer.allocate(0);
                if (!feed.offer(next)) {
                    refused = next;
                    feed.onRoom(random.nextBoolean() ? this : () -> threads.execute(this));
                    return;
                }
                if (random.nextInt(10) == 0) {
                    Thread.yield();
                }
            }
            then.run();
        }

        private ByteBuffer make() {
            int n = (int) Math.min(1 + random.nextInt(random.nextInt(8) == 0 ? LARGEST : 10), total - written.get());
            ByteBuffer made = ByteBuffer.allocate(n);
            for (int i = 0; i < n; i++) {
                made.put((byte) written.getAndIncrement());
            }
            return made.flip();
        }
    }

    /** Checks what it reads; waits for more by callback; cancels after so many bytes. */
    private final class Reader implements Runnable {
        private final Random random = new Random(seed + 2);
        private final AtomicInteger inside = new AtomicInteger();
        private final long until;

        Reader(long until) {
            this.until = until;
        }

        @Override
        public void run() {
            if (inside.getAndIncrement() > 0) {
                ending.complete("a callback ran inside another, or beside it");
            }
            boolean more = false;
            try {
                more = pump();
            } catch (IOException why) {
                ending.complete(why.getMessage());
            }
            inside.decrementAndGet();
            if (more) {
                feed.body().demand(random.nextBoolean() ? this : () -> threads.execute(this));
            }
        }

        /** Whether there may be more later. */
        private boolean pump() throws IOException {
            ByteBuffer bytes;
            while ((bytes = feed.body().read()) != Body.NOTHING_YET) {
                if (bytes == Body.END) {
                    ending.complete("end");
                    return false;
                }
                while (bytes.hasRemaining()) {
                    if (bytes.get() != (byte) read.getAndIncrement()) {
                        ending.complete("a wrong byte at " + read.get());
                    }
                }
                // the buffer being written next is counted as written before it is offered
                if (written.get() - read.get() > CAPACITY + 2 * LARGEST) {
                    ending.complete("more waits than may");
                }
                if (read.get() >= until) {
                    feed.body().cancel();
                    ending.complete("cancelled");
                    return false;
                }
                if (random.nextInt(10) == 0) {
                    Thread.yield();
                }
            }
            return true;
        }
    }
}
