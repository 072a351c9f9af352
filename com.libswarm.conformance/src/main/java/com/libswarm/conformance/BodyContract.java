package com.libswarm.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import com.libswarm.api.Body;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What every implementation of {@link Body} keeps to, as tests; the test of one extends it. */
@Timeout(120)
public abstract class BodyContract {

    /** A body of these bytes, whole, in chunks of any size, on any threads. */
    protected abstract Body body(byte[] content);

    private static byte[] random(int size) {
        byte[] bytes = new byte[size];
        new Random(size).nextBytes(bytes);
        return bytes;
    }

    /** No byte is lost or doubled; no callback runs inside another or after the end; none is missed. */
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 1_000, 300_000})
    void everyByteComesOnceAndInOrder(int size) throws Exception {
        byte[] content = random(size);
        Reader reader = new Reader(body(content));
        reader.run();

        assertThat(reader.done.get(60, TimeUnit.SECONDS)).isEqualTo(content);
        assertThat(reader.atOnce).as("callbacks at once, at most").hasValueLessThanOrEqualTo(1);
        assertThat(reader.body.read()).isSameAs(Body.END);
        assertThat(reader.afterEnd).hasValue(0);
    }

    /** After a cancel, from wherever, there is nothing to read, and whoever waits is called. */
    @Test
    void aCancelEndsIt() throws Exception {
        Body body = body(random(300_000));
        body.cancel();
        body.cancel();
        CompletableFuture<Void> called = new CompletableFuture<>();
        body.demand(() -> called.complete(null));

        called.get(60, TimeUnit.SECONDS);
        assertThat(body.read()).isSameAs(Body.END);
    }

    /** A length that is told is true. */
    @Test
    void itsLengthIsTrueOrUnknown() {
        Body body = body(random(1_000));
        assertThat(body.length()).isIn(1_000L, -1L);
        body.cancel();
    }

    /** Reads as the Javadoc of Body says. */
    private static final class Reader implements Runnable {

        private final Body body;
        private final ByteArrayOutputStream read = new ByteArrayOutputStream();
        private final CompletableFuture<byte[]> done = new CompletableFuture<>();
        private final AtomicInteger running = new AtomicInteger();
        private final AtomicInteger atOnce = new AtomicInteger();
        private final AtomicInteger afterEnd = new AtomicInteger();

        Reader(Body body) {
            this.body = body;
        }

        @Override
        public void run() {
            if (done.isDone()) {
                afterEnd.incrementAndGet();
            }
            atOnce.accumulateAndGet(running.incrementAndGet(), Math::max);
            boolean more = pump();
            running.decrementAndGet();
            if (more) {
                body.demand(this);
            }
        }

        private boolean pump() {
            try {
                for (ByteBuffer b = body.read(); b != Body.NOTHING_YET; b = body.read()) {
                    if (b == Body.END) {
                        done.complete(read.toByteArray());
                        return false;
                    }
                    assertThat(b.remaining()).as("the size of a chunk").isPositive();
                    while (b.hasRemaining()) {
                        read.write(b.get());
                    }
                }
                return true;
            } catch (IOException | AssertionError broken) {
                done.completeExceptionally(broken);
                return false;
            }
        }
    }
}
