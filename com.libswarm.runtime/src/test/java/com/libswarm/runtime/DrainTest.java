package com.libswarm.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.libswarm.api.Call;
import com.libswarm.api.Feed;
import com.libswarm.api.Message;
import com.libswarm.api.Verb;
import com.libswarm.api.adapter.Adapter;
import com.libswarm.api.adapter.Context;
import com.libswarm.api.adapter.Declaration;
import com.libswarm.api.adapter.Link;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a replaced link still carries, and for how long. */
@Timeout(120)
class DrainTest {

    private final List<String> journal = new CopyOnWriteArrayList<>();
    private final Swarm swarm = Swarm.create((level, source, line) -> journal.add(level + " " + source + " " + line));
    private final Parrot parrot = new Parrot();

    @BeforeEach
    void add() {
        swarm.add(parrot);
        swarm.add(new Later());
        swarm.add(new Toys.Tag());
    }

    @AfterEach
    void close() {
        swarm.close();
    }

    /** Answers a Get with a stream that the test writes; a Set never. */
    @Declaration(name = "parrot", summary = "answers with a stream", arguments = "[NAME]  any (default: x)")
    static final class Parrot implements Adapter {

        final List<Feed> feeds = new CopyOnWriteArrayList<>();
        final AtomicInteger stopped = new AtomicInteger();

        @Override
        public Link spawn(Context context) {
            return new Link() {
                @Override
                public void send(Message message) {
                    if (message.verb() == Verb.Get) {
                        Feed feed = Feed.create(100);
                        feeds.add(feed);
                        message.reply(Message.value().withBody(feed.body()));
                    }
                }

                @Override
                public void stop() {
                    stopped.incrementAndGet();
                }
            };
        }
    }

    /** Passes messages on when the test says so. */
    @Declaration(name = "later", summary = "passes on later")
    static final class Later implements Adapter {

        static final List<Runnable> HELD = new CopyOnWriteArrayList<>();

        @Override
        public Link spawn(Context context) {
            return message -> HELD.add(() -> context.next().send(message));
        }
    }

    private static Call ask(Chain chain, Verb verb, String path) {
        return Call.ask(chain.head(), Message.of(verb, path));
    }

    private static Message stream(Chain chain) throws Exception {
        return ask(chain, Verb.Get, "/stream").result().get(20, TimeUnit.SECONDS);
    }

    @Test
    void whatTakesLongerThanTheLimitIsCutAndNamed() throws Exception {
        Chain chain = swarm.create("web", List.of("parrot"), DrainLimits.of("200ms", "300ms"));
        Message stream = stream(chain);
        Call request = ask(chain, Verb.Set, "/never");

        chain.swap(1, "parrot new");

        Message error = request.result().get(20, TimeUnit.SECONDS);
        assertThat(error.status()).isEqualTo(503);
        assertThat(error.text()).isEqualTo("The request was ended by the limit of 200ms for requests of replaced links.");
        assertThatThrownBy(() -> stream.body().collect(10).get(20, TimeUnit.SECONDS)).hasMessageContaining("by the limit of 300ms for streams of replaced links");
        await().untilAsserted(() -> assertThat(parrot.stopped).hasValue(1));
        await().untilAsserted(() -> assertThat(journal)
                .anyMatch(line -> line.startsWith("WARNING web/1 parrot") && line.contains("Set /never"))
                .anyMatch(line -> line.contains("Get /stream (stream)")));
        await().untilAsserted(() -> assertThat(swarm.history()).singleElement().satisfies(change -> {
            assertThat(change.ended()).hasSize(2);
            assertThat(change.draining()).isPresent();
        }));
    }

    @Test
    void streamsHaveNoLimitUnlessItIsSetAndALimitThatIsSetHoldsForWhatDrainsAlready() throws Exception {
        Chain chain = swarm.create("web", List.of("parrot"));
        assertThat(chain.drainLimits()).isEqualTo(DrainLimits.of("30s", "none"));
        Instant before = Instant.now().minusSeconds(1);
        Message stream = stream(chain);
        Call request = ask(chain, Verb.Set, "/never");
        chain.swap(1, "parrot new");
        assertThat(chain.links().get(0).draining()).singleElement().satisfies(draining -> {
            assertThat(draining.spec()).isEqualTo("parrot");
            assertThat(draining.carries()).hasSize(2);
            assertThat(draining.since()).isBetween(before, Instant.now());
        });
        assertThat(swarm.history().get(0).drains()).isTrue();

        chain.setDrainLimits(DrainLimits.of("0s", "none"));
        assertThat(request.result().get(20, TimeUnit.SECONDS).status()).isEqualTo(503);
        assertThat(parrot.stopped).hasValue(0);
        chain.setDrainLimits(DrainLimits.of("0s", "0s"));

        assertThatThrownBy(() -> stream.body().collect(10).get(20, TimeUnit.SECONDS)).hasMessageContaining("by the limit of 0s for streams");
        await().untilAsserted(() -> assertThat(parrot.stopped).hasValue(1));
    }

