package com.libswarm.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.libswarm.api.Call;
import com.libswarm.api.Feed;
import com.libswarm.api.Message;
import com.libswarm.api.Router;
import com.libswarm.api.Verb;
import com.libswarm.api.adapter.Adapter;
import com.libswarm.api.adapter.Child;
import com.libswarm.api.adapter.Context;
import com.libswarm.api.adapter.Declaration;
import com.libswarm.api.adapter.Link;
import java.lang.ref.WeakReference;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SwapTest {

    private final List<String> journal = new CopyOnWriteArrayList<>();
    private final Swarm swarm = Swarm.create((level, source, line) -> journal.add(level + " " + source + " " + line));

    @AfterEach
    void close() {
        swarm.close();
    }

    /** Answers later, on another thread, with a body that it writes slowly; fails if it is stopped before all is written. */
    @Declaration(name = "slow", summary = "answers later", arguments = "[GENERATION]  a number (default: 0)")
    static final class Slow implements Adapter {

        private final AtomicInteger cut = new AtomicInteger();

        @Override
        public Link spawn(Context context) {
            AtomicBoolean stopped = new AtomicBoolean();
            Router router = Router.before(context.next()).on(Verb.Get, "/echo/*", (m, name) -> context.timer().schedule(() -> {
                Feed feed = Feed.create(100);
                m.reply(Message.value().withBody(feed.body()));
                context.timer().schedule(() -> {
                    if (stopped.get()) {
                        cut.incrementAndGet();
                    }
                    feed.offer(ByteBuffer.wrap(name.getBytes(StandardCharsets.UTF_8)));
                    feed.end();
                }, 1, TimeUnit.MILLISECONDS);
            }, 1, TimeUnit.MILLISECONDS));
            return new Link() {
                @Override
                public void send(Message message) {
                    if (stopped.get()) {
                        cut.incrementAndGet();
                    }
                    router.send(message);
                }

                @Override
                public void stop() {
                    stopped.set(true);
                }
            };
        }
    }

    @Test
    void noRequestFailsAndNoStreamIsCutWhileEveryLinkIsReplaced() throws Exception {
        long seed = System.nanoTime();
        System.out.println("seed " + seed);
        Random random = new Random(seed);
        Slow slow = new Slow();
        swarm.add(slow);
        swarm.add(new Toys.Tag());
        Chain chain = swarm.create("web", List.of("tag", "tag", "slow"));
        AtomicBoolean done = new AtomicBoolean();
        AtomicLong asked = new AtomicLong();
        Queue<String> wrong = new ConcurrentLinkedQueue<>();
        List<Thread> askers = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            Thread asker = new Thread(() -> {
                while (!done.get()) {
                    String id = "n" + asked.incrementAndGet();
                    try {
                        Message reply = Call.ask(chain.head(), Message.of(Verb.Get, "/echo/" + id)).result().get(20, TimeUnit.SECONDS);
                        String body = StandardCharsets.UTF_8.decode(reply.body().collect(100).get(20, TimeUnit.SECONDS)).toString();
                        if (reply.isError() || !body.equals(id)) {
                            wrong.add(id + ": " + reply + " " + body);
                        }
                    } catch (Exception e) {
                        wrong.add(id + ": " + e);
                    }
                }
            });
            asker.start();
            askers.add(asker);
        }

        for (int swap = 0; swap < 300; swap++) {
            long before = asked.get();
            await().pollDelay(Duration.ZERO).pollInterval(Duration.ofMillis(1)).until(() -> asked.get() > before);
            switch (random.nextInt(4)) {
                case 0:
                    chain.insert(1 + random.nextInt(chain.links().size()), "tag");
                    break;
                case 1:
                    if (chain.links().size() > 2) {
                        chain.remove(1 + random.nextInt(chain.links().size() - 1));
                    }
                    break;
                case 2:
                    chain.swap(1 + random.nextInt(chain.links().size() - 1), "tag w" + swap);
                    break;
                default:
                    chain.swap(chain.links().size(), "slow " + swap);
            }
        }
        long before = asked.get();
        await().until(() -> asked.get() > before + 20);
        done.set(true);
        for (Thread asker : askers) {
            asker.join();
        }

        assertThat(wrong).isEmpty();
        assertThat(slow.cut).hasValue(0);
        assertThat(asked.get()).isGreaterThan(300);
        await().untilAsserted(() -> assertThat(chain.links()).allMatch(link -> link.draining().isEmpty()));
        assertThat(journal).isEmpty();
    }

    @Test
    void whatOneThreadSendsArrivesInItsOrderWhileLinksAreReplacedInsertedRemovedAndAway() throws Exception {
        List<Integer> order = Collections.synchronizedList(new ArrayList<>());
        swarm.add(new Toys.Probe(message -> order.add(Integer.parseInt(message.text()))));
        AutoCloseable[] tags = {swarm.add(new Toys.Tag())};
        Chain chain = swarm.create("web", List.of("tag", "tag", "probe"));
        AtomicBoolean done = new AtomicBoolean();
        AtomicInteger sent = new AtomicInteger();
        Runnable sending = () -> {
            while (!done.get()) {
                chain.head().send(Message.log("/a", Integer.toString(sent.getAndIncrement())));
                Thread.yield();
            }
        };
        Thread sender = new Thread(sending);
        sender.start();

        for (int i = 0; i < 40; i++) {
            int before = sent.get();
            await().pollDelay(Duration.ZERO).pollInterval(Duration.ofMillis(1)).until(() -> sent.get() > before + 5);
            switch (i % 4) {
                case 0 -> chain.insert(2, "tag new");
                case 1 -> chain.swap(2, "tag " + i);
                case 2 -> chain.remove(2);
                default -> {
                    done.set(true);
                    sender.join();
                    tags[0].close();
                    done.set(false);
                    for (int n = 0; n < 50; n++) {
                        chain.head().send(Message.log("/a", Integer.toString(sent.getAndIncrement())));
                    }
                    tags[0] = swarm.add(new Toys.Tag());
                    sender = new Thread(sending);
                    sender.start();
                }
            }
        }
        done.set(true);
        sender.join();

        assertThat(order).hasSize(sent.get()).isSorted();
    }

    @Test
    void nothingHoldsAnInstanceThatHasBeenReplaced() throws Exception {
        List<WeakReference<Object>> instances = new CopyOnWriteArrayList<>();
        swarm.add(new Marked(instances));
        swarm.add(new Parent());
        swarm.add(new Toys.Answer());
        Chain chain = swarm.create("web", List.of("marked", "parent 'marked in'", "answer"));

        for (int i = 0; i < 3; i++) {
            Call.ask(chain.head(), Message.of(Verb.Get, "/word")).result().get(20, TimeUnit.SECONDS);
            chain.swap(1, "marked " + i);
            chain.swap(2, "parent 'marked " + i + "'");
        }

        assertThat(instances).hasSize(8);
        await().atMost(Duration.ofSeconds(60)).untilAsserted(() -> {
            System.gc();
            assertThat(instances.stream().filter(one -> one.get() != null)).as("the two that are there").hasSize(2);
        });
    }

    /** Watches what is behind it, and can be found while it is held. */
    @Declaration(name = "marked", summary = "is marked", arguments = "[WORD]  any")
    static final class Marked implements Adapter {

        private final List<WeakReference<Object>> instances;

        Marked(List<WeakReference<Object>> instances) {
            this.instances = instances;
        }

        @Override
        public Link spawn(Context context) {
            Object mark = new Object();
            instances.add(new WeakReference<>(mark));
            context.next().onSwitch(mark::hashCode);
            context.timer().schedule(mark::hashCode, 1, TimeUnit.HOURS);
            return message -> context.next().send(message.onReply(reply -> {
                mark.hashCode();
                return reply;
            }));
        }
    }

    /** Sends to the child that its argument names, and counts the switches behind it. */
    @Declaration(name = "parent", summary = "has a nested link", arguments = "SPEC  of the nested link")
    static final class Parent implements Adapter {

        private final AtomicInteger switches = new AtomicInteger();

        @Override
        public Link spawn(Context context) {
            Child child = context.spawn("kid", context.args().get(0));
            child.onSwitch(switches::incrementAndGet);
            return child::send;
        }
    }

    @Test
    void nestedLinksStartAndEndWithTheirParentAndAreReplacedWithTheirAdapter() throws Exception {
        Toys.Answer first = new Toys.Answer();
        Parent parent = new Parent();
        swarm.add(first);
        swarm.add(parent);
        Chain chain = swarm.create("web", List.of("parent 'answer inside'"));
        assertThat(Call.ask(chain.head(), Message.of(Verb.Get, "/word")).result().get(20, TimeUnit.SECONDS).text()).isEqualTo("inside");
        assertThat(chain.links().get(0).nested()).singleElement().satisfies(kid -> {
            assertThat(kid.name()).isEqualTo("kid");
            assertThat(kid.spec()).isEqualTo("answer inside");
        });

        Toys.Answer second = new Toys.Answer();
        swarm.add(second);

        assertThat(parent.switches).hasValue(1);
        assertThat(second.steps).contains("active inside");
        await().untilAsserted(() -> assertThat(first.steps).contains("stop inside"));
        chain.destroy();
        await().untilAsserted(() -> assertThat(second.steps).contains("stop inside"));
    }
}
