package com.libswarm.adapter.aggregate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.libswarm.adapter.aggregate.Gates.State;
import com.libswarm.adapter.aggregate.internal.json.Json;
import com.libswarm.api.Args;
import com.libswarm.api.Body;
import com.libswarm.api.Message;
import com.libswarm.api.Verb;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.awaitility.core.ConditionTimeoutException;

/** One random sequence against three nodes; after each step the aggregate is to show what the model says. */
final class RandomSequence implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final List<String> NODES = List.of("east", "west", "north");
    private static final String SLEEP = "{\"Image\":\"busybox\",\"Cmd\":[\"sleep\",\"infinity\"]}";
    private static final int NAMES = 12;

    /** A container of the model. */
    private record Known(String node, String state) {
    }

    private final Random random;
    private final AggregateFixture fixture = AggregateFixture.of("east=gate east", "west=gate west", "north=gate north");
    private final Map<String, Known> model = new TreeMap<>();
    private final Set<String> draining = new HashSet<>();
    private final List<String> done = new ArrayList<>();
    private String down = "";

    RandomSequence(long seed) {
        random = new Random(seed);
        assertThat(fixture.names()).isEmpty();
    }

    @Override
    public void close() {
        fixture.close();
    }

    void step() {
        // no beginning of an id, which has no x
        String name = "x" + random.nextInt(NAMES);
        try {
            switch (random.nextInt(32)) {
                case 0 -> goesOrComes();
                case 1, 2, 3, 4, 5, 6, 7 -> create(name);
                case 8, 9, 10 -> remove(name);
                case 11, 12 -> rename(name, "x" + random.nextInt(NAMES));
                case 13, 14, 15 -> set(name, "Start", "", Set.of("created", "exited"), "running", 304);
                case 16, 17 -> set(name, "Set", "kill", Set.of("running"), "exited", 409);
                case 18 -> set(name, "Set", "pause", Set.of("running"), "paused", 409);
                case 19 -> set(name, "Set", "unpause", Set.of("paused"), "running", 500);
                case 20 -> drainOrActivate(NODES.get(random.nextInt(NODES.size())));
                case 21 -> prune();
                case 22 -> removedByOthers(name);
                case 23 -> createdByOthers(name, NODES.get(random.nextInt(NODES.size())));
                case 24 -> newCode();
                default -> look(name);
            }
            compare();
        } catch (AssertionError | ConditionTimeoutException failed) {
            throw new AssertionError(failed.getMessage() + "\nafter " + String.join(", ", done), failed);
        }
    }

    private void note(String step) {
        done.add(step);
    }

    private boolean isReachable(String name) {
        return !model.containsKey(name) || down.isEmpty() || !model.get(name).node.equals(down);
    }

    private Map<String, Object> node(String name) {
        return AggregateFixture.json(fixture.ask(Verb.Get, "/aggregate/nodes/" + name, ""));
    }

    private void goesOrComes() {
        if (down.isEmpty()) {
            down = NODES.get(random.nextInt(NODES.size()));
            note(down + " goes");
            fixture.gates.set(down, State.DEAD);
            fixture.gates.cut(down);
        } else {
            comes();
        }
    }

    private void comes() {
        if (!down.isEmpty()) {
            note(down + " comes");
            fixture.gates.set(down, State.OPEN);
            // whether or not it was noticed that it had gone
            await().atMost(PATIENCE).until(() -> Json.text(node(down), "State").matches("healthy|draining")
                    && fixture.ask(Message.of(Verb.Ls, "/containers")).head().all("Warning").isEmpty());
            String was = down;
            down = "";
            // its picture is new when it shows what is there
            await().atMost(PATIENCE).until(() -> Json.number(node(was), "Containers") == onNode(was));
        }
    }

    private long onNode(String node) {
        return model.values().stream().filter(known -> known.node.equals(node)).count();
    }

    private void create(String name) {
        note("create " + name);
        Message reply = fixture.create(name, SLEEP);
        int status = reply.status();
        String as = reply.toString();
        reply.body().cancel();
        boolean isOpen = NODES.stream().anyMatch(node -> !draining.contains(node) && !node.equals(down));
        if (model.containsKey(name)) {
            assertThat(status).as(as).isEqualTo(409);
        } else if (!isOpen) {
            assertThat(status).as(as).isIn(502, 503);
        } else {
            assertThat(status).as(as).isEqualTo(201);
            String node = Json.text(Json.object(AggregateFixture.json(fixture.ask(Verb.Get, "/containers/" + name, "")), "Node"), "Name");
            assertThat(draining).as("created on one that takes nothing new").doesNotContain(node);
            model.put(name, new Known(node, "created"));
        }
    }

    private void remove(String name) {
        boolean force = random.nextBoolean();
        note((force ? "remove by force " : "remove ") + name);
        boolean runs = model.containsKey(name) && Set.of("running", "paused").contains(model.get(name).state);
        Message reply = fixture.ask(Verb.Remove, "/containers/" + name, "", "force", force ? "1" : "0");
        if (expect(reply, name, runs && !force ? 409 : 204) == 204) {
            model.remove(name);
        }
    }

    private void rename(String name, String other) {
        note("rename " + name + " " + other);
        Message reply = fixture.ask(Verb.Set, "/containers/" + name, "rename", "name", other);
        if (name.equals(other)) {
            // which the engine refuses itself
            expect(reply, name, 400);
        } else if (model.containsKey(name) && model.containsKey(other)) {
            reply.body().cancel();
            assertThat(reply.status()).as(reply.toString()).isEqualTo(409);
        } else if (expect(reply, name, 204) == 204) {
            model.put(other, model.remove(name));
        }
    }

    /**
     * @param from the states in which it can be done
     * @param otherwise the status in others
     */
    private void set(String name, String verb, String aspect, Set<String> from, String to, int otherwise) {
        String state = model.containsKey(name) ? model.get(name).state : "";
        if (state.equals("paused") && !from.contains(state)) {
            // what engines do then is theirs, and not the same for all versions
            return;
        }
        note((verb + " " + aspect).strip() + " " + name);
        Message reply = fixture.ask(Verb.valueOf(verb), "/containers/" + name, aspect);
        if (expect(reply, name, from.contains(state) ? 204 : otherwise) == 204) {
            model.put(name, new Known(model.get(name).node, to));
        }
    }

    private void drainOrActivate(String node) {
        boolean drains = draining.add(node) || !draining.remove(node);
        note((drains ? "drain " : "activate ") + node);
        assertThat(fixture.ask(Verb.Set, "/aggregate/nodes/" + node, drains ? "drain" : "activate").status()).isEqualTo(204);
    }

    private void prune() {
        note("prune");
        Message reply = fixture.ask(Verb.Set, "/containers", "prune");
        List<String> deleted = Json.texts(AggregateFixture.json(reply), "ContainersDeleted");
        List<String> expected = model.entrySet().stream().filter(entry -> isReachable(entry.getKey())
                && Set.of("created", "exited").contains(entry.getValue().state)).map(Map.Entry::getKey).toList();
        assertThat(deleted).as("pruned").hasSize(expected.size());
        expected.forEach(model::remove);
        awaitWhatOthersDid();
    }

    /** Another client removes it on its engine, and the aggregate learns it by itself. */
    private void removedByOthers(String name) {
        if (model.containsKey(name) && isReachable(name)) {
            note("another client removes " + name);
            fixture.gates.ask(model.remove(name).node, Message.of(Verb.Remove, "/containers/" + name).withArgs(Args.of("force", "1")));
            awaitWhatOthersDid();
        }
    }

    private void createdByOthers(String name, String node) {
        if (!model.containsKey(name) && !node.equals(down)) {
            note("another client creates " + name + " on " + node);
            fixture.gates.ask(node, Message.of(Verb.Spawn, "/containers").withArgs(Args.of("name", name)).withBody(Body.text(SLEEP)));
            model.put(name, new Known(node, "created"));
            awaitWhatOthersDid();
        }
    }

    private void awaitWhatOthersDid() {
        for (String node : NODES) {
            if (!node.equals(down)) {
                await().atMost(PATIENCE).until(() -> Json.number(node(node), "Containers") == onNode(node));
            }
        }
    }

    private void newCode() {
        if (!down.isEmpty()) {
            // new code cannot know what a node has that it has never seen
            return;
        }
        note("new code");
        fixture.swarm.add(new Aggregate());
        awaitWhatOthersDid();
    }

    private void look(String name) {
        note("look at " + name);
        expect(fixture.ask(Verb.Get, "/containers/" + name, ""), name, 200);
    }

    /** @return the status */
    private int expect(Message reply, String name, int status) {
        reply.body().cancel();
        if (!model.containsKey(name)) {
            // while a node is away it is not known whether it has one of that name
            assertThat(reply.status()).as(reply.toString()).isEqualTo(404);
        } else if (isReachable(name)) {
            assertThat(reply.status()).as(reply.toString()).isEqualTo(status);
        } else {
            assertThat(reply.status()).as(reply.toString()).isIn(502, 503);
        }
        return reply.status();
    }

    /** What is there on the nodes that can be reached is shown, with each change that has been answered. */
    private void compare() {
        Map<String, Known> shown = new TreeMap<>();
        for (var container : fixture.list("/containers", "all", "1")) {
            var known = new Known(Json.text(Json.object(container, "Node"), "Name"), Json.text(container, "State"));
            assertThat(shown.put(Json.texts(container, "Names").get(0).substring(1), known)).isNull();
        }
        Map<String, Known> expected = new TreeMap<>(model);
        shown.values().removeIf(known -> known.node.equals(down));
        expected.values().removeIf(known -> known.node.equals(down));
        assertThat(shown).isEqualTo(expected);
    }

    /** With all nodes there, the aggregate shows the sum of what they have themselves. */
    void compareAtTheEnd() {
        comes();
        compare();
        for (String node : NODES) {
            assertThat(fixture.gates.names(node)).as("on " + node)
                    .containsExactlyInAnyOrderElementsOf(model.keySet().stream().filter(name -> model.get(name).node.equals(node)).toList());
            assertThat(fixture.names("all", "1", "filters", "{\"node\":[\"" + node + "\"]}"))
                    .containsExactlyInAnyOrderElementsOf(fixture.gates.names(node));
        }
        assertThat(fixture.names("all", "1", "filters", "{\"status\":[\"running\"]}"))
                .containsExactlyInAnyOrderElementsOf(model.keySet().stream().filter(name -> model.get(name).state.equals("running")).toList());
        var info = AggregateFixture.json(fixture.ask(Verb.Get, "/info", ""));
        assertThat(info).containsEntry("Containers", model.size());
        model.forEach((name, known) -> {
            var inspected = AggregateFixture.json(fixture.ask(Verb.Get, "/containers/" + known.node + "/" + name, ""));
            assertThat(Json.text(Json.object(inspected, "State"), "Status")).as(name).isEqualTo(known.state);
        });
    }
}