    @Test
    void aLimitForStreamsEndsNoRequest() throws Exception {
        Later.HELD.clear();
        Chain chain = swarm.create("web", List.of("later", "parrot"), DrainLimits.of("1h", "0s"));
        Call stream = ask(chain, Verb.Get, "/stream");
        Later.HELD.get(0).run();
        Message cut = stream.result().get(20, TimeUnit.SECONDS);
        Call request = ask(chain, Verb.Get, "/later");

        chain.swap(2, "parrot new");

        assertThatThrownBy(() -> cut.body().collect(10).get(20, TimeUnit.SECONDS)).hasMessageContaining("by the limit of 0s");
        Later.HELD.get(1).run();
        assertThat(request.result().get(20, TimeUnit.SECONDS).isError()).isFalse();
    }

    @Test
    void aStreamThatBeganAfterASwapOnARequestFromBeforeItIsNotCutByTheNextSwap() throws Exception {
        Later.HELD.clear();
        Chain chain = swarm.create("web", List.of("later", "parrot one"));
        Call call = ask(chain, Verb.Get, "/stream");
        chain.swap(2, "parrot two");
        // the first may still get the request
        Later.HELD.get(0).run();
        Message reply = call.result().get(20, TimeUnit.SECONDS);

        chain.swap(2, "parrot three");

        assertThat(chain.links().get(1).draining()).extracting(LinkInfo.Draining::spec).contains("parrot two");
        parrot.feeds.get(0).offer(ByteBuffer.wrap(new byte[] {7}));
        parrot.feeds.get(0).end();
        assertThat(reply.body().collect(10).get(20, TimeUnit.SECONDS).get()).isEqualTo((byte) 7);
        await().untilAsserted(() -> assertThat(chain.links().get(1).draining()).isEmpty());
        assertThat(parrot.stopped).hasValue(2);
    }

    @Test
    void linksThatComeAndGoLeaveNothingBehind() throws Exception {
        Chain chain = swarm.create("web", List.of("parrot"));
        Message stream = stream(chain);

        for (int i = 0; i < 50; i++) {
            chain.insert(1, "tag " + i);
            chain.remove(1);
        }

        stream.body().cancel();
        await().untilAsserted(() -> assertThat(chain.removed()).isEmpty());
        assertThat(swarm.history()).hasSize(100).extracting(Change::kind).contains(ChangeKind.INSERT, ChangeKind.REMOVE);
        await().untilAsserted(() -> assertThat(swarm.history()).allMatch(change -> !change.drains()));
    }

    @Test
    void theHistoryHoldsTheLatestThousand() {
        Chain chain = swarm.create("web", List.of("tag secret=abc"));

        for (int i = 0; i < 1_005; i++) {
            chain.swap(1, "tag password=" + i);
        }

        assertThat(swarm.history()).hasSize(1_000).noneMatch(change -> change.to().orElseThrow().spec().contains("1004"));
    }

    /** Takes its time to drain. */
    @Declaration(name = "slow", summary = "begins to drain when the test says so")
    static final class Slow implements Adapter {

        final CountDownLatch mayDrain = new CountDownLatch(1);
        final AtomicInteger stopped = new AtomicInteger();

        @Override
        public Link spawn(Context context) {
            return new Link() {
                @Override
                public void send(Message message) {
                    message.reply(Message.value());
                }

                @Override
                public CompletionStage<?> drain() {
                    try {
                        mayDrain.await();
                    } catch (InterruptedException given) {
                        return new CompletableFuture<>();
                    }
                    return CompletableFuture.completedFuture(this);
                }

                @Override
                public void stop() {
                    stopped.incrementAndGet();
                }
            };
        }
    }

    @Test
    void aLinkThatIsLateToDrainIsNotStoppedBeforeItHas() throws Exception {
        Duration second = Duration.ofSeconds(1);
        var slow = new Slow();
        try (Swarm busy = Swarm.create((level, source, line) -> journal.add(level + " " + source + " " + line),
                new Limits(second.multipliedBy(10), second.multipliedBy(2), second, second.multipliedBy(60), second, second.multipliedBy(10), 10))) {
            busy.add(slow);
            Chain chain = busy.create("web", List.of("slow"));

            chain.swap(1, "slow");

            assertThat(journal).anyMatch(line -> line.contains("did not begin to drain within 2.0 s"));
            assertThat(chain.links().get(0).draining()).hasSize(1);
            assertThat(slow.stopped).hasValue(0);
            slow.mayDrain.countDown();
            await().untilAsserted(() -> assertThat(chain.links().get(0).draining()).isEmpty());
            assertThat(slow.stopped).hasValue(1);
            assertThat(journal).noneMatch(line -> line.contains("did not say within"));
        }
    }
}
