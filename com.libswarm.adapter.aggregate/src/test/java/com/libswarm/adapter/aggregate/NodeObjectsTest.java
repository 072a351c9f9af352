package com.libswarm.adapter.aggregate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.libswarm.adapter.aggregate.internal.json.Json;
import com.libswarm.api.Args;
import com.libswarm.api.Body;
import com.libswarm.api.Call;
import com.libswarm.api.Message;
import com.libswarm.api.Verb;
import com.libswarm.conformance.Asker;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
final class NodeObjectsTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final AggregateFixture fixture = AggregateFixture.of("old=simulator web");

    @AfterEach
    void close() {
        fixture.close();
    }

    private void add(String name, String spec) {
        assertThat(fixture.ask(Verb.Spawn, "/aggregate/nodes", "", "name", name, "spec", spec).status()).isEqualTo(201);
    }

    private List<String> states() {
        return fixture.list("/aggregate/nodes").stream().map(node -> Json.text(node, "Name") + " " + Json.text(node, "State")).toList();
    }

    private String created(String name) {
        Message reply = fixture.create(name, "{\"Image\":\"busybox\"}");
        assertThat(reply.status()).as(reply.toString()).isEqualTo(201);
        reply.body().cancel();
        return Json.text(Json.object(AggregateFixture.json(fixture.ask(Verb.Get, "/containers/" + name, "")), "Node"), "Name");
    }

    /** How work moves to another engine while clients ask: add the new, drain the old, drop it. */
    @Test
    void workMovesFromOneNodeToAnother() {
        assertThat(fixture.names()).containsExactly("web");
        add("new", "simulator cache");
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(fixture.names()).containsExactlyInAnyOrder("web", "cache"));

        assertThat(fixture.ask(Verb.Set, "/aggregate/nodes/old", "drain").status()).isEqualTo(204);
        assertThat(states()).containsExactly("old draining", "new healthy");
        for (int i = 0; i < 5; i++) {
            assertThat(created("c" + i)).isEqualTo("new");
        }
        assertThat(fixture.ask(Verb.Set, "/containers/web", "pause").status()).as("what is there is still served").isEqualTo(204);

        assertThat(fixture.ask(Verb.Remove, "/aggregate/nodes/old", "").status()).isEqualTo(204);
        assertThat(states()).containsExactly("new healthy");
        assertThat(fixture.ask(Verb.Get, "/containers/web", "").status()).isEqualTo(404);
        assertThat(fixture.names()).containsExactly("cache");
    }

    /** Nobody finds its node dead, which nobody can ask any more. */
    @Test
    void whatANodeCarriesThatIsTakenOutIsCarriedToTheEnd() {
        try (var gated = AggregateFixture.with("--timeout 4 --stream-timeout 1", "old=gate old web", "new=simulator")) {
            await().atMost(PATIENCE).until(() -> gated.list("/aggregate/nodes").stream().allMatch(node -> node.get("State").equals("healthy")));
            Message logs = gated.ask(Message.of(Verb.Watch, "/containers/web").withAspect("logs").withArgs(Args.of("follow", "1", "stdout", "1")));
            assertThat(logs.status()).isEqualTo(200);
            gated.gates.set("old", Gates.State.SLOW);
            Call pause = gated.call(Message.of(Verb.Set, "/containers/web").withAspect("pause"));
            await().atMost(PATIENCE).until(() -> gated.gates.held() > 0);
            assertThat(gated.ask(Verb.Remove, "/aggregate/nodes/old", "").status()).isEqualTo(204);

            await().during(Duration.ofSeconds(7)).atMost(PATIENCE).until(() -> !pause.result().isDone() && logs.body().read() == Body.NOTHING_YET);
            gated.gates.release();
            assertThat(Asker.get(pause.result()).status()).isEqualTo(204);
            logs.body().cancel();
            assertThat(gated.journal).noneMatch(line -> line.contains("The node old is unhealthy"));
        }
    }

    @Test
    void aDrainedNodeCanBeActivatedAgain() {
        fixture.ask(Verb.Set, "/aggregate/nodes/old", "drain");
        assertThat(fixture.create("cc", "{\"Image\":\"busybox\"}").status()).isEqualTo(503);
        fixture.ask(Verb.Set, "/aggregate/nodes/old", "activate");
        assertThat(created("cc")).isEqualTo("old");
    }

    @Test
    void changesOutliveTheCode() {
        add("new", "simulator cache");
        add("third", "simulator");
        fixture.ask(Verb.Remove, "/aggregate/nodes/old", "");
        fixture.ask(Verb.Set, "/aggregate/nodes/third", "drain");
        fixture.swarm.add(new Aggregate());
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(states()).containsExactlyInAnyOrder("new healthy", "third draining"));
        assertThat(fixture.names()).containsExactly("cache");
    }

    @Test
    void whatCannotBeIsRefused() {
        assertThat(fixture.ask(Verb.Spawn, "/aggregate/nodes", "", "name", "old", "spec", "simulator").status()).isEqualTo(409);
        assertThat(fixture.ask(Verb.Spawn, "/aggregate/nodes", "", "name", "a/b", "spec", "simulator").status()).isEqualTo(400);
        assertThat(fixture.ask(Verb.Spawn, "/aggregate/nodes", "", "name", "x").status()).isEqualTo(400);
        assertThat(fixture.ask(Message.of(Verb.Set, "/aggregate/nodes/none").withAspect("drain").withBody(Body.text("x"))).status()).isEqualTo(404);
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(fixture.ask(Verb.Get, "/aggregate/nodes", "table").text()).startsWith("old ")
                .contains("healthy").contains("1 containers"));
    }
}
