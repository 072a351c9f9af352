package com.libswarm.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.libswarm.api.Body;
import com.libswarm.api.Call;
import com.libswarm.api.Feed;
import com.libswarm.api.Message;
import com.libswarm.api.Verb;
import com.libswarm.api.adapter.Adapter;
import com.libswarm.api.adapter.Child;
import com.libswarm.api.adapter.Context;
import com.libswarm.api.adapter.Declaration;
import com.libswarm.api.adapter.Link;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A link ends as soon as what passes through it has ended, whatever goes on in its nested links, or in those beside it. */
@Timeout(120)
class NestedDrainTest {

    private static final Duration LONG = Duration.ofSeconds(60);

    private final List<String> journal = new CopyOnWriteArrayList<>();
    private final Swarm swarm = Swarm.create((level, source, line) -> journal.add(level + " " + line));
    private final Board board = new Board();
    private final Lines lines = new Lines();

    NestedDrainTest() {
        swarm.add(board);
        swarm.add(lines);
        swarm.add(new Toys.Tag());
    }

    @AfterEach
    void close() {
        swarm.close();
        assertThat(lines.open).as("streams that nobody has ended").isEmpty();
    }

    /** Passes /NAME/x to its nested link NAME. It watches each of them, and what is to be asked it asks, for itself. */
    @Declaration(name = "board", summary = "has nested links that it watches", arguments = "NAME...  nested links",
            options = "--ask NAME  which it asks a question, too")
    private static final class Board implements Adapter {

        final Map<String, Runnable> closing = new ConcurrentHashMap<>();

        @Override
        public Link spawn(Context context) {
            Map<String, Child> own = new ConcurrentSkipListMap<>();
            context.args().forEach(name -> own.put(name, context.spawn(name, "lines " + name)));
            Map<String, Body> watches = new ConcurrentHashMap<>();
            own.forEach((name, child) -> closing.put(name, () -> {
                watches.get(name).cancel();
                child.close();
            }));
            return new Link() {
                @Override
                public void send(Message message) {
                    String[] parts = message.path().split("/", 3);
                    own.get(parts[1]).send(message.withPath("/" + parts[2]));
                }

                @Override
                public void active() {
                    own.forEach((name, child) -> watches.put(name, Call.ask(child, Message.of(Verb.Watch, "/own")).result().join().body()));
                    context.option("ask").forEach(name -> Call.ask(own.get(name), Message.of(Verb.Get, "/question")));
                }

                @Override
                public CompletionStage<?> drain() {
                    watches.values().forEach(Body::cancel);
                    return Link.super.drain();
                }
            };
        }

        void close(String name) {
            closing.get(name).run();
        }
    }

    /** What is watched goes on until it is cancelled; what is asked is answered when the test says so. */
    @Declaration(name = "lines", summary = "streams for ever", arguments = "NAME  its name")
    private static final class Lines implements Adapter {

        final Queue<String> open = new ConcurrentLinkedQueue<>();
        final Queue<Message> asked = new ConcurrentLinkedQueue<>();

        @Override
        public Link spawn(Context context) {
            String name = context.args().get(0);
            return message -> {
                if (message.verb() == Verb.Get) {
                    asked.add(message);
                    return;
                }
                String stream = name + message.path();
                Feed feed = Feed.create(100);
                open.add(stream);
                feed.onCancel(() -> open.remove(stream));
                feed.offer(ByteBuffer.wrap(stream.getBytes(StandardCharsets.UTF_8)));
                message.reply(Message.value().withBody(feed.body()));
            };
        }

        void answer() {
            for (Message next = asked.poll(); next != null; next = asked.poll()) {
                next.reply(Message.value("answered"));
            }
        }
    }

    private static CompletableFuture<Message> ask(Chain chain, Verb verb, String path) {
        return Call.ask(chain.head(), Message.of(verb, path)).result();
    }

    private static Body watch(Chain chain, String path) throws Exception {
        return ask(chain, Verb.Watch, path).get(60, TimeUnit.SECONDS).body();
    }

    private static void awaitNested(Chain chain, String... names) {
        await().atMost(LONG).untilAsserted(() -> assertThat(chain.links()).flatExtracting(LinkInfo::nested).extracting(LinkInfo::name)
                .containsExactly(names));
    }

    private static LinkInfo nested(Chain chain, String name) {
        return chain.links().stream().flatMap(link -> link.nested().stream()).filter(link -> link.name().equals(name)).findFirst().orElseThrow();
    }

