package com.libswarm.adapter.aggregate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.libswarm.adapter.aggregate.internal.json.Json;
import com.libswarm.api.Args;
import com.libswarm.api.Body;
import com.libswarm.api.Message;
import com.libswarm.api.Verb;
import com.libswarm.runtime.LinkInfo;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The link, and the links behind it, are replaced while clients ask. */
@Timeout(120)
final class ChangeTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final AggregateFixture fixture = AggregateFixture.of("east=simulator web", "west=simulator cache");

    @AfterEach
    void close() {
        fixture.close();
    }

    /** Reads what is there, without waiting. */
    private static void read(Body body, StringBuilder into) {
        try {
            for (ByteBuffer bytes = body.read(); bytes != Body.NOTHING_YET; bytes = body.read()) {
                if (bytes == Body.END) {
                    throw new AssertionError("The stream has ended.");
                }
                into.append(StandardCharsets.UTF_8.decode(bytes));
            }
        } catch (IOException broken) {
            throw new AssertionError(broken);
        }
    }

    @Test
    void aNodeThatIsReplacedIsListedAnewAndItsEventsGoOn() {
        assertThat(fixture.names()).containsExactlyInAnyOrder("web", "cache");
        Message events = fixture.ask(Message.of(Verb.Watch, "/events").withArgs(Args.of("filters", "{\"event\":[\"pause\"]}")));
        fixture.chain.swap("1.west", "simulator other");
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(fixture.ask(Verb.Get, "/containers/other", "").status()).isEqualTo(200));
        var seen = new StringBuilder();
        await().atMost(PATIENCE).untilAsserted(() -> {
            fixture.ask(Verb.Set, "/containers/other", "pause");
            fixture.ask(Verb.Set, "/containers/other", "unpause");
            read(events.body(), seen);
            assertThat(seen.toString()).contains("\"node.name\":\"west\"", "\"name\":\"other\"");
        });
        events.body().cancel();
    }

    /** What goes on with the others does not keep it. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void theLinkOfANodeThatIsReplacedOrTakenOutIsNotKept(boolean isReplaced) {
        assertThat(fixture.names()).containsExactlyInAnyOrder("web", "cache");
        if (isReplaced) {
            fixture.chain.swap("1.west", "simulator other");
        } else {
            assertThat(fixture.ask(Verb.Remove, "/aggregate/nodes/west", "").status()).isEqualTo(204);
        }
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(fixture.chain.links().get(0).nested())
                .filteredOn(link -> !link.draining().isEmpty()).isEmpty());
        // what others do with those that are left is seen all the same
        fixture.ask(Verb.Set, "/containers/web", "pause");
        assertThat(fixture.list("/containers")).anySatisfy(container -> assertThat(container).containsEntry("State", "paused"));
    }

    /** What is behind a link goes when that has stopped, after the link itself. */
    @Test
    void whatIsBehindTheLinkOfANodeThatIsTakenOutIsNotKeptEither() {
        try (var nested = AggregateFixture.of("lab=aggregate \"a=simulator web\"", "prod=simulator cache")) {
            assertThat(nested.names()).containsExactlyInAnyOrder("web", "cache");
            assertThat(nested.ask(Verb.Remove, "/aggregate/nodes/lab", "").status()).isEqualTo(204);
            await().atMost(PATIENCE).untilAsserted(() -> assertThat(nested.chain.links().get(0).nested()).extracting(LinkInfo::name).containsExactly("prod"));
        }
    }

    /** Nor do streams of the others, and one of another that comes in the same moment. */
    @Test
    void theLinkOfANodeThatIsTakenOutWhileAnotherComesIsNotKept() {
        try (var nested = AggregateFixture.of("lab=aggregate \"a=simulator web\"", "prod=simulator cache")) {
            assertThat(nested.names()).containsExactlyInAnyOrder("web", "cache");
            Message logs = nested.ask(Message.of(Verb.Watch, "/containers/cache").withAspect("logs").withArgs(Args.of("follow", "1", "stdout", "1")));
            Message events = nested.ask(Message.of(Verb.Watch, "/events").withArgs(Args.of("filters", "{\"event\":[\"pause\"]}")));
            assertThat(nested.ask(Verb.Spawn, "/aggregate/nodes", "", "name", "new", "spec", "aggregate 'b=simulator other'").status()).isEqualTo(201);
            assertThat(nested.ask(Verb.Remove, "/aggregate/nodes/lab", "").status()).isEqualTo(204);
            await().atMost(PATIENCE).untilAsserted(() -> assertThat(nested.chain.links().get(0).nested()).extracting(LinkInfo::name)
                    .containsExactly("new", "prod"));
            await().atMost(PATIENCE).untilAsserted(() -> assertThat(nested.names()).containsExactlyInAnyOrder("other", "cache"));
            assertThat(nested.ask(Verb.Set, "/containers/other", "pause").status()).isEqualTo(204);
            var seen = new StringBuilder();
            await().atMost(PATIENCE).untilAsserted(() -> {
                read(events.body(), seen);
                assertThat(seen.toString()).contains("\"name\":\"other\"");
            });
            read(logs.body(), new StringBuilder());
            events.body().cancel();
            logs.body().cancel();
        }
    }

    /** What it watches for itself is nobody's who would have to be told. */
    @Test
    void theEndOfAChainThatIsIdleIsSilent() {
        try (var gated = AggregateFixture.with("--timeout 4", "east=gate east web", "west=gate west cache", "lab=aggregate \"a=simulator other\"")) {
            await().atMost(PATIENCE).untilAsserted(() -> assertThat(gated.names()).containsExactlyInAnyOrder("web", "cache", "other"));
            gated.gates.set("west", Gates.State.FROZEN);
            await().atMost(PATIENCE).until(() -> {
                Message list = gated.ask(Verb.Ls, "/containers", "");
                list.body().cancel();
                return list.head().has("Warning");
            });
            // who asks hears of it a moment before the operator does
            await().atMost(PATIENCE).until(() -> gated.journal.stream().anyMatch(line -> line.contains("The node west is unhealthy")));
            gated.journal.clear();
            gated.chain.destroy();
            assertThat(gated.journal).noneMatch(line -> line.startsWith("WARNING"));
        }
    }

    @Test
    void streamsAndExecsOutliveTheCode() {
        Message events = fixture.ask(Message.of(Verb.Watch, "/events").withArgs(Args.of("filters", "{\"event\":[\"pause\"]}")));
        Message logs = fixture.ask(Message.of(Verb.Watch, "/containers/web").withAspect("logs").withArgs(Args.of("follow", "1", "stdout", "1")));
        Message exec = fixture.ask(Message.of(Verb.Spawn, "/containers/web").withAspect("exec").withBody(Body.text("{\"Cmd\":[\"true\"]}")));
        String id = Json.text(AggregateFixture.json(exec), "Id");

        fixture.swarm.add(new Aggregate());
        assertThat(fixture.names()).containsExactlyInAnyOrder("web", "cache");
        assertThat(fixture.ask(Verb.Get, "/exec/" + id, "").status()).isEqualTo(200);
        fixture.ask(Verb.Set, "/containers/cache", "pause");
        var seen = new StringBuilder();
        await().atMost(PATIENCE).untilAsserted(() -> {
            read(events.body(), seen);
            assertThat(seen.toString()).contains("\"name\":\"cache\"");
        });
        read(logs.body(), new StringBuilder());
        logs.body().cancel();
        events.body().cancel();
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(fixture.chain.links().get(0).draining()).isEmpty());
    }

    /** The code that gave the stream is another now, and still sees to it. */
    @Test
    void eventsGoOnThoughTheCodeAndThenAnEngineGo() {
        try (var gated = AggregateFixture.with("--timeout 10", "east=gate east web", "west=gate west cache")) {
            assertThat(gated.names()).containsExactlyInAnyOrder("web", "cache");
            Message events = gated.ask(Message.of(Verb.Watch, "/events").withArgs(Args.of("filters", "{\"event\":[\"pause\",\"engine_reconnect\"]}")));
            gated.swarm.add(new Aggregate());
            assertThat(gated.names()).containsExactlyInAnyOrder("web", "cache");
            gated.gates.set("west", Gates.State.DEAD);
            gated.gates.cut("west");
            await().atMost(PATIENCE).until(() -> gated.ask(Verb.Ls, "/containers", "").head().has("Warning"));
            gated.gates.ask("west", Message.of(Verb.Set, "/containers/cache").withAspect("pause"));
            gated.gates.set("west", Gates.State.OPEN);
            var seen = new StringBuilder();
            await().atMost(PATIENCE).untilAsserted(() -> {
                read(events.body(), seen);
                assertThat(seen.toString()).contains("\"name\":\"cache\"", "engine_reconnect");
            });
            events.body().cancel();
            await().atMost(PATIENCE).untilAsserted(() -> assertThat(gated.chain.links().get(0).draining()).isEmpty());
        }
    }

    /** They are not "not found", and nobody else gets their names. */
    @Test
    void whatANodeThatIsAwayHasIsKnownToNewCode() {
        try (var gated = AggregateFixture.with("--timeout 4", "east=gate east web", "west=gate west cache")) {
            await().atMost(PATIENCE).untilAsserted(() -> assertThat(gated.names()).containsExactlyInAnyOrder("web", "cache"));
            gated.gates.set("west", Gates.State.DEAD);
            gated.swarm.add(new Aggregate());
            await().atMost(PATIENCE).untilAsserted(() -> assertThat(gated.ask(Verb.Get, "/containers/cache", "").text())
                    .startsWith("The node west is unhealthy: "));
            assertThat(gated.create("cache", "{\"Image\":\"busybox\"}").status()).isEqualTo(409);
            assertThat(gated.names("all", "1")).containsExactly("web");
            gated.gates.set("west", Gates.State.OPEN);
            await().atMost(PATIENCE).untilAsserted(() -> assertThat(gated.names()).containsExactlyInAnyOrder("web", "cache"));
        }
    }

    @Test
    void anAggregateCanBeANodeOfAnother() {
        try (var nested = AggregateFixture.of("lab=aggregate \"a=simulator web db\" \"b=simulator web\"", "prod=simulator cache")) {
            assertThat(nested.names()).containsExactlyInAnyOrder("a/web", "db", "b/web", "cache");
            for (String name : new String[] {"a/web", "lab/a/web", "db", "lab/db", "prod/cache"}) {
                assertThat(nested.ask(Verb.Get, "/containers/" + name, "").status()).as(name).isEqualTo(200);
            }
            assertThat(nested.ask(Verb.Set, "/containers/b/web", "pause").status()).isEqualTo(204);
            Message created = nested.create("new", "{\"Image\":\"busybox\",\"Env\":[\"constraint:node==lab\"]}");
            assertThat(created.status()).as(created.toString()).isEqualTo(201);
            created.body().cancel();
            assertThat(nested.ask(Verb.Get, "/containers/lab/new", "").status()).isEqualTo(200);
        }
    }
}
