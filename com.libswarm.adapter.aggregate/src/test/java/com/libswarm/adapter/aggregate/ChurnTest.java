package com.libswarm.adapter.aggregate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.libswarm.adapter.aggregate.Gates.State;
import com.libswarm.adapter.aggregate.internal.json.Json;
import com.libswarm.api.Args;
import com.libswarm.api.Message;
import com.libswarm.api.Verb;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A hundred nodes of which ten die each second and return in the next, while clients ask: {@code -Dchurn.seconds=60} for a minute. */
@Timeout(400)
final class ChurnTest {

    private static final int SECONDS = Integer.getInteger("churn.seconds", 8);
    private static final int NODES = 100;
    private static final int DYING = 10;
    private static final int CONTAINERS = 5;
    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final long MOST_GROWTH = 24 << 20;

    private final long seed = Long.getLong("random.seed", System.nanoTime());
    private final Random random = new Random(seed);
    private final AggregateFixture fixture = AggregateFixture.of(IntStream.range(0, NODES)
            .mapToObj(node -> "n" + node + "=gate n" + node + " " + containers(node)).toArray(String[]::new));
    private final List<String> created = new CopyOnWriteArrayList<>();
    private volatile boolean over;

    private static String containers(int node) {
        return IntStream.range(0, CONTAINERS).mapToObj(i -> "n" + node + "x" + i).collect(Collectors.joining(" "));
    }

    @Test
    void noAnswerIsWrongAndNothingIsLeft() throws InterruptedException, ExecutionException, TimeoutException {
        System.out.println("ChurnTest: -Drandom.seed=" + seed);
        var clients = Executors.newFixedThreadPool(3);
        try (fixture) {
            await().atMost(PATIENCE).until(() -> shown().size() == NODES * CONTAINERS);
            churn(2);
            allAreBack();
            Set<Thread> threads = Set.copyOf(Thread.getAllStackTraces().keySet());
            long heap = heap();
            List<Future<?>> asking = List.of(clients.submit(() -> whileItChurns(this::list)), clients.submit(() -> whileItChurns(this::inspect)),
                    clients.submit(() -> whileItChurns(this::create)));
            churn(SECONDS);
            over = true;
            for (Future<?> client : asking) {
                client.get(60, TimeUnit.SECONDS);
            }
            clients.shutdown();
            allAreBack();
            assertThat(shown().keySet()).as("seed " + seed).containsAll(created);
            assertThat(engines()).as("seed " + seed).containsExactlyInAnyOrderElementsOf(shown().keySet());
            await().atMost(PATIENCE).until(() -> heap() < heap + MOST_GROWTH + created.size() * 20_000L);
            await().atMost(PATIENCE).until(() -> left(threads).isEmpty());
            System.out.printf("ChurnTest: %d created, heap %d -> %d MB%n", created.size(), heap >> 20, heap() >> 20);
        } finally {
            clients.shutdownNow();
        }
    }

    /** The runtime's pool for what blocks has its own limit. */
    private static List<Thread> left(Set<Thread> before) {
        return Thread.getAllStackTraces().keySet().stream().filter(thread -> !before.contains(thread)
                && !thread.getName().startsWith("libswarm-blocking") && !thread.getName().startsWith("awaitility")).toList();
    }

    private static long heap() {
        System.gc();
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }

    private void churn(int seconds) throws InterruptedException {
        Set<Integer> dead = new HashSet<>();
        for (int second = 0; second < seconds; second++) {
            Set<Integer> dying = new HashSet<>();
            while (dying.size() < DYING) {
                int node = random.nextInt(NODES);
                if (!dead.contains(node)) {
                    dying.add(node);
                }
            }
            dead.forEach(node -> fixture.gates.set("n" + node, State.OPEN));
            dying.forEach(node -> {
                fixture.gates.set("n" + node, State.DEAD);
                fixture.gates.cut("n" + node);
            });
            dead = dying;
            // this is the churn, not a wait for something
            TimeUnit.SECONDS.sleep(1);
        }
        dead.forEach(node -> fixture.gates.set("n" + node, State.OPEN));
    }

    private void whileItChurns(Runnable work) {
        while (!over) {
            work.run();
        }
    }

    private void allAreBack() {
        await().atMost(PATIENCE).until(() -> fixture.ask(Verb.Ls, "/containers", "", "limit", "1").head().all("Warning").isEmpty());
        await().atMost(PATIENCE).until(() -> shown().size() == NODES * CONTAINERS + created.size());
    }

    /** Names and their nodes. */
    private Map<String, String> shown() {
        return shown(fixture.ask(Message.of(Verb.Ls, "/containers").withArgs(Args.of("all", "1"))));
    }

    private static Map<String, String> shown(Message list) {
        var shown = new HashMap<String, String>();
        Json.objects(Json.parse("{\"list\":" + AggregateFixture.text(list) + "}", 500), "list").forEach(container -> {
            String name = Json.texts(container, "Names").get(0).substring(1);
            assertThat(shown.put(name, Json.text(Json.object(container, "Node"), "Name"))).as(name + " is listed twice").isNull();
        });
        return shown;
    }

    private List<String> engines() {
        var names = new ArrayList<String>();
        for (int node = 0; node < NODES; node++) {
            names.addAll(fixture.gates.names("n" + node));
        }
        return names;
    }

    /** Each node is there with all its containers, or is named as missing. */
    private void list() {
        Message list = fixture.ask(Message.of(Verb.Ls, "/containers").withArgs(Args.of("all", "1")));
        List<String> warnings = list.head().all("Warning");
        Map<String, Long> counts = shown(list).entrySet().stream().filter(each -> each.getKey().startsWith("n"))
                .collect(Collectors.groupingBy(Map.Entry::getValue, Collectors.counting()));
        for (int node = 0; node < NODES; node++) {
            String name = "n" + node;
            boolean isMissing = warnings.stream().anyMatch(warning -> warning.contains("The answer of " + name + " is missing"));
            assertThat(counts.getOrDefault(name, 0L)).as(name + ", seed " + seed).isEqualTo(isMissing ? 0L : CONTAINERS);
        }
    }

    private void inspect() {
        int node = new Random().nextInt(NODES);
        Message reply = fixture.ask(Verb.Get, "/containers/n" + node + "x1", "");
        reply.body().cancel();
        assertThat(reply.status()).as(reply + ", seed " + seed).isIn(200, 502, 503);
    }

    private void create() {
        String name = "created" + created.size();
        Message reply = fixture.create(name, "{\"Image\":\"busybox\",\"Cmd\":[\"sleep\",\"infinity\"]}");
        reply.body().cancel();
        assertThat(reply.status()).as(reply + ", seed " + seed).isEqualTo(201);
        created.add(name);
    }
}
