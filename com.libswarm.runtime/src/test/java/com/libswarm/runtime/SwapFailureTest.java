package com.libswarm.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.libswarm.api.Call;
import com.libswarm.api.Failure;
import com.libswarm.api.Message;
import com.libswarm.api.Verb;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a swap does when something goes wrong, and when it is not alone. */
@Timeout(120)
class SwapFailureTest {

    // long enough for what goes well on a busy machine
    private static final Duration STEP = Duration.ofSeconds(3);
    private static final Duration SHORT = Duration.ofMillis(500);

    private final List<String> journal = new CopyOnWriteArrayList<>();
    private final Swarm swarm = Swarm.create((level, source, line) -> journal.add(level + " " + source + " " + line),
            new Limits(STEP, STEP, STEP, SHORT, SHORT, Duration.ofSeconds(30), 10));
    private final Actor actor = new Actor();

    @BeforeEach
    void add() {
        swarm.add(actor);
        swarm.add(new Toys.Tag());
    }

    @AfterEach
    void close() {
        swarm.close();
        assertThat(actor.mostActing.get()).as("instances that acted at a time").isLessThanOrEqualTo(1);
        assertThat(actor.acting).hasValue(0);
        await().untilAsserted(() -> assertThat(actor.alive).as("instances that were not stopped").hasValue(0));
    }

    private static String get(Chain chain, String path) throws Exception {
        Message reply = Call.ask(chain.head(), Message.of(Verb.Get, path)).result().get(20, TimeUnit.SECONDS);
        return (reply.isError() ? reply.status() + " " : "") + reply.text();
    }

    private Change last() {
        List<Change> history = swarm.history();
        return history.get(history.size() - 1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"start", "start-hangs", "active", "active-hangs"})
    void aSuccessorThatCannotComeUpLeavesTheLinkItsStateAndItsPlace(String wrong) throws Exception {
        Chain chain = swarm.create("web", List.of("tag", "actor old"));
        Call.ask(chain.head(), Message.of(Verb.Set, "/kept")).result().get(20, TimeUnit.SECONDS);
        List<LinkInfo> before = chain.links();

        assertThatThrownBy(() -> chain.swap(2, "actor new " + wrong)).isInstanceOf(Failure.class).hasMessageContaining("web/2 actor");

        assertThat(get(chain, "/who")).isEqualTo("old tagged");
        assertThat(get(chain, "/kept")).isEqualTo("old tagged");
        assertThat(actor.acting).hasValue(1);
        assertThat(chain.state()).isEqualTo(ChainState.RUNNING);
        await().untilAsserted(() -> assertThat(chain.links()).isEqualTo(before));
        assertThat(last().failure()).isPresent();
        assertThat(last().to()).contains(new Change.Version("actor new " + wrong, ""));
        chain.swap(2, "actor next");
        assertThat(get(chain, "/who")).isEqualTo("next tagged");
    }

    @Test
    void ifNeitherTheSuccessorNorTheOneBeforeComesUpTheErrorSaysBothAndAnotherSwapMendsIt() throws Exception {
        Chain chain = swarm.create("web", List.of("tag", "actor old"));
        actor.spawnsLeft.set(1);

        assertThatThrownBy(() -> chain.swap(2, "actor new active")).isInstanceOf(Failure.class);

        assertThat(chain.state()).isEqualTo(ChainState.FAILED);
        assertThat(get(chain, "/who")).startsWith("503 ").contains("it does not act", "could not take its place again", "no more are made");
        actor.spawnsLeft.set(10);
        chain.swap(2, "actor next");
        assertThat(get(chain, "/who")).isEqualTo("next tagged");
        assertThat(chain.state()).isEqualTo(ChainState.RUNNING);
    }

    @Test
    void anInsertedLinkThatDoesNotBecomeActiveIsTakenOutAgain() throws Exception {
        Chain chain = swarm.create("web", List.of("tag"));

        assertThatThrownBy(() -> chain.insert(2, "actor new active")).isInstanceOf(Failure.class);

        assertThat(chain.links()).extracting(LinkInfo::spec).containsExactly("tag");
        assertThat(get(chain, "/who")).startsWith("501");
        assertThat(chain.state()).isEqualTo(ChainState.RUNNING);
        chain.insert(2, "actor next");
        assertThat(get(chain, "/who")).isEqualTo("next tagged");
    }

    @ParameterizedTest
    @ValueSource(strings = {"drain", "drain-fails", "drain-never", "drain-null", "stop-hangs"})
    void anOldOneThatGoesWrongOnItsWayOutIsStoppedAllTheSame(String wrong) throws Exception {
        Chain chain = swarm.create("web", List.of("actor old " + wrong));

        chain.swap(1, "actor new");

        assertThat(get(chain, "/who")).isEqualTo("new");
        await().untilAsserted(() -> assertThat(chain.links().get(0).draining()).isEmpty());
        assertThat(actor.alive).hasValue(1);
        assertThat(journal).anyMatch(line -> line.startsWith("WARNING web/1 actor"));
        await().untilAsserted(() -> assertThat(last().draining()).isPresent());
    }

