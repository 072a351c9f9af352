package com.libswarm.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.libswarm.api.Call;
import com.libswarm.api.Message;
import com.libswarm.api.Verb;
import com.libswarm.api.adapter.Adapter;
import com.libswarm.api.adapter.Context;
import com.libswarm.api.adapter.Declaration;
import com.libswarm.api.adapter.Link;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What happens where no link is, because its adapter is away. */
@Timeout(120)
class GapTest {

    private static final Duration SECOND = Duration.ofSeconds(1);
    /** So many that one after the other they would take far longer than all at once on a busy machine. */
    private static final int CHAINS = 20;

    @Test
    void aThousandMessagesWaitAndTheNextIsToldWhichAdapterIsMissingAndWhenToComeAgain() throws Exception {
        try (Swarm swarm = Swarm.create((level, source, line) -> { }, new Limits(SECOND.multipliedBy(10), SECOND, SECOND, SECOND, SECOND,
                SECOND.multipliedBy(100), Limits.DEFAULT.gapMessages()))) {
            swarm.add(new Toys.Tag());
            Chain chain = swarm.create("web", List.of("tag", "answer"));
            List<Call> calls = new ArrayList<>();
            for (int i = 0; i <= 1_000; i++) {
                calls.add(Call.ask(chain.head(), Message.of(Verb.Get, "/word")));
            }

            Message refused = calls.get(1_000).result().get(20, TimeUnit.SECONDS);
            assertThat(refused.status()).isEqualTo(503);
            assertThat(refused.text()).isEqualTo("The adapter 'answer' is not there. 1000 messages wait for it already.");
            assertThat(refused.head().get("Retry-After")).matches("[1-9]\\d*");
            assertThat(calls.subList(0, 1_000)).noneMatch(call -> call.result().isDone());
        }
    }

    @Test
    void whatWaitsIsSentInItsOrderWhenTheAdapterComes() throws Exception {
        List<String> order = new ArrayList<>();
        try (Swarm swarm = Swarm.create((level, source, line) -> { }, new Limits(Duration.ofSeconds(10), Duration.ofSeconds(5), Duration.ofSeconds(5),
                Duration.ofSeconds(30), Duration.ofSeconds(5), Duration.ofSeconds(60), 1_000))) {
            Chain chain = swarm.create("web", List.of("probe"));
            for (int i = 0; i < 100; i++) {
                chain.head().send(Message.log("/" + i, "line"));
            }

            swarm.add(new Toys.Probe(message -> order.add(message.path())));

            assertThat(order).hasSize(100).isSortedAccordingTo((a, b) -> Integer.parseInt(a.substring(1)) - Integer.parseInt(b.substring(1)));
        }
    }

    @Test
    void whatWaitsForALinkThatIsTakenOutGoesToTheOneBehindIt() throws Exception {
        try (Swarm swarm = Swarm.create((level, source, line) -> { })) {
            AutoCloseable away = swarm.add(new Toys.Tag());
            swarm.add(new Toys.Answer());
            Chain chain = swarm.create("web", List.of("tag", "answer"));
            away.close();
            Call waiting = Call.ask(chain.head(), Message.of(Verb.Get, "/word"));

            chain.remove(1);

            assertThat(waiting.result().get(20, TimeUnit.SECONDS).text()).isEqualTo("yes");
            assertThat(chain.state()).isEqualTo(ChainState.RUNNING);
        }
    }

