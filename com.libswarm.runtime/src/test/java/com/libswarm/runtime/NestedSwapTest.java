package com.libswarm.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.libswarm.api.Call;
import com.libswarm.api.Failure;
import com.libswarm.api.Message;
import com.libswarm.api.Verb;
import com.libswarm.api.adapter.Adapter;
import com.libswarm.api.adapter.Child;
import com.libswarm.api.adapter.Context;
import com.libswarm.api.adapter.Declaration;
import com.libswarm.api.adapter.Link;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Nested links belong to their parent's place in the chain, not to its instance. */
@Timeout(120)
class NestedSwapTest {

    private final List<String> journal = new CopyOnWriteArrayList<>();
    private final Swarm swarm = Swarm.create((level, source, line) -> journal.add(level + " " + source + " " + line));
    private final Actor actor = new Actor();
    private final Hub hub = new Hub();

    @BeforeEach
    void add() {
        swarm.add(actor);
        swarm.add(hub);
        swarm.add(new Toys.Answer());
    }

    @AfterEach
    void close() {
        swarm.close();
        assertThat(actor.alive).as("instances that were not stopped").hasValue(0);
    }

    /** Its nested links are NAME=SPEC; what is asked of /NAME/x is asked of them as /x. It goes wrong where {@code wrong=} says. */
    @Declaration(name = "hub", summary = "has nested links", arguments = "[NAME=SPEC...]  nested links")
    static final class Hub implements Adapter {

        final Map<String, Child> latest = new ConcurrentHashMap<>();
        final AtomicInteger switches = new AtomicInteger();

        @Override
        public Link spawn(Context context) {
            Map<String, Child> children = new ConcurrentHashMap<>();
            String wrong = "";
            for (String arg : context.args()) {
                String name = arg.substring(0, arg.indexOf('='));
                String spec = arg.substring(arg.indexOf('=') + 1);
                if (name.equals("wrong")) {
                    wrong = spec;
                } else {
                    Child child = context.spawn(name, spec);
                    child.onSwitch(switches::incrementAndGet);
                    children.put(name, child);
                    latest.put(name, child);
                }
            }
            String where = wrong;
            return new Link() {
                @Override
                public void send(Message message) {
                    String[] parts = message.path().split("/", 3);
                    children.get(parts[1]).send(message.withPath("/" + parts[2]));
                }

                @Override
                public void start() {
                    fail("start");
                }

                @Override
                public void active() {
                    fail("active");
                }

                private void fail(String step) {
                    if (where.equals(step)) {
                        throw new IllegalStateException("the hub is wrong in " + step);
                    }
                }
            };
        }
    }

    private static String get(Chain chain, String path) throws Exception {
        Message reply = Call.ask(chain.head(), Message.of(Verb.Get, path)).result().get(20, TimeUnit.SECONDS);
        return (reply.isError() ? reply.status() + " " : "") + reply.text();
    }

    private static void set(Chain chain, String path) throws Exception {
        assertThat(Call.ask(chain.head(), Message.of(Verb.Set, path)).result().get(20, TimeUnit.SECONDS).isError()).isFalse();
    }

    @Test
    void aNestedLinkOutlivesItsParentsInstanceAndItsParentsCode() throws Exception {
        Chain chain = swarm.create("web", List.of("hub 'east=actor a'"));
        set(chain, "/east/kept");

        chain.swap(1, "hub 'east=actor a' 'west=actor b'");
        swarm.add(new Hub());

        assertThat(get(chain, "/east/kept")).isEqualTo("a");
        assertThat(get(chain, "/west/who")).isEqualTo("b");
        await().untilAsserted(() -> assertThat(chain.links().get(0).draining()).isEmpty());
        assertThat(actor.acting).as("neither was started anew").hasValue(2);
        assertThat(actor.spawnsLeft.get()).isEqualTo(Integer.MAX_VALUE - 2);
    }

    @Test
    void aNestedLinkThatTheSuccessorDoesNotAskForServesTheOldOneAndEndsWithIt() throws Exception {
        Chain chain = swarm.create("web", List.of("hub 'east=answer a'"));
        Message stream = Call.ask(chain.head(), Message.of(Verb.Get, "/east/text")).result().get(20, TimeUnit.SECONDS);

        chain.swap(1, "hub 'west=answer b'");

        assertThat(get(chain, "/west/word")).isEqualTo("b");
        assertThat(chain.links().get(0).nested()).extracting(LinkInfo::name, LinkInfo::state)
                .containsExactly(org.assertj.core.groups.Tuple.tuple("east", "removed"), org.assertj.core.groups.Tuple.tuple("west", "running"));
        assertThat(stream.body().collect(100).get(20, TimeUnit.SECONDS).remaining()).isEqualTo(1);
        await().untilAsserted(() -> assertThat(chain.links().get(0).nested()).extracting(LinkInfo::name).containsExactly("west"));
    }

    @Test
    void aNestedLinkOfTheSameNameAndAnotherSpecIsSwappedWithItsParentAndKeepsItsState() throws Exception {
        Chain chain = swarm.create("web", List.of("hub 'east=actor a'"));
        set(chain, "/east/kept");

        chain.swap(1, "hub 'east=actor b'");

        assertThat(get(chain, "/east/who")).isEqualTo("b");
        assertThat(get(chain, "/east/kept")).isEqualTo("a");
        assertThat(actor.mostActing).hasValue(1);
        assertThat(swarm.history()).extracting(Change::link).containsExactly("1.east", "1");
    }

