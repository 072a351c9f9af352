package com.libswarm.adapter.aggregate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.libswarm.adapter.aggregate.Gates.State;
import com.libswarm.api.Args;
import com.libswarm.api.Listing;
import com.libswarm.api.Message;
import com.libswarm.api.Verb;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Nodes go and come at random, in the middle of moves too, while the link's code is replaced: each container is there once, and runs. */
@Timeout(300)
final class RescheduleRandomTest {

    private static final Duration PATIENCE = Duration.ofSeconds(120);
    private static final List<String> NODES = List.of("east", "west", "north");
    private static final int STEPS = 40;
    /** Between steps, for nodes to be found dead, and moves to be under way. */
    private static final int LONGEST_PAUSE_MILLIS = 900;

    private final long seed = Long.getLong("random.seed", System.nanoTime());
    private final Random random = new Random(seed);
    private final AggregateFixture fixture = AggregateFixture.with("--timeout 20 --reschedule-after 0.2", "east=gate east", "west=gate west",
            "north=gate north");
    /** What must run, by name. */
    private final TreeSet<String> model = new TreeSet<>();
    private final Map<String, State> states = new HashMap<>();

    @Test
    void eachContainerIsThereOnceAndRuns() {
        System.out.println("RescheduleRandomTest: -Drandom.seed=" + seed);
        try (fixture) {
            assertThat(fixture.names()).isEmpty();
            for (int i = 0; i < 6; i++) {
                run("x" + i);
            }
            for (int i = 0; i < STEPS; i++) {
                step("x" + random.nextInt(8));
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(random.nextInt(LONGEST_PAUSE_MILLIS)));
                assertThatNoneIsThereTwice("step " + i + ", seed " + seed);
            }
            NODES.forEach(node -> set(node, State.OPEN));
            await().atMost(PATIENCE).untilAsserted(() -> {
                assertThat(new TreeSet<>(fixture.names())).as("what runs, seed " + seed).isEqualTo(model);
                var there = new ArrayList<String>();
                NODES.forEach(node -> there.addAll(fixture.gates.names(node)));
                assertThat(there).as("on all nodes together, seed " + seed).containsExactlyInAnyOrderElementsOf(model);
            });
        }
    }

    /** New code may know one that is being moved by its name alone: then its copy has the node in front of its name until the move has ended. */
    private void assertThatNoneIsThereTwice(String when) {
        await().pollDelay(Duration.ZERO).atMost(PATIENCE).untilAsserted(() -> {
            Message list = fixture.ask(Message.of(Verb.Ls, "/containers").withArgs(Args.of("all", "1")));
            if (!list.isError()) {
                assertThat(Listing.names(list).join()).as(when).noneMatch(name -> name.contains("/x"));
            }
        });
    }

    private void step(String name) {
        switch (random.nextInt(8)) {
            case 0 -> fixture.swarm.add(new Aggregate());
            case 1 -> run(name);
            case 2 -> remove(name);
            default -> {
                String node = NODES.get(random.nextInt(NODES.size()));
                boolean isUp = states.getOrDefault(node, State.OPEN) == State.OPEN;
                // at least one is always there
                if (!isUp || NODES.stream().filter(other -> states.getOrDefault(other, State.OPEN) == State.OPEN).count() > 1) {
                    set(node, isUp ? random.nextInt(4) == 0 ? State.LOSING : State.DEAD : State.OPEN);
                }
            }
        }
    }

    private void set(String node, State state) {
        states.put(node, state);
        fixture.gates.set(node, state);
        if (state == State.DEAD) {
            fixture.gates.cut(node);
        }
    }

    private void run(String name) {
        if (model.contains(name)) {
            return;
        }
        Message created = fixture.create(name, "{\"Image\":\"busybox\",\"Cmd\":[\"sleep\",\"infinity\"],\"Env\":[\"reschedule:on-node-failure\"]}");
        boolean isCreated = !created.isError();
        created.body().cancel();
        if (isCreated) {
            model.add(name);
            await().atMost(PATIENCE).until(() -> isStarted(name));
        }
    }

    /** Nobody moves what has never run: if its node is down, that has to come back. */
    private boolean isStarted(String name) {
        boolean isStarted = !fixture.ask(Verb.Start, "/containers/" + name, "").isError();
        if (!isStarted) {
            NODES.forEach(node -> set(node, State.OPEN));
        }
        return isStarted;
    }

    private void remove(String name) {
        if (model.contains(name) && !fixture.ask(Verb.Remove, "/containers/" + name, "", "force", "1").isError()) {
            model.remove(name);
        }
    }
}
