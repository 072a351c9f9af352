package com.libswarm.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.libswarm.api.Args;
import com.libswarm.api.Body;
import com.libswarm.api.Call;
import com.libswarm.api.Failure;
import com.libswarm.api.Feed;
import com.libswarm.api.Head;
import com.libswarm.api.Message;
import com.libswarm.api.Verb;
import com.libswarm.api.adapter.Adapter;
import com.libswarm.api.adapter.Declaration;
import com.libswarm.runtime.Plan;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * What every adapter keeps to, as tests; each runs plain and with a hop of bytes between the links. An adapter's test extends it:
 *
 * <pre>
 *   final class UpperContractTest extends AdapterContract {
 *     protected Adapter adapter() {
 *       return new Upper();
 *     }
 *   }
 * </pre>
 *
 * <p>The other methods have defaults that suit an adapter which takes no arguments and passes on what it does not know.
 */
@Timeout(120)
public abstract class AdapterContract {

    /** For what comes by itself, on a busy machine. */
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    /** Groups of threads that the JVM has for itself, those that carry virtual threads among them. */
    private static final Set<String> JVM_GROUPS = Set.of("system", "InnocuousThreadGroup", "CarrierThreads");

    /** A path of which no adapter knows anything. */
    private static final String UNKNOWN = "/conformance/unknown object";

    private static final int STREAM = 300_000;

    private static final List<String> OTHERS =
            List.of("process reaper", "ForkJoinPool.commonPool", "CompletableFutureDelayScheduler", "awaitility", "junit", "surefire");

    /** A new adapter. */
    protected abstract Adapter adapter();

    /** A spec that works, with no peer and nobody else needed; by default the name of the adapter, no arguments. */
    protected String spec() {
        return adapter().getClass().getAnnotation(Declaration.class).name();
    }

    /** New adapters of the links that it makes within its own; by default none. */
    protected List<Adapter> nested() {
        return List.of();
    }

    /** Specs that are refused when the link is made or started. */
    protected List<String> badSpecs() {
        return List.of();
    }

    /** Whether what it does not know goes on to the next link; if not, it answers all. */
    protected boolean passesOn() {
        return true;
    }

    /** Whether the link answers a Log itself instead of passing it on. */
    protected boolean takesLogs() {
        return false;
    }

    private TestChain chain(Hop hop) {
        return TestChain.of(hop, adapters(), spec());
    }

    private List<Adapter> adapters() {
        List<Adapter> all = new ArrayList<>(nested());
        all.add(adapter());
        return all;
    }

    private static byte[] random(int size) {
        byte[] bytes = new byte[size];
        new Random(size).nextBytes(bytes);
        return bytes;
    }

    private static byte[] whole(Body body) throws Exception {
        ByteBuffer collected = body.collect(STREAM).get(30, TimeUnit.SECONDS);
        byte[] bytes = new byte[collected.remaining()];
        collected.get(bytes);
        return bytes;
    }

    private void assumePassesOn() {
        Assumptions.assumeTrue(passesOn(), "This adapter answers everything: nothing passes.");
    }

    /** Every message gets exactly one reply, whatever it is. */
    @ParameterizedTest
    @EnumSource
    void everyMessageGetsExactlyOneReply(Hop hop) throws Exception {
        try (TestChain chain = chain(hop)) {
            for (Verb verb : Verb.values()) {
                for (String path : List.of("/", "/containers", UNKNOWN)) {
                    for (String aspect : List.of("", "unknown")) {
                        Feed body = Feed.create(10);
                        body.offer(ByteBuffer.wrap(new byte[] {1}));
                        body.end();
                        Message reply = chain.reply(Message.of(verb, path).withAspect(aspect).withBody(body.body()));
                        reply.body().cancel();
                        assertThat(reply.verb()).isIn(Verb.Ack, Verb.Error, Verb.Set, Verb.File, Verb.Connect);
                    }
                }
            }
            assertThat(chain.journal()).noneMatch(line -> line.contains("second reply") || line.contains("answered again"));
        }
    }

