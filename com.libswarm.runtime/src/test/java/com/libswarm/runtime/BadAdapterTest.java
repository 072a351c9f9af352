package com.libswarm.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.libswarm.api.Call;
import com.libswarm.api.Failure;
import com.libswarm.api.Message;
import com.libswarm.api.Verb;
import com.libswarm.api.adapter.Adapter;
import com.libswarm.api.adapter.Context;
import com.libswarm.api.adapter.Declaration;
import com.libswarm.api.adapter.Link;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(120)
class BadAdapterTest {

    /** What goes well keeps to it on a busy machine, too. */
    private static final Duration SHORT = Duration.ofSeconds(2);

    private final List<String> journal = new CopyOnWriteArrayList<>();
    private final Swarm swarm = Swarm.create((level, source, line) -> journal.add(level + " " + source + " " + line),
            new Limits(SHORT, SHORT, SHORT, SHORT, SHORT.dividedBy(2), SHORT, 3));
    private final Bad bad = new Bad();

    @BeforeEach
    void add() {
        swarm.add(bad);
        swarm.add(new Toys.Answer());
        swarm.add(new Toys.Tag());
    }

    @AfterEach
    void close() {
        swarm.close();
    }

    private static Message ask(Chain chain, String path) throws Exception {
        return Call.ask(chain.head(), Message.of(Verb.Get, path)).result().get(10, TimeUnit.SECONDS);
    }

    @ParameterizedTest
    @ValueSource(strings = {"spawn", "start", "active"})
    void whatThrowsOnItsWayUpLeavesNoChain(String where) {
        assertThatThrownBy(() -> swarm.create("web", List.of("tag", "bad " + where + " throw")))
                .isInstanceOf(Failure.class).hasMessageContaining("web/2 bad").hasMessageContaining("a bug in " + where);
        assertThat(swarm.list()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"spawn", "start", "active"})
    void whatHangsOnItsWayUpIsGivenUp(String where) throws Exception {
        assertThatThrownBy(() -> swarm.create("web", List.of("tag", "bad " + where + " hang")))
                .isInstanceOf(Failure.class).hasMessageContaining("within 2.0 s, and was given up");
        assertThat(bad.interrupted.await(10, TimeUnit.SECONDS)).isTrue();
        assertThat(swarm.list()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"throw", "hang"})
    void aSwapToWhatCannotStartLeavesTheChainAsItWas(String how) throws Exception {
        Chain chain = swarm.create("web", List.of("tag", "answer"));

        assertThatThrownBy(() -> chain.swap(2, "bad start " + how)).isInstanceOf(Failure.class);

        assertThat(ask(chain, "/word").text()).isEqualTo("yes tagged");
        assertThat(chain.state()).isEqualTo(ChainState.RUNNING);
    }

    @Test
    void aLinkTellsAboutItselfOrTheListingSaysWhyItDoesNot() throws Exception {
        Chain chain = swarm.create("web", List.of("bad no no", "bad details throw", "bad details hang", "answer"));

        var details = chain.links().stream().map(LinkInfo::details).toList();

        assertThat(details.get(0)).isEqualTo(Map.of("good", "yes"));
        assertThat(details.get(1).get("problem")).contains("did not tell about itself").contains("a bug in details");
        assertThat(details.get(2).get("problem")).contains("did not tell about itself within 2.0 s");
        assertThat(details.get(3)).isEmpty();
        assertThat(bad.interrupted.await(10, TimeUnit.SECONDS)).isTrue();
        assertThat(ask(chain, "/good").text()).isEqualTo("good");
    }

    @Test
    void aHandlerThatThrowsIsAnErrorToWhoAskedAndTheChainGoesOn() throws Exception {
        Chain chain = swarm.create("web", List.of("tag", "bad send throw"));

        Message reply = ask(chain, "/bad");

        assertThat(reply.status()).isEqualTo(500);
        assertThat(reply.text()).isEqualTo("The link web/2 bad failed on Get /bad: java.lang.IllegalStateException: a bug in send");
        assertThat(journal).anyMatch(line -> line.startsWith("WARNING web The link web/2 bad failed on Get /bad"));
        assertThat(ask(chain, "/good").text()).isEqualTo("good tagged");
    }

