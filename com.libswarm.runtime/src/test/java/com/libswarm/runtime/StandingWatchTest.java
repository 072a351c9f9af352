package com.libswarm.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.libswarm.api.Body;
import com.libswarm.api.Call;
import com.libswarm.api.Feed;
import com.libswarm.api.Message;
import com.libswarm.api.Verb;
import com.libswarm.api.adapter.Adapter;
import com.libswarm.api.adapter.Context;
import com.libswarm.api.adapter.Declaration;
import com.libswarm.api.adapter.Link;
import com.libswarm.api.adapter.Port;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A link that watches on its own behalf is told when what it watches is replaced; nothing stale is served and nothing is held. */
@Timeout(120)
class StandingWatchTest {

    private final Swarm swarm = Swarm.create((level, source, line) -> { });
    private final Source source = new Source();

    @BeforeEach
    void add() {
        swarm.add(source);
        swarm.add(new Mirror());
        swarm.add(new Toys.Tag());
    }

    @AfterEach
    void close() {
        swarm.close();
        assertThat(source.alive).hasValue(0);
    }

    /** Tells who watches its word, at once, and then nothing more. */
    @Declaration(name = "source", summary = "tells its word", arguments = "[WORD]  what it tells (default: first)")
    static final class Source implements Adapter {

        final AtomicInteger alive = new AtomicInteger();
        final AtomicInteger watches = new AtomicInteger();

        @Override
        public Link spawn(Context context) {
            alive.incrementAndGet();
            return new Link() {
                @Override
                public void send(Message message) {
                    Feed feed = Feed.create(100);
                    watches.incrementAndGet();
                    feed.onCancel(watches::decrementAndGet);
                    feed.offer(ByteBuffer.wrap(context.args().get(0).getBytes(StandardCharsets.UTF_8)));
                    message.reply(Message.value().withBody(feed.body()));
                }

                @Override
                public void stop() {
                    alive.decrementAndGet();
                }
            };
        }
    }

    /** Watches what is behind it, next or nested, and answers with what it was told last. */
    @Declaration(name = "mirror", summary = "tells what it is told", arguments = "[SPEC]  of a nested link to watch instead of the next link")
    static final class Mirror implements Adapter {
        @Override
        public Link spawn(Context context) {
            Port port = context.args().isEmpty() ? context.next() : context.spawn("kid", context.args().get(0));
            return new Watching(port);
        }
    }

    private static final class Watching implements Link {

        private final Port port;

        // guarded by this
        private Optional<Call> call = Optional.empty();
        private Optional<Body> body = Optional.empty();
        private String told = "nothing";
        private boolean drains;

        Watching(Port port) {
            this.port = port;
        }

        @Override
        public void send(Message message) {
            String word;
            synchronized (this) {
                word = told;
            }
            message.reply(Message.value(word));
        }

        @Override
        public void active() {
            port.onSwitch(this::watch);
            watch();
        }

        private void watch() {
            cancel();
            Call asked = Call.ask(port, Message.of(Verb.Watch, "/"));
            synchronized (this) {
                if (drains) {
                    return;
                }
                told = "nothing";
                call = Optional.of(asked);
            }
            asked.result().thenAccept(reply -> read(asked, reply));
        }

        private void read(Call asked, Message reply) {
            synchronized (this) {
                if (call.filter(asked::equals).isPresent() && !reply.isError()) {
                    body = Optional.of(reply.body());
                    reply.body().demand(() -> readNow(reply.body()));
                    return;
                }
            }
            reply.body().cancel();
        }

        private synchronized void readNow(Body from) {
            try {
                ByteBuffer bytes = from.read();
                if (bytes != null && bytes != Body.END && body.filter(from::equals).isPresent()) {
                    told = StandardCharsets.UTF_8.decode(bytes).toString();
                }
            } catch (IOException broken) {
                told = "nothing";
            }
        }

        private void cancel() {
            Optional<Call> asked;
            Optional<Body> read;
            synchronized (this) {
                asked = call;
                read = body;
                call = Optional.empty();
                body = Optional.empty();
            }
            asked.ifPresent(Call::cancel);
            read.ifPresent(Body::cancel);
        }

        @Override
        public CompletionStage<?> drain() {
            synchronized (this) {
                drains = true;
            }
            cancel();
            return CompletableFuture.completedFuture(this);
        }
    }

    private static String get(Chain chain) throws Exception {
        return Call.ask(chain.head(), Message.of(Verb.Get, "/")).result().get(20, TimeUnit.SECONDS).text();
    }

    private static void awaitTold(Chain chain, String word) {
        await().untilAsserted(() -> assertThat(get(chain)).isEqualTo(word));
    }

    private void assertOneIsLeft(Chain chain) {
        await().untilAsserted(() -> assertThat(source.alive).as("instances of what is watched").hasValue(1));
        await().untilAsserted(() -> assertThat(source.watches).as("watches").hasValue(1));
        await().untilAsserted(() -> assertThat(chain.links())
                .allMatch(link -> link.draining().isEmpty() && link.nested().stream().allMatch(kid -> kid.draining().isEmpty())));
    }

    @Test
    void aReplacedLinkIsWatchedAnewAndGoes() throws Exception {
        Chain chain = swarm.create("web", List.of("mirror", "tag", "source first"));
        awaitTold(chain, "first");

        chain.swap(3, "source second");

        assertThat(get(chain)).as("never the old word again").isNotEqualTo("first");
        awaitTold(chain, "second");
        assertOneIsLeft(chain);
    }

    @Test
    void aLinkBetweenThatIsReplacedInsertedOrRemovedIsLetGo() throws Exception {
        Chain chain = swarm.create("web", List.of("mirror", "tag a", "source"));
        awaitTold(chain, "first");

        chain.swap(2, "tag b");
        chain.insert(2, "tag c");
        chain.remove(3);

        awaitTold(chain, "first");
        assertOneIsLeft(chain);
        await().untilAsserted(() -> assertThat(chain.removed()).isEmpty());
    }

    @Test
    void theWatcherItselfIsReplacedAndDoesNotHoldItselfByItsWatch() throws Exception {
        Chain chain = swarm.create("web", List.of("mirror", "source"));
        awaitTold(chain, "first");

        swarm.add(new Mirror());

        awaitTold(chain, "first");
        assertOneIsLeft(chain);
        assertThat(swarm.history()).singleElement().satisfies(change -> assertThat(change.kind()).isEqualTo(ChangeKind.CODE));
    }

    @Test
    void anAdapterThatComesBackAfterAGapIsWatchedAgain() throws Exception {
        try (Swarm other = Swarm.create((level, source, line) -> { })) {
            other.add(new Mirror());
            AutoCloseable away = other.add(source);
            Chain chain = other.create("web", List.of("mirror", "source back"));
            awaitTold(chain, "back");

            away.close();
            assertThat(get(chain)).as("nothing stale").isEqualTo("nothing");
            other.add(source);

            awaitTold(chain, "back");
            assertOneIsLeft(chain);
            assertThat(other.history()).extracting(Change::kind).containsExactly(ChangeKind.GAP, ChangeKind.CODE);
        }
    }

    @Test
    void aNestedLinkIsWatchedAnewWhenItOrItsParentIsReplaced() throws Exception {
        Chain chain = swarm.create("web", List.of("mirror 'source one'"));
        awaitTold(chain, "one");

        chain.swap("1.kid", "source two");
        awaitTold(chain, "two");
        assertOneIsLeft(chain);
        chain.swap(1, "mirror 'source three'");

        awaitTold(chain, "three");
        assertOneIsLeft(chain);
    }
}
