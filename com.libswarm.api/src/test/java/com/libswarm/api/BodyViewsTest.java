package com.libswarm.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import java.util.concurrent.SubmissionPublisher;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
final class BodyViewsTest {

    private static String text(ByteBuffer bytes) {
        return StandardCharsets.UTF_8.decode(bytes).toString();
    }

    private static String whole(Body body) {
        return text(body.collect(1_000_000).join());
    }

    private static byte[] random(int n) {
        byte[] bytes = new byte[n];
        new Random(n).nextBytes(bytes);
        return bytes;
    }

    @Test
    void noneIsNotEmptyButThereIsNothingInIt() throws IOException {
        assertThat(Body.NONE.isNone()).isTrue();
        assertThat(Body.text("").isNone()).isFalse();
        assertThat(Body.NONE.read()).isSameAs(Body.END);
        assertThat(Body.text("").read()).isSameAs(Body.END);
        assertThat(Body.NONE.tap(new Recorder())).isSameAs(Body.NONE);
    }

    @Test
    void aBodyOfChunksGivesThemAndKnowsItsLength() {
        Body body = Body.of(ByteBuffer.wrap(new byte[] {'a'}), ByteBuffer.allocate(0), ByteBuffer.wrap(new byte[] {'b', 'c'}));

        assertThat(body.length()).isEqualTo(3);
        assertThat(whole(body)).isEqualTo("abc");
    }

    @Test
    void aBodyOfChunksCanBeCancelledWhileItIsRead() throws Exception {
        for (int round = 0; round < 2_000; round++) {
            Body body = Body.of(ByteBuffer.allocate(1), ByteBuffer.allocate(1), ByteBuffer.allocate(1));
            Thread canceller = new Thread(body::cancel);
            canceller.start();
            while (body.read() != Body.END) {
                Thread.onSpinWait();
            }
            canceller.join();
            assertThat(body.read()).isSameAs(Body.END);
        }
    }

    @Test
    void collectHasALimitAndTellsWhatBrokeTheBody() {
        Feed large = Feed.create(100);
        large.offer(ByteBuffer.allocate(11));
        assertThatThrownBy(() -> large.body().collect(10).join()).cause()
                .isInstanceOfSatisfying(Failure.class, f -> assertThat(f.status()).isEqualTo(413));
        assertThat(large.isCancelled()).isTrue();

        Feed broken = Feed.create(100);
        CompletableFuture<ByteBuffer> collected = broken.body().collect(10);
        broken.offer(ByteBuffer.allocate(1));
        broken.fail(502, "It broke.");
        assertThatThrownBy(collected::join).hasRootCauseInstanceOf(BrokenBodyException.class).hasRootCauseMessage("It broke.");

        assertThat(Body.of(ByteBuffer.allocate(10)).collect(10).join().remaining()).isEqualTo(10);
    }

    @Test
    void tapSeesTheBytesAndOneEnding() throws IOException {
        Recorder recorder = new Recorder();
        assertThat(whole(Body.text("hello").tap(recorder))).isEqualTo("hello");
        assertThat(recorder.seen).containsExactly("hello", "WHOLE");

        Recorder broken = new Recorder();
        Feed feed = Feed.create(10);
        Body tapped = feed.body().tap(broken);
        feed.fail(502, "It broke.");
        assertThatThrownBy(tapped::read).hasMessage("It broke.");
        tapped.cancel();
        assertThat(broken.seen).containsExactly("BROKEN");
    }

    @Test
    void tapTellsACancelFromAnEndEvenIfTheReaderWaits() {
        Recorder recorder = new Recorder();
        Body body = Feed.create(10).body().tap(recorder);
        body.collect(10);
        body.cancel();

        assertThat(recorder.seen).containsExactly("CANCELLED");
    }

    @Test
    void bytesPassFromAnOutputStreamToAnInputStream() throws Exception {
        byte[] sent = random(300_000);
        Feed feed = Feed.create(1_000);
        Thread writer = new Thread(() -> {
            try (OutputStream out = feed.out()) {
                out.write(7);
                out.write(sent);
            } catch (IOException broken) {
                feed.fail(500, broken.getMessage());
            }
        });
        writer.start();
        try (InputStream in = feed.body().in()) {
            assertThat(in.read()).isEqualTo(7);
            assertThat(in.readAllBytes()).isEqualTo(sent);
            assertThat(in.read()).isEqualTo(-1);
        }
        writer.join();
    }

    @Test
    void closingTheInputStreamStopsTheWriter() throws Exception {
        Feed feed = Feed.create(10);
        CompletableFuture<Throwable> stopped = new CompletableFuture<>();
        Thread writer = new Thread(() -> {
            try {
                OutputStream out = feed.out();
                while (true) {
                    out.write(new byte[5]);
                }
            } catch (IOException expected) {
                stopped.complete(expected);
            }
        });
        writer.start();
        InputStream in = feed.body().in();
        assertThat(in.read()).isZero();
        in.close();

        assertThat(stopped.get(60, TimeUnit.SECONDS)).hasMessageContaining("wants no more");
        writer.join();
    }

    @Test
    void closingTheInputStreamWakesItsReader() throws Exception {
        InputStream in = Feed.create(10).body().in();
        CompletableFuture<Integer> got = new CompletableFuture<>();
        Thread reader = new Thread(() -> {
            try {
                got.complete(in.read());
            } catch (IOException broken) {
                got.completeExceptionally(broken);
            }
        });
        reader.start();
        in.close();

        assertThat(got.get(60, TimeUnit.SECONDS)).isEqualTo(-1);
        reader.join();
    }