    @Test
    void twoSwapsOfOneLinkAtOnceAreMadeOneAfterTheOther() throws Exception {
        Chain chain = swarm.create("web", List.of("tag", "actor 0"));

        List<CompletableFuture<Void>> swaps = IntStream.rangeClosed(1, 8)
                .mapToObj(i -> CompletableFuture.runAsync(() -> chain.swap(2, "actor " + i))).toList();
        for (CompletableFuture<Void> swap : swaps) {
            swap.get(60, TimeUnit.SECONDS);
        }

        assertThat(actor.acting).hasValue(1);
        assertThat(swarm.history()).hasSize(8).allMatch(change -> change.failure().isEmpty());
        Change latest = last();
        assertThat(get(chain, "/who") + " -").isEqualTo(latest.to().orElseThrow().spec().substring(6) + " tagged -");
    }

    @Test
    void everyLinkOfAChainIsSwappedAtOnce() throws Exception {
        Chain chain = swarm.create("web", List.of("tag a", "tag b", "tag c", "actor old"));

        List<CompletableFuture<Void>> swaps = new ArrayList<>();
        for (int link = 1; link <= 4; link++) {
            String address = Integer.toString(link);
            String spec = link == 4 ? "actor new" : "tag " + "xyz".charAt(link - 1);
            swaps.add(CompletableFuture.runAsync(() -> chain.swap(address, spec)));
        }
        for (CompletableFuture<Void> swap : swaps) {
            swap.get(60, TimeUnit.SECONDS);
        }

        assertThat(get(chain, "/who")).isEqualTo("new z y x");
    }

    @Test
    void aSwapInAStoppedChainChangesTheSpecAlone() throws Exception {
        Chain chain = swarm.create("web", List.of("tag", "actor old"));
        chain.stop();

        chain.swap(2, "actor new");
        assertThatThrownBy(() -> chain.swap(2, "actor")).hasMessageContaining("the argument NAME is missing");
        assertThatThrownBy(() -> chain.swap(2, "actr x")).hasMessageContaining("The adapter 'actr' is not there (did you mean 'actor'?)");

        assertThat(actor.alive).hasValue(0);
        assertThat(chain.state()).isEqualTo(ChainState.STOPPED);
        chain.start();
        assertThat(get(chain, "/who")).isEqualTo("new tagged");
    }

    @Test
    void aSwapThatTakesTheMissingAdapterAwayBringsAWaitingChainUp() throws Exception {
        Chain chain = swarm.create("web", List.of("tag", "missing"));
        assertThat(chain.state()).isEqualTo(ChainState.WAITING);
        Call waiting = Call.ask(chain.head(), Message.of(Verb.Get, "/who"));

        assertThatThrownBy(() -> chain.swap(2, "actor new start")).isInstanceOf(Failure.class);
        assertThat(chain.state()).isEqualTo(ChainState.WAITING);
        assertThat(chain.links().get(1).spec()).isEqualTo("missing");
        chain.swap(2, "actor new");

        assertThat(chain.state()).isEqualTo(ChainState.RUNNING);
        assertThat(get(chain, "/who")).isEqualTo("new tagged");
        assertThat(waiting.result().get(20, TimeUnit.SECONDS).status()).isIn(200, 503);
    }

    @Test
    void aDestroyedChainIsChangedNoMore() {
        Chain chain = swarm.create("web", List.of("actor old"));
        chain.destroy();

        assertThatThrownBy(() -> chain.swap(1, "actor new")).hasMessage("The chain 'web' was destroyed.");
        assertThatThrownBy(() -> chain.insert(1, "tag")).hasMessage("The chain 'web' was destroyed.");
        assertThatThrownBy(chain::start).hasMessage("The chain 'web' was destroyed.");
    }

    @Test
    void aSwapThatALinkMakesInAStepOfItsOwnLifeIsRefusedWithASentence() {
        Chain chain = swarm.create("web", List.of("tag", "actor old"));
        List<String> refused = new CopyOnWriteArrayList<>();
        swarm.add(new Meddler(() -> {
            try {
                chain.swap(2, "actor other");
            } catch (Failure failure) {
                refused.add(failure.getMessage());
            }
        }));

        chain.swap(1, "meddler");

        assertThat(refused).hasSize(2).allMatch(why -> why.startsWith("The chain 'web' is just being changed"));
        assertThat(chain.links()).extracting(LinkInfo::spec).containsExactly("meddler", "actor old");
    }