    @Test
    void whatGoesHasAlwaysLessTimeThanWhatWaitsForItsSuccessor() {
        assertThat(Limits.DEFAULT.gap()).isEqualTo(Duration.ofSeconds(10));
        assertThat(Limits.DEFAULT.gapMessages()).isEqualTo(1_000);
        assertThat(Limits.DEFAULT.leave()).isEqualTo(Duration.ofSeconds(5));
        assertThatThrownBy(() -> new Limits(SECOND, SECOND, SECOND, SECOND, SECOND, SECOND, 1)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void theLinksOfAnAdapterThatGoesHaveTheirTimeAllTogether() throws Exception {
        Duration leave = Duration.ofSeconds(2);
        try (Swarm swarm = Swarm.create((level, source, line) -> { },
                new Limits(SECOND.multipliedBy(10), SECOND, SECOND, SECOND.multipliedBy(30), leave, SECOND.multipliedBy(60), 10))) {
            AutoCloseable away = swarm.add(new DrainTest.Parrot());
            List<Call> calls = new ArrayList<>();
            for (int i = 0; i < CHAINS; i++) {
                calls.add(Call.ask(swarm.create("c" + i, List.of("parrot")).head(), Message.of(Verb.Set, "/never")));
            }

            long before = System.nanoTime();
            away.close();

            assertThat(Duration.ofNanos(System.nanoTime() - before)).isBetween(leave, leave.multipliedBy(CHAINS / 2));
            for (Call call : calls) {
                assertThat(call.result().get(20, TimeUnit.SECONDS).status()).isEqualTo(503);
            }
        }
    }

    @Test
    void theChainsOfARuntimeThatIsClosedHaveTheirTimeAllTogether() throws Exception {
        Duration leave = Duration.ofSeconds(2);
        List<Call> calls = new ArrayList<>();
        Swarm swarm = Swarm.create((level, source, line) -> { },
                new Limits(SECOND.multipliedBy(10), SECOND, SECOND, SECOND.multipliedBy(30), leave, SECOND.multipliedBy(60), 10));
        swarm.add(new DrainTest.Parrot());
        for (int i = 0; i < CHAINS; i++) {
            calls.add(Call.ask(swarm.create("c" + i, List.of("parrot")).head(), Message.of(Verb.Set, "/never")));
        }

        long before = System.nanoTime();
        swarm.close();

        assertThat(Duration.ofNanos(System.nanoTime() - before)).isBetween(leave, leave.multipliedBy(CHAINS / 2));
        for (Call call : calls) {
            assertThat(call.result().get(20, TimeUnit.SECONDS).text()).contains("is stopped");
        }
    }

    @Test
    void whatWaitsForTheSuccessorOfAnAdapterThatGoesIsNeitherWaitedForNorEnded() throws Exception {
        Limits patient = new Limits(SECOND.multipliedBy(10), SECOND, SECOND, SECOND.multipliedBy(30), SECOND.multipliedBy(60),
                SECOND.multipliedBy(120), 10);
        try (Swarm swarm = Swarm.create((level, source, line) -> { }, patient)) {
            CompletableFuture<Runnable> held = new CompletableFuture<>();
            swarm.add(new Holder(held));
            AutoCloseable away = swarm.add(new Toys.Answer());
            Chain chain = swarm.create("web", List.of("holder", "answer"));
            CompletableFuture<Message> asked = Call.ask(chain.head(), Message.of(Verb.Get, "/word")).result();
            CompletableFuture<Void> going = CompletableFuture.runAsync(() -> {
                try {
                    away.close();
                } catch (Exception failed) {
                    throw new IllegalStateException(failed);
                }
            });
            await().until(() -> chain.state() == ChainState.WAITING);

            held.get(20, TimeUnit.SECONDS).run();
            going.get(30, TimeUnit.SECONDS);
            assertThat(asked).isNotDone();
            swarm.add(new Toys.Answer());

            assertThat(asked.get(20, TimeUnit.SECONDS).text()).isEqualTo("yes");
        }
    }

    /** Gives a test what sends a message on. */
    @Declaration(name = "holder", summary = "holds messages")
    private static final class Holder implements Adapter {

        private final CompletableFuture<Runnable> held;

        Holder(CompletableFuture<Runnable> held) {
            this.held = held;
        }

        @Override
        public Link spawn(Context context) {
            return message -> held.complete(() -> context.next().send(message));
        }
    }
}