    @Test
    void closingTheInputStreamLeavesTheBytesAloneThatItsReaderCopies() throws Exception {
        for (int round = 0; round < 300; round++) {
            InputStream in = new ReusedMemory().in();
            Thread closer = new Thread(() -> {
                try {
                    in.close();
                } catch (IOException impossible) {
                    throw new AssertionError(impossible);
                }
            });
            closer.start();
            byte[] got = new byte[1_000];
            for (int n = in.read(got); n >= 0; n = in.read(got)) {
                assertThat(got).as("round " + round).containsOnly(0);
            }
            closer.join();
        }
    }

    @Test
    void bytesPassAsAPublisherAndBack() throws Exception {
        byte[] sent = random(100_000);
        var chunks = new ArrayList<ByteBuffer>();
        for (int at = 0; at < sent.length; at += 999) {
            chunks.add(ByteBuffer.wrap(sent, at, Math.min(999, sent.length - at)));
        }
        Body body = Body.of(Body.of(chunks.toArray(ByteBuffer[]::new)).publisher());
        byte[] got = new byte[sent.length];
        body.collect(sent.length).get(60, TimeUnit.SECONDS).get(got);

        assertThat(got).isEqualTo(sent);
    }

    @Test
    void thePublishersLastBufferIsNotLostWhenTheEndFollowsAtOnce() {
        Body body = Body.of((Flow.Publisher<ByteBuffer>) subscriber -> subscriber.onSubscribe(new Once(subscriber, false)));

        assertThat(whole(body)).isEqualTo("last");
    }

    @Test
    void thePublishersLastBufferComesBeforeItsFailure() throws IOException {
        Body body = Body.of((Flow.Publisher<ByteBuffer>) subscriber -> subscriber.onSubscribe(new Once(subscriber, true)));

        body.demand(() -> { });
        assertThat(text(body.read())).isEqualTo("last");
        assertThatThrownBy(body::read).isInstanceOf(IOException.class).hasMessage("It broke.");
    }

    @Test
    void aBodyThatIsCancelledUnreadCancelsItsPublisher() {
        AtomicBoolean cancelled = new AtomicBoolean();
        Body body = Body.of((Flow.Publisher<ByteBuffer>) subscriber -> subscriber.onSubscribe(new Flow.Subscription() {
            @Override
            public void request(long n) {
                throw new IllegalStateException("nobody wants it");
            }

            @Override
            public void cancel() {
                cancelled.set(true);
            }
        }));
        body.cancel();

        assertThat(cancelled).isTrue();
    }

    @Test
    void aPublisherOnAnotherThreadIsReadAtTheReadersPace() throws Exception {
        try (var publisher = new SubmissionPublisher<ByteBuffer>()) {
            Body body = Body.of(publisher);
            CompletableFuture<ByteBuffer> collected = body.collect(1_000);
            for (int i = 0; i < 100; i++) {
                publisher.submit(ByteBuffer.wrap(new byte[] {(byte) i}));
            }
            publisher.close();
            assertThat(collected.get(60, TimeUnit.SECONDS).remaining()).isEqualTo(100);
        }
    }

    @Test
    void aPublisherViewHasOneSubscriber() {
        Flow.Publisher<ByteBuffer> publisher = Body.text("x").publisher();
        CompletableFuture<Throwable> refused = new CompletableFuture<>();
        publisher.subscribe(new Sink(new CompletableFuture<>()));
        publisher.subscribe(new Sink(refused));

        assertThat(refused.join()).hasMessageContaining("one reader");
    }

    /** Zeros without end, in memory that others use once the body is cancelled. */
    private static final class ReusedMemory implements Body {
        private final byte[] memory = new byte[1_000_000];

        @Override
        public ByteBuffer read() {
            return ByteBuffer.wrap(memory);
        }

        @Override
        public void demand(Runnable ready) {
            ready.run();
        }

        @Override
        public void cancel() {
            Arrays.fill(memory, (byte) 1);
        }
    }

    /** Publishes one buffer, and its end in the same breath. */
    private static final class Once implements Flow.Subscription {
        private final Flow.Subscriber<? super ByteBuffer> subscriber;
        private final boolean fails;

        Once(Flow.Subscriber<? super ByteBuffer> subscriber, boolean fails) {
            this.subscriber = subscriber;
            this.fails = fails;
        }

        @Override
        public void request(long n) {
            subscriber.onNext(ByteBuffer.wrap("last".getBytes(StandardCharsets.UTF_8)));
            if (fails) {
                subscriber.onError(new IOException("It broke."));
            } else {
                subscriber.onComplete();
            }
        }

        @Override
        public void cancel() {
            // it has published all
        }
    }

    private static final class Sink implements Flow.Subscriber<ByteBuffer> {
        private final CompletableFuture<Throwable> failed;

        Sink(CompletableFuture<Throwable> failed) {
            this.failed = failed;
        }

        @Override
        public void onSubscribe(Flow.Subscription subscription) {
            subscription.request(1);
        }

        @Override
        public void onNext(ByteBuffer bytes) {
            // not looked at
        }

        @Override
        public void onError(Throwable thrown) {
            failed.complete(thrown);
        }

        @Override
        public void onComplete() {
            // not looked at
        }
    }

    private static final class Recorder implements Tap {
        private final List<String> seen = new ArrayList<>();

        @Override
        public void bytes(ByteBuffer view) {
            seen.add(text(view));
        }

        @Override
        public void ended(Ending how) {
            seen.add(how.name());
        }
    }
}