    @Test
    void aSwapFromInsideARequestIsMade() throws Exception {
        Chain[] chain = new Chain[1];
        swarm.add(new Toys.Probe(message -> chain[0].swap(2, "actor new")));
        chain[0] = swarm.create("web", List.of("probe", "actor old"));

        assertThat(get(chain[0], "/who")).isEqualTo("new");
    }

    @ParameterizedTest
    @ValueSource(strings = {"start-hangs", "active-hangs"})
    void aChainThatIsDestroyedDuringASwapEndsAtOnceAndLeavesNothing(String wrong) throws Exception {
        Swarm patient = Swarm.create((level, source, line) -> { }, new Limits(Duration.ofMinutes(2), STEP, STEP, SHORT, SHORT, Duration.ofSeconds(30), 10));
        patient.add(actor);
        Chain chain = patient.create("web", List.of("actor old"));
        CompletableFuture<Void> swap = CompletableFuture.runAsync(() -> chain.swap(1, "actor new " + wrong));
        assertThat(actor.hangs.await(20, TimeUnit.SECONDS)).isTrue();

        long before = System.nanoTime();
        patient.close();

        assertThat(Duration.ofNanos(System.nanoTime() - before)).as("the start alone has two minutes").isLessThan(Duration.ofMinutes(1));
        assertThatThrownBy(() -> swap.get(20, TimeUnit.SECONDS)).hasRootCauseInstanceOf(Failure.class).hasMessageContaining("because its chain goes down");
        assertThat(patient.list()).isEmpty();
        await().untilAsserted(() -> assertThat(actor.alive).hasValue(0));
    }

    @Test
    void whatAChainCarriesAndWhatStillDrainsIsEndedWhenItIsDestroyed() throws Exception {
        swarm.add(new Toys.Answer());
        Chain chain = swarm.create("web", List.of("actor old drain-never", "answer"));
        Message stream = Call.ask(chain.head(), Message.of(Verb.Get, "/text")).result().get(20, TimeUnit.SECONDS);
        chain.swap(1, "actor new");
        chain.remove(1);
        assertThat(chain.removed()).singleElement().satisfies(link -> assertThat(link.draining()).isNotEmpty());

        chain.destroy();

        assertThat(actor.alive).hasValue(0);
        assertThat(chain.removed()).isEmpty();
        assertThatThrownBy(() -> stream.body().collect(10).get(20, TimeUnit.SECONDS)).hasMessageContaining("the chain 'web' is stopped");
    }

    @Test
    void aLinkThatWasTakenOutIsShownUntilItsStreamsHaveEnded() throws Exception {
        swarm.add(new Toys.Answer());
        Chain chain = swarm.create("web", List.of("tag", "answer old"));
        Message stream = Call.ask(chain.head(), Message.of(Verb.Get, "/text")).result().get(20, TimeUnit.SECONDS);

        chain.remove(2);

        assertThat(chain.removed()).singleElement().satisfies(link -> {
            assertThat(link.state()).isEqualTo("removed");
            assertThat(link.draining()).singleElement().satisfies(draining -> assertThat(draining.carries()).singleElement().asString()
                    .contains("Get /text (stream)"));
        });
        assertThat(last().drains()).isTrue();
        stream.body().cancel();
        await().untilAsserted(() -> assertThat(chain.removed()).isEmpty());
        assertThat(Optional.of(last()).filter(change -> change.kind() == ChangeKind.REMOVE)).isPresent();
    }

    @ParameterizedTest
    @ValueSource(strings = {"start-hangs", "active-hangs"})
    void anAdapterThatIsTakenAwayDoesNotWaitForASwapThatHangs(String hangs) throws Exception {
        try (Swarm patient = Swarm.create((level, source, line) -> journal.add(line),
                new Limits(Duration.ofMinutes(2), STEP, STEP, SHORT, Duration.ofSeconds(2), Duration.ofSeconds(30), 10))) {
            patient.add(actor);
            AutoCloseable tag = patient.add(new Toys.Tag());
            Chain chain = patient.create("web", List.of("tag", "actor old"));
            CompletableFuture<Void> swap = CompletableFuture.runAsync(() -> chain.swap(2, "actor new " + hangs));
            actor.hangs.await();

            long begun = System.nanoTime();
            tag.close();

            assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofMinutes(1));
            assertThatThrownBy(() -> swap.get(20, TimeUnit.SECONDS)).hasCauseInstanceOf(Failure.class)
                    .hasMessageContaining("was given up because an adapter was taken away meanwhile");
            assertThat(chain.links()).extracting(LinkInfo::spec).containsExactly("tag", "actor old");
            patient.add(new Toys.Tag());
            assertThat(get(chain, "/who")).isEqualTo("old tagged");
            chain.destroy();
        }
    }
}
