package com.libswarm.adapter.aggregate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.libswarm.adapter.aggregate.Gates.State;
import com.libswarm.adapter.aggregate.internal.json.Json;
import com.libswarm.api.Args;
import com.libswarm.api.Message;
import com.libswarm.api.Verb;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Random sequences of what clients do, while nodes go and come; afterwards the aggregate shows what its engines have. */
@Timeout(300)
final class RandomTest {

    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final List<String> NODES = List.of("east", "west", "north");
    private static final int STEPS = 200;

    private final long seed = Long.getLong("random.seed", System.nanoTime());
    private final Random random = new Random(seed);
    private final AggregateFixture fixture = AggregateFixture.of("east=gate east", "west=gate west", "north=gate north");
    /** What must be there: names, and the nodes that they are on. */
    private final Map<String, String> model = new HashMap<>();
    private String down = "";

    @Test
    void theAggregateShowsWhatItsEnginesHave() {
        System.out.println("RandomTest: -Drandom.seed=" + seed);
        try (fixture) {
            assertThat(fixture.names()).isEmpty();
            for (int i = 0; i < STEPS; i++) {
                step("x" + random.nextInt(12));
            }
            bringUp();
            Map<String, String> shown = fixture.list("/containers", "all", "1").stream().collect(Collectors.toMap(
                    container -> Json.texts(container, "Names").get(0).substring(1),
                    container -> Json.text(Json.object(container, "Node"), "Name"), (one, other) -> one + other, TreeMap::new));
            assertThat(shown).as("seed " + seed).isEqualTo(new TreeMap<>(model));
            for (String node : NODES) {
                assertThat(fixture.gates.names(node)).as("on " + node + ", seed " + seed)
                        .containsExactlyInAnyOrderElementsOf(model.keySet().stream().filter(name -> model.get(name).equals(node)).toList());
            }
        }
    }

    /** @param name not to be taken for the beginning of an id, which has no x */
    private void step(String name) {
        switch (random.nextInt(20)) {
            case 0 -> {
                if (down.isEmpty()) {
                    down = NODES.get(random.nextInt(NODES.size()));
                    fixture.gates.set(down, State.DEAD);
                    fixture.gates.cut(down);
                } else {
                    bringUp();
                }
            }
            case 1, 2, 3, 4, 5, 6 -> create(name);
            case 7, 8, 9 -> remove(name);
            case 10, 11 -> rename(name, "x" + random.nextInt(12));
            case 12 -> byItself(name);
            default -> look(name);
        }
    }

    private void bringUp() {
        if (!down.isEmpty()) {
            fixture.gates.set(down, State.OPEN);
            await().atMost(PATIENCE).until(() -> Json.text(AggregateFixture.json(fixture.ask(Verb.Get, "/aggregate/nodes/" + down, "")), "State")
                    .equals("healthy"));
            down = "";
        }
    }

    private boolean isReachable(String name) {
        return !model.getOrDefault(name, "").equals(down) || down.isEmpty();
    }

    private void create(String name) {
        Message reply = fixture.create(name, "{\"Image\":\"busybox\",\"Cmd\":[\"sleep\",\"infinity\"]}");
        assertThat(reply.status()).as("create " + name + ", seed " + seed + ": " + reply).isEqualTo(model.containsKey(name) ? 409 : 201);
        reply.body().cancel();
        if (!model.containsKey(name)) {
            model.put(name, Json.text(Json.object(AggregateFixture.json(fixture.ask(Verb.Get, "/containers/" + name, "")), "Node"), "Name"));
        }
    }

    private void remove(String name) {
        Message reply = fixture.ask(Verb.Remove, "/containers/" + name, "", "force", "1");
        expect(reply, name, 204, "remove");
        if (reply.status() == 204) {
            model.remove(name);
        }
    }

    private void rename(String name, String other) {
        Message reply = fixture.ask(Verb.Set, "/containers/" + name, "rename", "name", other);
        if (model.containsKey(name) && model.containsKey(other)) {
            assertThat(reply.status()).as("rename " + name + " " + other + ", seed " + seed + ": " + reply).isEqualTo(409);
        } else {
            expect(reply, name, 204, "rename");
        }
        if (reply.status() == 204) {
            model.put(other, model.remove(name));
        }
    }

    /** Another client removes it on its engine, and the aggregate learns it by itself. */
    private void byItself(String name) {
        if (model.containsKey(name) && isReachable(name)) {
            String node = model.remove(name);
            fixture.gates.ask(node, Message.of(Verb.Remove, "/containers/" + name).withArgs(Args.of("force", "1")));
            long left = model.values().stream().filter(node::equals).count();
            await().atMost(PATIENCE).until(() -> Json.number(AggregateFixture.json(fixture.ask(Verb.Get, "/aggregate/nodes/" + node, "")),
                    "Containers") == left);
        }
    }

    private void look(String name) {
        expect(fixture.ask(Verb.Get, "/containers/" + name, ""), name, 200, "inspect");
    }

    private void expect(Message reply, String name, int status, String what) {
        reply.body().cancel();
        String as = what + " " + name + ", seed " + seed + ": " + reply;
        if (!model.containsKey(name)) {
            assertThat(reply.status()).as(as).isEqualTo(404);
        } else if (isReachable(name)) {
            assertThat(reply.status()).as(as).isEqualTo(status);
        } else {
            assertThat(reply.status()).as(as).isIn(502, 503);
        }
    }
}