    /** What it does not know, it passes on as it is, down and up, to the last byte. */
    @ParameterizedTest
    @EnumSource
    void whatItDoesNotKnowPassesUntouched(Hop hop) throws Exception {
        assumePassesOn();
        try (TestChain chain = chain(hop)) {
            byte[] up = random(STREAM);
            byte[] down = random(STREAM - 1);
            chain.last().answer((message, name) -> message.reply(Message.of(Verb.File, "/").withStatus(203)
                    .withArgs(Args.of("a", "b").withWords("one", "two words")).withHead(Head.of("X-Y", "1", "Status", "203"))
                    .withBody(Body.of(ByteBuffer.wrap(down)))));
            Message sent = Message.of(Verb.Get, UNKNOWN).withAspect("unknown").withArgs(Args.query("x=%7b&&y&x=1+2").withWords("w", ""))
                    .withHead(Head.of("User-Agent", "test", "X-A", "1", "x-a", "2")).withBody(Body.of(ByteBuffer.wrap(up)));
            Message reply = chain.reply(sent);

            Message got = chain.last().lastReceived();
            assertThat(got).hasToString(sent.toString());
            assertThat(got.args().query()).isEqualTo(sent.args().query());
            assertThat(got.args().words()).isEqualTo(sent.args().words());
            assertThat(got.head()).isEqualTo(sent.head());
            assertThat(got.body().length()).isEqualTo(STREAM);
            assertThat(whole(got.body())).isEqualTo(up);
            assertThat(reply.verb()).isEqualTo(Verb.File);
            assertThat(reply.status()).isEqualTo(203);
            assertThat(reply.args()).isEqualTo(Args.of("a", "b").withWords("one", "two words"));
            assertThat(reply.head()).isEqualTo(Head.of("X-Y", "1", "Status", "203"));
            assertThat(whole(reply.body())).isEqualTo(down);
            assertThat(chain.reply(Message.of(Verb.Get, UNKNOWN)).body().isNone()).isFalse();
            assertThat(chain.last().lastReceived().body().isNone()).isTrue();
        }
    }

    /** Bytes flow both ways at once, before either side has ended. */
    @ParameterizedTest
    @EnumSource
    void bodiesFlowBothWaysAtOnce(Hop hop) throws Exception {
        assumePassesOn();
        try (TestChain chain = chain(hop)) {
            chain.last().answer((message, name) -> message.reply(Message.of(Verb.Connect, "/").withBody(message.body())));
            Feed up = Feed.create(100);
            Message reply = chain.reply(Message.of(Verb.Connect, UNKNOWN).withBody(up.body()));
            for (int i = 0; i < 3; i++) {
                byte sent = (byte) i;
                up.offer(ByteBuffer.wrap(new byte[] {sent}));
                ByteBuffer[] echoed = {Body.NOTHING_YET};
                await().atMost(PATIENCE).until(() -> (echoed[0] = reply.body().read()) != Body.NOTHING_YET);
                assertThat(echoed[0].get()).isEqualTo(sent);
            }
            up.end();
            await().atMost(PATIENCE).until(() -> reply.body().read() == Body.END);
        }
    }

    /** A body that breaks off never looks whole. */
    @ParameterizedTest
    @EnumSource
    void aBrokenBodyStaysBroken(Hop hop) throws Exception {
        assumePassesOn();
        try (TestChain chain = chain(hop)) {
            Feed down = Feed.create(100);
            chain.last().answer((message, name) -> message.reply(Message.value().withBody(down.body())));
            Feed up = Feed.create(100);
            Message reply = chain.reply(Message.of(Verb.File, UNKNOWN).withBody(up.body()));
            up.fail(418, "The client hung up.");
            down.fail(502, "The engine hung up.");

            Body arrived = chain.last().lastReceived().body();
            assertThatThrownBy(() -> whole(arrived)).hasRootCauseInstanceOf(IOException.class).hasRootCauseMessage("The client hung up.");
            assertThatThrownBy(() -> whole(reply.body())).hasRootCauseInstanceOf(IOException.class)
                    .hasRootCauseMessage("The engine hung up.");
        }
    }