    private void assertNoWarning() {
        assertThat(journal).noneMatch(line -> line.startsWith("WARNING") || line.startsWith("ERROR"));
    }

    @Test
    void streamsOfOthersDoNotKeepANestedLinkThatIsClosed() throws Exception {
        Chain chain = swarm.create("web", List.of("tag", "board east west"));
        Body stream = watch(chain, "/east/log");

        board.close("west");

        awaitNested(chain, "east");
        assertThat(lines.open).containsExactly("east/own", "east/log");
        stream.cancel();
        assertNoWarning();
    }

    @Test
    void aNestedLinkThatIsClosedCarriesItsOwnStreamsToTheEnd() throws Exception {
        Chain chain = swarm.create("web", List.of("board west"));
        Body stream = watch(chain, "/west/log");
        Body another = watch(chain, "/west/log");
        board.close("west");

        await().atMost(LONG).untilAsserted(() -> assertThat(nested(chain, "west").draining()).singleElement()
                .satisfies(draining -> assertThat(draining.carries()).hasSize(2).allMatch(line -> line.endsWith("(stream)"))));
        stream.cancel();
        assertThat(StandardCharsets.UTF_8.decode(another.read()).toString()).isEqualTo("west/log");
        assertThat(nested(chain, "west").draining()).singleElement().satisfies(draining -> assertThat(draining.carries()).hasSize(1));
        another.cancel();
        chain.swap(1, "board north");

        awaitNested(chain, "north");
        assertNoWarning();
    }

    @Test
    void whatWaitsInANestedLinkThatIsClosedIsEndedAtTheLimit() throws Exception {
        Chain chain = swarm.create("web", List.of("board east west"), DrainLimits.of("100ms", "none"));
        CompletableFuture<Message> toWest = ask(chain, Verb.Get, "/west/word");
        CompletableFuture<Message> toEast = ask(chain, Verb.Get, "/east/word");

        board.close("west");

        assertThat(toWest.get(60, TimeUnit.SECONDS)).hasToString(Message.error(503,
                "The request was ended by the limit of 100ms for requests of replaced links.").toString());
        assertThat(toEast).isNotDone();
        lines.answer();
        assertThat(toEast.get(60, TimeUnit.SECONDS).text()).isEqualTo("answered");
        await().atMost(LONG).untilAsserted(() -> assertThat(journal).as("told once").filteredOn(line -> line.startsWith("WARNING")).singleElement()
                .asString().contains("These were ended by the limit of 100ms for requests of replaced links: ", "Get /word"));
    }

    @Test
    void whatItsNeighbourWatchesDoesNotKeepALinkInFrontOfIt() throws Exception {
        Chain chain = swarm.create("web", List.of("tag", "board east"));

        chain.swap(1, "tag other");
        await().atMost(LONG).untilAsserted(() -> assertThat(chain.links().get(0).draining()).isEmpty());
        Body stream = watch(chain, "/east/log");
        chain.swap("2.east", "lines other");
        chain.remove(1);

        await().atMost(LONG).untilAsserted(() -> assertThat(chain.removed()).singleElement().satisfies(tag ->
                assertThat(tag.draining()).singleElement().satisfies(draining -> assertThat(draining.carries()).singleElement().asString()
                        .contains("/east/log"))));
        stream.cancel();
        await().atMost(LONG).untilAsserted(() -> assertThat(chain.removed()).isEmpty());
    }

    @Test
    void aParentIsKeptByWhatItHasAskedForItself() {
        Chain chain = swarm.create("web", List.of("board --ask west east west"));

        chain.swap(1, "board east west");

        assertThat(chain.links().get(0).draining()).singleElement().satisfies(draining ->
                assertThat(draining.carries()).singleElement().asString().contains("Get /question"));
        assertThat(chain.links().get(0).nested()).as("nothing keeps those, which have not changed").allMatch(link -> link.draining().isEmpty());
        lines.answer();
        await().atMost(LONG).untilAsserted(() -> assertThat(chain.links().get(0).draining()).isEmpty());
        assertNoWarning();
    }

    @Test
    void theEndOfAChainThatIsIdleIsSilent() {
        Chain chain = swarm.create("web", List.of("tag", "board east west", "tag"));

        chain.destroy();

        assertNoWarning();
    }
}