    @Test
    void aHandlerThatNeverReturnsIsInterruptedAndTheChainGoesOn() throws Exception {
        Chain chain = swarm.create("web", List.of("tag", "bad send hang"));

        Message reply = ask(chain, "/bad");

        assertThat(reply.status()).isEqualTo(504);
        assertThat(reply.text()).contains("did not return from its send", "Get /bad", "com.libswarm.runtime.Bad").doesNotContain("\n");
        assertThat(Thread.interrupted()).as("the interrupt reached who is served next").isFalse();
        assertThat(ask(chain, "/good").text()).isEqualTo("good tagged");
    }

    /** Its looks at what is being sent are missed while the timers' thread is held up: they must not all be made afterwards, at once. */
    @Test
    void whatIsBeingSentWhenTheProcessGoesOnAfterAPauseIsNotTakenForStuck() throws Exception {
        var pause = new CountDownLatch(1);
        var goesOn = new CountDownLatch(1);
        var sending = new CountDownLatch(1);
        swarm.add(new Paused(pause, goesOn));
        swarm.add(new Toys.Probe(message -> {
            sending.countDown();
            awaitOrFail(goesOn);
        }));
        Chain chain = swarm.create("web", List.of("paused", "probe", "answer"));
        await().pollDelay(SHORT.multipliedBy(2)).until(() -> true);

        CompletableFuture<Message> asked = CompletableFuture.supplyAsync(() -> Call.ask(chain.head(), Message.of(Verb.Get, "/word")).result().join());
        assertThat(sending.await(20, TimeUnit.SECONDS)).isTrue();
        pause.countDown();

        assertThat(asked.get(20, TimeUnit.SECONDS).text()).isEqualTo("yes");
    }

    private static void awaitOrFail(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException interrupted) {
            throw new IllegalStateException("It was interrupted.", interrupted);
        }
    }

    /** Holds the timers' thread up, and then tells when that has done what it missed. */
    @Declaration(name = "paused", summary = "holds timers up")
    private static final class Paused implements Adapter {

        private final CountDownLatch pause;
        private final CountDownLatch goesOn;

        Paused(CountDownLatch pause, CountDownLatch goesOn) {
            this.pause = pause;
            this.goesOn = goesOn;
        }

        @Override
        public Link spawn(Context context) {
            context.timer().execute(() -> {
                awaitOrFail(pause);
                context.timer().schedule(goesOn::countDown, SHORT.toMillis() / 4, TimeUnit.MILLISECONDS);
            });
            return message -> context.next().send(message);
        }
    }

    @Test
    void aSecondReplyIsDroppedAndReported() throws Exception {
        Chain chain = swarm.create("web", List.of("bad send twice"));

        assertThat(ask(chain, "/bad").text()).isEqualTo("first");
        assertThat(journal).singleElement().asString().contains("(Get /bad) was answered twice by", "the second answer (Set second) was dropped");
    }

    @ParameterizedTest
    @ValueSource(strings = {"throw", "hang"})
    void aStopThatGoesWrongIsReportedAndKeepsNobody(String how) {
        Chain chain = swarm.create("web", List.of("tag", "bad stop " + how));

        chain.destroy();

        assertThat(swarm.list()).isEmpty();
        await().untilAsserted(() -> assertThat(journal).anyMatch(line -> line.contains("web/2 bad did not stop")
                || line.contains("bad did not stop")));
    }

    @Test
    void aRequestThatIsNeverAnsweredIsEndedWhenItsLinkIsReplaced() throws Exception {
        Chain chain = swarm.create("web", List.of("bad none none"));
        Call late = Call.ask(chain.head(), Message.of(Verb.Get, "/late"));

        chain.swap(1, "answer");

        Message reply = late.result().get(10, TimeUnit.SECONDS);
        assertThat(reply.status()).isEqualTo(503);
        await().untilAsserted(() -> assertThat(chain.links().get(0).draining()).isEmpty());
        await().untilAsserted(() -> assertThat(journal).anyMatch(line -> line.contains("Get /late")));
    }

    @Test
    void messagesWaitInAGapThenGetAnErrorThatNamesTheAdapter() throws Exception {
        Chain chain = swarm.create("web", List.of("tag", "missing"));
        List<Call> calls = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            calls.add(Call.ask(chain.head(), Message.of(Verb.Get, "/word")));
        }

        assertThat(calls.get(3).result().get(10, TimeUnit.SECONDS).text())
                .isEqualTo("The adapter 'missing' is not there. 3 messages wait for it already.");
        Message first = calls.get(0).result().get(10, TimeUnit.SECONDS);
        assertThat(first.status()).isEqualTo(503);
        assertThat(first.text()).isEqualTo("The adapter 'missing' is not there. The message has waited long enough.");
    }
}
