package com.libswarm.adapter.aggregate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.libswarm.adapter.aggregate.Gates.State;
import com.libswarm.adapter.aggregate.internal.json.Json;
import com.libswarm.adapter.aggregate.internal.stream.JsonValues;
import com.libswarm.api.Body;
import com.libswarm.api.Message;
import com.libswarm.api.Verb;
import com.libswarm.api.Args;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
final class EventsTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final AggregateFixture fixture = AggregateFixture.of("east=gate east web", "west=gate west cache");

    @AfterEach
    void close() {
        fixture.close();
    }

    private Tail watch(String... args) {
        return new Tail(fixture.ask(Message.of(Verb.Watch, "/events").withArgs(Args.of(args))).body());
    }

    @Test
    void eventsOfAllNodesAreOneStream() {
        Tail events = watch("filters", "{\"event\":[\"pause\"]}");
        fixture.ask(Verb.Set, "/containers/cache", "pause");
        fixture.ask(Verb.Set, "/containers/web", "pause");
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(events.seen).containsExactlyInAnyOrder("west pause cache", "east pause web"));
        events.body.cancel();
    }

    @Test
    void aStreamGoesOnWhenANodeGoesAndComes() {
        assertThat(fixture.names()).contains("cache");
        Tail events = watch("filters", "{\"type\":[\"container\"]}");
        fixture.gates.cut("west");
        fixture.gates.set("west", State.DEAD);
        await().atMost(PATIENCE).until(() -> fixture.ask(Verb.Ls, "/containers", "").head().has("Warning"));
        // meanwhile, as another client of that engine
        fixture.gates.ask("west", Message.of(Verb.Set, "/containers/cache").withAspect("pause"));
        fixture.ask(Verb.Set, "/containers/web", "pause");

        fixture.gates.set("west", State.OPEN);
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(events.seen).containsExactlyInAnyOrder("west pause cache", "east pause web"));
        events.body.cancel();
    }

    @Test
    void aNodeThatWasAwayWhenAStreamBeganTellsWhatItMissed() {
        assertThat(fixture.names()).contains("cache");
        fixture.gates.set("west", State.DEAD);
        fixture.gates.cut("west");
        await().atMost(PATIENCE).until(() -> fixture.ask(Verb.Ls, "/containers", "").head().has("Warning"));
        Tail events = watch("filters", "{\"type\":[\"container\"]}");
        fixture.gates.ask("west", Message.of(Verb.Set, "/containers/cache").withAspect("pause"));
        fixture.gates.set("west", State.OPEN);
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(events.seen).containsExactly("west pause cache"));
        events.body.cancel();
    }

    @Test
    void thePastIsToldToItsEnd() {
        fixture.ask(Verb.Set, "/containers/cache", "pause");
        Tail events = watch("since", "1", "until", Long.toString(System.currentTimeMillis() / 1_000 + 1), "filters", "{\"node\":[\"west\"]}");
        await().atMost(PATIENCE).until(() -> events.ended);
        assertThat(events.seen).contains("west pause cache").allMatch(event -> event.startsWith("west "));
    }

    @Test
    void aContainerWithItsNodeInFrontIsWatchedThere() {
        fixture.gates.ask("west", Message.of(Verb.Set, "/containers/cache").withAspect("rename").withArgs(Args.of("name", "web")));
        await().atMost(PATIENCE).until(() -> fixture.names().contains("west/web"));
        String filters = "{\"event\":[\"pause\"],\"container\":{\"west/web\":true}}";
        Tail events = watch("filters", filters);
        fixture.ask(Verb.Set, "/containers/east/web", "pause");
        fixture.ask(Verb.Set, "/containers/west/web", "pause");
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(events.seen).containsExactly("west pause web"));
        events.body.cancel();
        Tail past = watch("since", "1", "until", Long.toString(System.currentTimeMillis() / 1_000 + 1), "filters", filters);
        await().atMost(PATIENCE).until(() -> past.ended);
        assertThat(past.seen).containsExactly("west pause web");
        Tail other = watch("since", "1", "until", Long.toString(System.currentTimeMillis() / 1_000 + 1), "filters",
                filters.replace("}}", "},\"node\":[\"east\"]}"));
        await().atMost(PATIENCE).until(() -> other.ended);
        assertThat(other.seen).isEmpty();
    }

    @Test
    void thePastOfAllNodesIsToldInTheOrderOfTime() {
        for (String what : new String[] {"pause", "unpause", "pause"}) {
            fixture.ask(Verb.Set, "/containers/web", what);
            fixture.ask(Verb.Set, "/containers/cache", what);
        }
        long until = System.currentTimeMillis() + 1;
        await().until(() -> System.currentTimeMillis() > until);
        Tail events = watch("since", "1", "until", until / 1_000 + "." + String.format("%03d", until % 1_000));
        await().atMost(PATIENCE).until(() -> events.ended);
        assertThat(events.seen).containsSubsequence("east pause web", "west pause cache", "east unpause web", "west unpause cache",
                "east pause web", "west pause cache");
    }

    /** As classic Swarm told it. */
    @Test
    void thatAnEngineGoesAndComesIsAnEvent() {
        assertThat(fixture.names()).contains("cache");
        Tail events = watch("filters", "{\"event\":[\"engine_disconnect\",\"engine_reconnect\"],\"node\":[\"west\"]}");
        fixture.gates.set("west", State.DEAD);
        fixture.gates.cut("west");
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(events.seen).containsExactly("west engine_disconnect "));
        fixture.gates.set("west", State.OPEN);
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(events.seen).containsExactly("west engine_disconnect ", "west engine_reconnect "));
        Map<String, Object> event = Json.parse(events.jsons.get(0), 500);
        assertThat(event).containsEntry("Type", "swarm").containsEntry("status", "engine_disconnect").containsEntry("from", "swarm").containsEntry("id", "")
                .containsKeys("time", "timeNano");
        assertThat(Json.object(Json.object(event, "Actor"), "Attributes")).containsOnlyKeys("node.name", "node.id", "node.addr", "node.ip");
        events.body.cancel();
    }

    @Test
    void thatANodeIsAddedAndTakenOutIsAnEvent() {
        Tail events = watch("filters", "{\"event\":[\"engine_connect\",\"engine_disconnect\"],\"scope\":[\"local\"]}");
        fixture.ask(Verb.Spawn, "/aggregate/nodes", "", "name", "third", "spec", "gate third");
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(events.seen).contains("third engine_connect "));
        fixture.ask(Verb.Remove, "/aggregate/nodes/third", "");
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(events.seen).containsSubsequence("third engine_connect ", "third engine_disconnect "));
        events.body.cancel();
    }

    @Test
    void whatBecameOfEnginesIsRemembered() {
        fixture.ask(Verb.Spawn, "/aggregate/nodes", "", "name", "third", "spec", "gate third");
        await().atMost(PATIENCE).until(() -> fixture.list("/aggregate/nodes").stream().allMatch(node -> node.get("State").equals("healthy")));
        fixture.ask(Verb.Remove, "/aggregate/nodes/third", "");
        String swarm = "{\"type\":[\"swarm\"],\"event\":[\"engine_disconnect\"]}";
        String until = Long.toString(System.currentTimeMillis() / 1_000 + 1);
        Tail live = watch("since", "1", "filters", swarm);
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(live.seen).containsExactly("third engine_disconnect "));
        live.body.cancel();
        await().atMost(PATIENCE).untilAsserted(() -> {
            Tail past = watch("since", "1", "until", until, "filters", swarm);
            await().atMost(PATIENCE).until(() -> past.ended);
            assertThat(past.seen).containsExactly("third engine_disconnect ");
        });
        Tail before = watch("since", "1", "until", "2", "filters", swarm);
        await().atMost(PATIENCE).until(() -> before.ended);
        assertThat(before.seen).isEmpty();
        Tail fromNow = watch("filters", swarm);
        fixture.ask(Verb.Remove, "/aggregate/nodes/west", "");
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(fromNow.seen).containsExactly("west engine_disconnect "));
        fromNow.body.cancel();
    }

    @Test
    void anEngineBehindANestedAggregateIsNamedWithThat() {
        try (var nested = AggregateFixture.of("lab=aggregate \"a=gate a\" \"b=gate b\"")) {
            assertThat(nested.names()).isEmpty();
            Message watch = Message.of(Verb.Watch, "/events").withArgs(Args.of("filters", "{\"type\":[\"swarm\"],\"event\":[\"engine_disconnect\"]}"));
            var events = new Tail(nested.ask(watch).body());
            nested.gates.set("b", State.DEAD);
            nested.gates.cut("b");
            await().atMost(PATIENCE).untilAsserted(() -> assertThat(events.seen).containsExactly("lab/b engine_disconnect "));
            events.body.cancel();
        }
    }

    @Test
    void aFilterThatNobodyKnowsIsRefused() {
        assertThat(fixture.ask(Verb.Watch, "/events", "", "filters", "{\"colour\":[\"red\"]}").status()).isEqualTo(400);
    }

    /** Reads events as they come, as {@code node action container}. */
    private static final class Tail {

        private final Body body;
        private final List<String> seen = new CopyOnWriteArrayList<>();
        private final List<String> jsons = new CopyOnWriteArrayList<>();
        private final JsonValues values = new JsonValues(this::event);
        private volatile boolean ended;

        Tail(Body body) {
            this.body = body;
            read();
        }

        private void read() {
            try {
                for (ByteBuffer bytes = body.read(); bytes != Body.NOTHING_YET; bytes = body.read()) {
                    if (bytes == Body.END) {
                        ended = true;
                        return;
                    }
                    values.feed(bytes);
                }
                body.demand(this::read);
            } catch (IOException broken) {
                seen.add(broken.toString());
            }
        }

        private void event(String json) {
            jsons.add(json);
            Map<String, Object> event = Json.parse(json, 500);
            Map<String, Object> attributes = Json.object(Json.object(event, "Actor"), "Attributes");
            seen.add(Json.text(attributes, "node.name") + " " + Json.text(event, "Action") + " " + Json.text(attributes, "name"));
        }
    }
}
