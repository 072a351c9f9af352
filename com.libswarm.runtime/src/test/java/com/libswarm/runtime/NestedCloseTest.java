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
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A parent closes its nested link at the worst moments: while that is being changed, and on a thread for which the change waits. */
@Timeout(120)
class NestedCloseTest {

    private static final Duration LONG = Duration.ofSeconds(30);

    private final List<String> journal = new CopyOnWriteArrayList<>();
    private final Nester nester = new Nester();
    private Swarm swarm = swarm(LONG);

    private Swarm swarm(Duration stop) {
        return Swarm.create((level, source, line) -> journal.add(level + " " + line),
                new Limits(LONG, stop, LONG, LONG, Duration.ofSeconds(5), LONG, 10));
    }

    @AfterEach
    void close() {
        swarm.close();
    }

    /** Has one nested link, which it closes when that has answered once. */
    @Declaration(name = "nester", summary = "closes its nested link with the first reply", arguments = "SPEC  its nested link")
    private static final class Nester implements Adapter {

        volatile Child child;

        @Override
        public Link spawn(Context context) {
            Child own = context.spawn("inner", context.args().get(0));
            child = own;
            return message -> own.send(message.onReply(reply -> {
                own.close();
                return reply;
            }));
        }
    }

    /** Its stream ends when it drains; its active lasts until it may go on. */
    @Declaration(name = "streamer", summary = "streams until it drains")
    private static final class Streamer implements Adapter {

        final List<String> steps = new CopyOnWriteArrayList<>();
        final CountDownLatch isActive = new CountDownLatch(1);
        volatile CountDownLatch goOn = new CountDownLatch(0);

        @Override
        public Link spawn(Context context) {
            Feed feed = Feed.create(100);
            return new Link() {
                @Override
                public void send(Message message) {
                    message.reply(Message.value().withBody(feed.body()));
                }

                @Override
                public void active() throws InterruptedException {
                    steps.add("active begins");
                    isActive.countDown();
                    goOn.await();
                    steps.add("active ends");
                }

                @Override
                public CompletionStage<?> drain() {
                    steps.add("drain");
                    feed.end();
                    return Link.super.drain();
                }

                @Override
                public void stop() {
                    steps.add("stop");
                }
            };
        }
    }

    private static void awaitNoneNested(Chain chain) {
        await().atMost(Duration.ofSeconds(60)).untilAsserted(() -> assertThat(chain.links().get(0).nested()).isEmpty());
    }

    @Test
    void insideTheReplyToWhatWaitedForIt() throws Exception {
        swarm.add(nester);
        AutoCloseable away = swarm.add(new Toys.Answer());
        Chain chain = swarm.create("web", List.of("nester 'answer a'"));
        away.close();
        CompletableFuture<Message> first = Call.ask(chain.head(), Message.of(Verb.Get, "/word")).result();
        CompletableFuture<Message> second = Call.ask(chain.head(), Message.of(Verb.Get, "/word")).result();
        assertThat(first).as("it waits").isNotDone();

        swarm.add(new Toys.Answer());

        assertThat(first.get(60, TimeUnit.SECONDS).text()).isEqualTo("a");
        assertThat(second.get(60, TimeUnit.SECONDS).text()).isEqualTo("a");
        awaitNoneNested(chain);
        assertThat(Call.ask(chain.head(), Message.of(Verb.Get, "/word")).result().get(60, TimeUnit.SECONDS).status()).isEqualTo(503);
        assertThat(journal).as("nobody was held up").noneMatch(line -> line.startsWith("WARNING"));
    }

    @Test
    void whenAStreamOfItEndsBecauseItDrains() throws Exception {
        swarm.add(nester);
        swarm.add(new Streamer());
        Chain chain = swarm.create("web", List.of("nester streamer"));
        Child child = nester.child;
        Body stream = Call.ask(child, Message.of(Verb.Watch, "/stream")).result().get(60, TimeUnit.SECONDS).body();
        assertThat(stream.read()).isSameAs(Body.NOTHING_YET);
        stream.demand(() -> {
            child.close();
            stream.cancel();
        });

        chain.swap("1.inner", "streamer");

        awaitNoneNested(chain);
        assertThat(journal).as("nobody was held up").noneMatch(line -> line.startsWith("WARNING"));
    }

    @Test
    void whileItBecomesActive() throws Exception {
        Streamer streamer = new Streamer();
        streamer.goOn = new CountDownLatch(1);
        swarm.close();
        // the close waits so long for the drain to begin, and the stop may take so long
        swarm = swarm(Duration.ofSeconds(2));
        swarm.add(nester);
        swarm.add(new Toys.Answer());
        swarm.add(streamer);
        Chain chain = swarm.create("web", List.of("nester answer"));
        CompletableFuture<Void> swap = CompletableFuture.runAsync(() -> chain.swap("1.inner", "streamer"));
        assertThat(streamer.isActive.await(60, TimeUnit.SECONDS)).isTrue();

        nester.child.close();
        assertThat(streamer.steps).as("it does not drain before it acts").containsExactly("active begins");
        streamer.goOn.countDown();

        swap.get(60, TimeUnit.SECONDS);
        awaitNoneNested(chain);
        assertThat(streamer.steps).containsExactly("active begins", "active ends", "drain", "stop");
    }
}