    /** A cancel reaches whoever works on the request, and whoever writes a body. */
    @ParameterizedTest
    @EnumSource
    void cancelPasses(Hop hop) throws Exception {
        assumePassesOn();
        try (TestChain chain = chain(hop)) {
            AtomicInteger told = new AtomicInteger();
            chain.last().answer((message, name) -> message.ret().onCancel(told::incrementAndGet));
            Call call = chain.ask(Message.of(Verb.Get, UNKNOWN));
            await().atMost(PATIENCE).until(() -> chain.last().received().size() == 1);
            call.cancel();
            await().atMost(PATIENCE).untilAsserted(() -> assertThat(told).hasValue(1));
        }
    }

    /** Whoever reads no more stops the writer, in either direction. */
    @ParameterizedTest
    @EnumSource
    void cancelOfABodyPasses(Hop hop) throws Exception {
        assumePassesOn();
        try (TestChain chain = chain(hop)) {
            Feed up = Feed.create(100);
            Feed down = Feed.create(100);
            chain.last().answer((message, name) -> {
                message.body().cancel();
                message.reply(Message.value().withBody(down.body()));
            });
            Message reply = chain.reply(Message.of(Verb.Attach, UNKNOWN).withBody(up.body()));
            await().atMost(PATIENCE).until(up::isCancelled);
            assertThat(down.isCancelled()).isFalse();
            reply.body().cancel();
            await().atMost(PATIENCE).until(down::isCancelled);
        }
    }

    /** A slow reader slows the writer; nothing piles up on the way. */
    @ParameterizedTest
    @EnumSource
    void aSlowReaderSlowsTheWriter(Hop hop) throws Exception {
        assumePassesOn();
        try (TestChain chain = chain(hop)) {
            Feed down = Feed.create(1);
            chain.last().answer((message, name) -> message.reply(Message.value().withBody(down.body())));
            Message reply = chain.reply(Message.of(Verb.Watch, UNKNOWN));
            long taken = 0;
            while (taken < 10_000_000 && down.offer(ByteBuffer.allocate(1_000))) {
                taken += 1_000;
            }
            assertThat(taken).isLessThan(1_000_000);
            reply.body().cancel();
        }
    }

    /** Sending never waits: not for replies, not for bodies. */
    @ParameterizedTest
    @EnumSource
    void sendNeverBlocks(Hop hop) throws Exception {
        try (TestChain chain = chain(hop)) {
            chain.last().keepSilent();
            List<Call> calls = new ArrayList<>();
            long started = System.nanoTime();
            for (int i = 0; i < 200; i++) {
                calls.add(chain.ask(Message.of(Verb.File, UNKNOWN).withBody(Feed.create(10).body())));
                calls.add(chain.ask(Message.of(Verb.Get, UNKNOWN)));
            }
            assertThat(System.nanoTime() - started).as("nanoseconds for 400 messages").isLessThan(TimeUnit.SECONDS.toNanos(15));
            assertThat(chain.journal()).noneMatch(line -> line.contains("did not return from its send"));
            for (Call call : calls) {
                call.cancel();
                call.result().get(30, TimeUnit.SECONDS).body().cancel();
            }
        }
    }

    /** Secrets appear in nothing that is printed. */
    @ParameterizedTest
    @EnumSource
    void secretsAreNotPrinted(Hop hop) throws Exception {
        try (TestChain chain = chain(hop)) {
            String secret = "hunter2secret";
            chain.last().answer((message, name) -> message.reply(Message.error(500, "Login failed with password=" + secret)
                    .withHead(Head.of("Set-Cookie", secret, "Status", "500")).withBody(Body.text(secret))));
            Message reply = chain.reply(Message.of(Verb.Spawn, UNKNOWN)
                    .withArgs(Args.of("buildargs", secret, "fromSrc", "https://joe:" + secret + "@host/x", "token", secret))
                    .withHead(Head.of("X-Registry-Auth", secret, "Authorization", "Bearer " + secret)).withBody(Body.text(secret)));
            reply.body().cancel();
            assertThat(chain.journal()).noneMatch(line -> line.contains(secret));
        }
    }

