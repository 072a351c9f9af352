package com.libswarm.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.libswarm.api.Call;
import com.libswarm.api.Failure;
import com.libswarm.api.Message;
import com.libswarm.api.Verb;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ChainTest {

    private final List<String> journal = new CopyOnWriteArrayList<>();
    private final Swarm swarm = Swarm.create((level, source, line) -> journal.add(level + " " + source + " " + line));
    private final Toys.Answer answer = new Toys.Answer();
    private final Toys.Wants wants = new Toys.Wants();

    @BeforeEach
    void add() {
        swarm.add(answer);
        swarm.add(new Toys.Tag());
        swarm.add(wants);
    }

    @AfterEach
    void close() {
        swarm.close();
    }

    private static String ask(Chain chain, String path) throws Exception {
        Message reply = Call.ask(chain.head(), Message.of(Verb.Get, path)).result().get(10, TimeUnit.SECONDS);
        return (reply.isError() ? reply.status() + " " : "") + reply.text();
    }

    @Test
    void messagesPassDownAndRepliesComeBack() throws Exception {
        Chain chain = swarm.create("web", List.of("tag one", "tag 'two'", "answer hello"));

        assertThat(chain.state()).isEqualTo(ChainState.RUNNING);
        assertThat(ask(chain, "/word")).isEqualTo("hello two one");
        assertThat(ask(chain, "/unknown")).isEqualTo("501 Not implemented: no link of the chain 'web' answers Get /unknown.");
    }

    @Test
    void logAndErrorThatLeaveTheLastLinkArePrinted() {
        Chain chain = swarm.create("web", List.of("tag"));

        chain.head().send(Message.log("/containers/web", "a line"));
        chain.head().send(Message.error(500, "something broke"));

        assertThat(journal).containsExactly("INFO web /containers/web: a line", "WARNING web something broke");
    }

    @Test
    void aLinkCanTellWhetherAnybodyWantsTheReply() {
        List<Boolean> wants = new CopyOnWriteArrayList<>();
        swarm.add(new Toys.Probe(message -> wants.add(message.wantsReply())));
        Chain chain = swarm.create("web", List.of("tag", "probe"));

        chain.head().send(Message.log("/a", "line"));
        Call.ask(chain.head(), Message.log("/a", "line")).result().join();

        assertThat(wants).containsExactly(false, true);
    }

    @Test
    void aLateReplyThatNobodyWantsIsNoSecondOne() {
        List<Message> kept = new CopyOnWriteArrayList<>();
        swarm.add(new Toys.Probe(kept::add));
        Chain chain = swarm.create("web", List.of("probe", "answer"));

        chain.head().send(Message.of(Verb.Get, "/other"));
        kept.get(0).reply(Message.ack());

        assertThat(journal).isEmpty();
    }

    @Test
    void aLinkSeesWhetherAReplyIsWanted() throws Exception {
        Chain chain = swarm.create("web", List.of("tag", "wants"));

        chain.head().send(Message.log("/", "line"));
        Call.ask(chain.head(), Message.log("/", "line")).result().get(10, TimeUnit.SECONDS);

        assertThat(wants.seen).containsExactly(false, true);
    }

    @Test
    void aChainWaitsForItsAdapterAndComesUpWhenItArrives() throws Exception {
        Swarm empty = Swarm.create((level, source, line) -> { });
        try (empty) {
            empty.add(new Toys.Tag());
            Chain chain = empty.create("web", List.of("tag", "answer"));
            assertThat(chain.state()).isEqualTo(ChainState.WAITING);
            assertThat(chain.problem()).contains("The adapter 'answer' is not there.");
            Call waiting = Call.ask(chain.head(), Message.of(Verb.Get, "/word"));

            empty.add(new Toys.Answer());

            assertThat(waiting.result().get(20, TimeUnit.SECONDS).text()).isEqualTo("yes tagged");
            assertThat(chain.state()).isEqualTo(ChainState.RUNNING);
        }
    }

    @Test
    void aSwapStartsTheNewOneFirstThenDrainsTheOldOneThenActivatesTheNewOne() throws Exception {
        Chain chain = swarm.create("web", List.of("tag", "answer old"));
        answer.steps.clear();

        chain.swap(2, "answer new");

        assertThat(ask(chain, "/word")).isEqualTo("new tagged");
        await().untilAsserted(() -> assertThat(answer.steps)
                .containsExactly("spawn new", "start new", "drain old", "active new", "stop old"));
    }

    @Test
    void anOldInstanceIsStoppedOnlyWhenItsStreamsHaveEnded() throws Exception {
        Chain chain = swarm.create("web", List.of("answer old"));
        Message stream = Call.ask(chain.head(), Message.of(Verb.Get, "/text")).result().get(20, TimeUnit.SECONDS);

        chain.swap(1, "answer new");

        assertThat(answer.steps).doesNotContain("stop old");
        assertThat(chain.links().get(0).draining()).singleElement().asString().contains("Get /text (stream)");
        assertThat(stream.body().collect(100).get(20, TimeUnit.SECONDS).remaining()).isEqualTo(3);
        await().untilAsserted(() -> assertThat(answer.steps).contains("stop old"));
    }

    @Test
    void aSwapThatCannotBeMadeChangesNothing() throws Exception {
        Chain chain = swarm.create("web", List.of("tag", "answer old"));

        assertThatThrownBy(() -> chain.swap(2, "answer one two")).isInstanceOf(Failure.class)
                .hasMessage("The arguments do not fit answer: there is nothing that 'two' could be. Usage: answer [WORD]");
        assertThatThrownBy(() -> chain.swap(3, "answer")).hasMessage("The chain 'web' has no link 3: it has 2.");
        assertThatThrownBy(() -> chain.swap(2, "answr")).hasMessageContaining("The adapter 'answr' is not there");

        assertThat(ask(chain, "/word")).isEqualTo("old tagged");
    }

    @Test
    void linksAreInsertedAndRemoved() throws Exception {
        Chain chain = swarm.create("web", List.of("answer"));

        chain.insert(1, "tag a");
        chain.insert(1, "tag b");
        chain.insert(3, "tag c");
        assertThat(ask(chain, "/word")).isEqualTo("yes c a b");
        chain.remove(2);
        assertThat(ask(chain, "/word")).isEqualTo("yes c b");
        assertThat(chain.links()).extracting(LinkInfo::spec).containsExactly("tag b", "tag c", "answer");
    }

    @Test
    void anAdapterThatIsReplacedIsSwappedInRunningChains() throws Exception {
        Chain chain = swarm.create("web", List.of("tag", "answer old"));
        Toys.Answer newer = new Toys.Answer();

        AutoCloseable added = swarm.add(newer);
        assertThat(newer.steps).contains("active old");
        assertThat(ask(chain, "/word")).isEqualTo("old tagged");

        added.close();
        assertThat(newer.steps).contains("stop old");
        assertThat(ask(chain, "/word")).isEqualTo("old tagged");
        assertThat(chain.state()).isEqualTo(ChainState.RUNNING);
    }

    @Test
    void aDestroyedChainStopsItsLinksAndRefusesMessages() throws Exception {
        Chain chain = swarm.create("web", List.of("tag", "answer"));

        chain.destroy();

        assertThat(answer.steps).endsWith("stop yes");
        assertThat(ask(chain, "/word")).isEqualTo("503 The chain 'web' is stopped.");
        assertThat(swarm.list()).isEmpty();
    }

    @Test
    void aBadSpecIsOneClearSentence() {
        assertThatThrownBy(() -> swarm.create("web", List.of("answer 'x")))
                .hasMessage("The spec \"answer 'x\" has a quote (') at character 8 that is not closed: close it, or put a backslash before it.");
        assertThatThrownBy(() -> swarm.create("web", List.of("tag", " "))).hasMessageContaining("A spec is empty");
        assertThatThrownBy(() -> swarm.create("a b", List.of("tag"))).hasMessageContaining("cannot be named 'a b'");
        swarm.create("web", List.of("tag"));
        assertThatThrownBy(() -> swarm.create("web", List.of("tag"))).hasMessageContaining("There is a chain 'web' already");
    }

    @Test
    void aClosedRuntimeLeavesNoThread() throws Exception {
        swarm.create("web", List.of("tag", "answer"));

        swarm.close();

        await().untilAsserted(() -> assertThat(Thread.getAllStackTraces().keySet()).noneMatch(t -> t.getName().startsWith("libswarm-")));
    }
}