    @Test
    void aSuccessorThatFailsLeavesNestedLinksUntouched() throws Exception {
        Chain chain = swarm.create("web", List.of("hub 'east=actor a' 'west=actor c'"));
        set(chain, "/east/kept");
        List<LinkInfo> before = chain.links();

        for (String wrong : List.of("start", "active")) {
            assertThatThrownBy(() -> chain.swap(1, "hub 'east=actor b' 'south=actor d' wrong=" + wrong)).isInstanceOf(Failure.class)
                    .hasMessageContaining("the hub is wrong in " + wrong);
            assertThat(get(chain, "/east/who")).isEqualTo("a");
            assertThat(get(chain, "/east/kept")).isEqualTo("a");
            assertThat(get(chain, "/west/who")).isEqualTo("c");
            await().untilAsserted(() -> assertThat(chain.links()).isEqualTo(before));
            assertThat(actor.acting).hasValue(2);
        }
        assertThatThrownBy(() -> chain.swap(1, "hub 'east=actor b start'")).hasMessageContaining("web/1.east actor could not be started");
        assertThatThrownBy(() -> chain.swap(1, "hub 'east=actor b active'")).hasMessageContaining("web/1.east actor could not become active");
        assertThat(get(chain, "/east/who")).isEqualTo("a");
        await().untilAsserted(() -> assertThat(chain.links()).isEqualTo(before));
    }

    @Test
    void aNestedLinkIsSwappedByItsAddressAndStaysSwappedWhenItsParentIs() throws Exception {
        Chain chain = swarm.create("web", List.of("hub 'in.ner=hub \"east=actor a\"'"));

        chain.swap("1.in.ner.east", "actor mine");
        assertThat(hub.switches).hasValue(1);
        assertThat(get(chain, "/in.ner/east/who")).isEqualTo("mine");
        chain.swap(1, "hub 'in.ner=hub \"east=actor a\"' 'west=actor b'");

        assertThat(get(chain, "/in.ner/east/who")).isEqualTo("mine");
        assertThatThrownBy(() -> chain.swap("1.nobody", "actor x")).hasMessageContaining("The link web/1 has no nested link 'nobody'");
        assertThatThrownBy(() -> chain.swap("one", "actor x")).hasMessageContaining("'one' is no link");
        assertThat(chain.planSwap("1.in.ner.east", "actor x").wouldFail()).isFalse();
    }

    @Test
    void aParentReplacesItsNestedLinkItself() throws Exception {
        Chain chain = swarm.create("web", List.of("hub 'east=actor a'"));
        set(chain, "/east/kept");

        hub.latest.get("east").swap("actor b");
        assertThatThrownBy(() -> hub.latest.get("east").swap("actor c start")).isInstanceOf(Failure.class);

        assertThat(get(chain, "/east/who")).isEqualTo("b");
        assertThat(get(chain, "/east/kept")).isEqualTo("a");
        chain.swap(1, "hub 'east=actor b'");
        assertThat(actor.spawnsLeft.get()).as("what its parent put there is what the next one asks for").isEqualTo(Integer.MAX_VALUE - 3);
        hub.latest.get("east").close();
        assertThat(get(chain, "/east/who")).startsWith("503");
        await().untilAsserted(() -> assertThat(actor.alive).hasValue(0));
    }

    @Test
    void aNestedLinkThatDoesNotStartIsShownAsFailedAndTriedAgainWithItsParentOrByItsAddress() throws Exception {
        Chain chain = swarm.create("web", List.of("hub 'east=actor a start' 'west=actor b start'"));

        assertThat(get(chain, "/east/who")).startsWith("503 ").contains("could not be started");
        assertThat(chain.links().get(0).nested()).extracting(LinkInfo::state).containsExactly("failed", "failed");
        chain.swap("1.east", "actor c");
        assertThat(get(chain, "/east/who")).isEqualTo("c");
        chain.swap(1, "hub 'east=actor a start' 'west=actor d'");

        assertThat(get(chain, "/east/who")).as("its parent asks for what it asked before").isEqualTo("c");
        assertThat(get(chain, "/west/who")).isEqualTo("d");
    }

    @Test
    void nestedLinksOutliveAGapInTheirParentsCode() throws Exception {
        Swarm other = Swarm.create((level, source, line) -> { });
        try (other) {
            other.add(actor);
            AutoCloseable away = other.add(new Hub());
            Chain chain = other.create("web", List.of("hub 'east=actor a' 'west=actor b'"));
            set(chain, "/east/kept");

            away.close();
            assertThat(chain.state()).isEqualTo(ChainState.WAITING);
            assertThat(actor.acting).hasValue(2);
            other.add(new Hub());

            assertThat(get(chain, "/east/kept")).isEqualTo("a");
            assertThat(actor.spawnsLeft.get()).isEqualTo(Integer.MAX_VALUE - 2);
            assertThat(chain.state()).isEqualTo(ChainState.RUNNING);
        }
        assertThat(actor.alive).as("when the runtime is closed").hasValue(0);
    }

    @Test
    void nestedLinksHaveStoppedWhenTheirChainHas() {
        for (int i = 0; i < 300; i++) {
            Chain chain = swarm.create("web", List.of("hub 'east=actor a' 'west=actor b'"));
            assertThat(actor.alive).hasValue(2);

            chain.destroy();

            assertThat(actor.alive).as("after chain %s", i).hasValue(0);
        }
    }
}