    /** Two Logs that one thread sends arrive in that order. */
    @ParameterizedTest
    @EnumSource
    void logsKeepTheirOrder(Hop hop) throws Exception {
        assumePassesOn();
        Assumptions.assumeFalse(takesLogs(), "This adapter takes Logs itself.");
        try (TestChain chain = chain(hop)) {
            for (int i = 0; i < 100; i++) {
                chain.head().send(Message.log(UNKNOWN, Integer.toString(i)));
            }
            await().atMost(PATIENCE).until(() -> chain.last().received().size() == 100);
            for (int i = 0; i < 100; i++) {
                assertThat(chain.last().received().get(i).text()).isEqualTo(Integer.toString(i));
            }
        }
    }

    /** While links are replaced, every request still gets its one reply. */
    @ParameterizedTest
    @EnumSource
    void aSwapLosesNothing(Hop hop) throws Exception {
        try (TestChain chain = chain(hop)) {
            for (int i = 0; i < 5; i++) {
                chain.last().keepSilent();
                Call before = chain.ask(Message.of(Verb.Get, UNKNOWN));
                chain.swap(1, spec());
                chain.last().answer((message, name) -> message.reply(Message.ack()));
                chain.last().received().forEach(message -> message.reply(Message.ack()));
                Message reply = before.result().get(30, TimeUnit.SECONDS);
                reply.body().cancel();
                assertThat(reply.status()).isNotEqualTo(503);
                chain.reply(Message.of(Verb.Get, UNKNOWN)).body().cancel();
            }
            // what it has asked for its own use, such as a standing Watch, would keep it there
            await().atMost(Duration.ofSeconds(60)).untilAsserted(() -> assertThat(chain.chain().links())
                    .as("replaced links, which are idle").allMatch(link -> link.draining().isEmpty()));
        }
    }

    /** A plan makes the link, without starting it, and throws it away: nothing of it is left, and the one that is there goes on. */
    @ParameterizedTest
    @EnumSource
    void aPlanLeavesNothing(Hop hop) throws Exception {
        Set<Thread> before = threads();
        try (TestChain chain = chain(hop)) {
            String address = Integer.toString(hop.numberOf(1));
            for (int i = 0; i < 3; i++) {
                assertThat(chain.chain().planSwap(address, spec()).links()).extracting(Plan.Touched::link).contains(address);
            }
            chain.reply(Message.of(Verb.Get, UNKNOWN)).body().cancel();
        }
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(threads()).isSubsetOf(before));
    }

    /** Stopped and started as often as one likes; what is open when it stops gets an Error; afterwards no thread is left. */
    @ParameterizedTest
    @EnumSource
    void stopEndsAll(Hop hop) throws Exception {
        Set<Thread> before = threads();
        try (TestChain chain = chain(hop)) {
            for (int i = 0; i < 3; i++) {
                chain.last().keepSilent();
                Feed up = Feed.create(10);
                Call open = chain.ask(Message.of(Verb.File, UNKNOWN).withBody(up.body()));
                chain.chain().stop();
                open.result().get(30, TimeUnit.SECONDS).body().cancel();
                assertThat(chain.reply(Message.of(Verb.Get, UNKNOWN)).isError()).isTrue();
                chain.chain().start();
            }
            chain.chain().destroy();
        }
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(threads()).isSubsetOf(before));
    }

    /** All threads but those that belong to the JVM and the test libraries, and come and go. */
    private static Set<Thread> threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getThreadGroup() != null && !JVM_GROUPS.contains(thread.getThreadGroup().getName()))
                .filter(thread -> OTHERS.stream().noneMatch(thread.getName()::startsWith))
                .collect(Collectors.toSet());
    }

    /** A spec that cannot work is refused with a sentence, and leaves nothing. */
    @ParameterizedTest
    @EnumSource
    void badSpecsAreRefused(Hop hop) {
        Assumptions.assumeFalse(badSpecs().isEmpty(), "This adapter has no bad specs.");
        Set<Thread> before = threads();
        for (String bad : badSpecs()) {
            assertThatThrownBy(() -> TestChain.of(hop, adapters(), bad).close()).as(bad).isInstanceOf(Failure.class)
                    .hasMessageMatching("(?s).*[.:)].*").hasMessageNotContaining("Exception");
        }
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(threads()).isSubsetOf(before));
    }
}
