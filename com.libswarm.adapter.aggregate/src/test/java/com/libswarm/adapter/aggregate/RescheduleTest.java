package com.libswarm.adapter.aggregate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.libswarm.adapter.aggregate.Gates.State;
import com.libswarm.adapter.aggregate.internal.json.Json;
import com.libswarm.api.Args;
import com.libswarm.api.Body;
import com.libswarm.api.Message;
import com.libswarm.api.Verb;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Containers whose node fails go on on another one, and never on both. */
@Timeout(180)
final class RescheduleTest {

    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final String POLICY = "\"reschedule:on-node-failure\"";

    private final AggregateFixture fixture = AggregateFixture.with("--timeout 10 --reschedule-after 1", "east=gate east", "west=gate west");

    @AfterEach
    void close() {
        fixture.close();
    }

    private static String config(String env, String more) {
        return "{\"Image\":\"busybox\",\"Cmd\":[\"sleep\",\"infinity\"],\"Env\":[\"SECRET=s3cret\"," + env + "]" + more + "}";
    }

    /** Creates and starts it; gives its node. */
    private String run(String name, String config) {
        Message reply = fixture.create(name, config);
        assertThat(reply.status()).as(reply.toString()).isEqualTo(201);
        reply.body().cancel();
        assertThat(fixture.ask(Verb.Start, "/containers/" + name, "").isError()).isFalse();
        return nodeOf(name);
    }

    private Map<String, Object> inspect(String container) {
        Message reply = fixture.ask(Verb.Get, "/containers/" + container, "");
        return reply.isError() ? Map.of() : AggregateFixture.json(reply);
    }

    private String nodeOf(String container) {
        return Json.text(Json.object(inspect(container), "Node"), "Name");
    }

    private static String other(String node) {
        return node.equals("east") ? "west" : "east";
    }

    private void awaitRunningOn(String container, String node) {
        await().atMost(PATIENCE).untilAsserted(() -> {
            Map<String, Object> json = inspect(container);
            assertThat(Json.text(Json.object(json, "Node"), "Name")).isEqualTo(node);
            assertThat(Json.text(Json.object(json, "State"), "Status")).isEqualTo("running");
        });
    }

    private void awaitState(String node, String state) {
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(fixture.list("/aggregate/nodes")).anySatisfy(row ->
                assertThat(row).containsEntry("Name", node).containsEntry("State", state)));
    }

    /** A frozen engine takes requests and says nothing. */
    @ParameterizedTest
    @EnumSource(names = {"DEAD", "FROZEN"})
    void aContainerGoesOnElsewhereAndOnceOnly(State state) {
        String from = run("web", config(POLICY, ",\"Labels\":{\"mine\":\"yes\"},\"HostConfig\":{\"PortBindings\":{\"80/tcp\":[{\"HostPort\":\"8080\"}]}}"));
        String to = other(from);
        Map<String, Object> before = inspect("web");
        fixture.gates.set(from, state);
        awaitRunningOn("web", to);

        Map<String, Object> after = inspect("web");
        assertThat(after.get("Id")).isNotEqualTo(before.get("Id"));
        Map<String, String> labels = Json.labels(Json.object(after, "Config"), "Labels");
        assertThat(labels).containsEntry("mine", "yes").containsEntry("com.docker.swarm.reschedule-policies", "[\"on-node-failure\"]")
                .containsEntry("com.docker.swarm.id", Json.labels(Json.object(before, "Config"), "Labels").get("com.docker.swarm.id"));
        assertThat(inspect(labels.get("com.docker.swarm.id"))).as("by the id that it keeps").containsEntry("Id", after.get("Id"));
        assertThat(fixture.names("all", "1", "filters", "{\"label\":[\"com.docker.swarm.id=" + labels.get("com.docker.swarm.id") + "\"]}")).containsExactly("web");
        assertThat(Json.texts(Json.object(after, "Config"), "Env")).contains("SECRET=s3cret").noneMatch(entry -> entry.startsWith("reschedule"));
        assertThat(Json.object(Json.object(after, "HostConfig"), "PortBindings")).containsKey("80/tcp");
        assertThat(fixture.names("all", "1")).containsExactly("web");

        fixture.gates.set(from, State.OPEN);
        awaitState(from, "healthy");
        assertThat(fixture.gates.names(from)).as("what the node has when it counts again").isEmpty();
        assertThat(fixture.names("all", "1")).containsExactly("web");
        assertThat(nodeOf("web")).isEqualTo(to);
        assertThat(String.join("\n", fixture.journal)).contains("The container web is moved from the node " + from).doesNotContain("s3cret");

        // and back again
        fixture.gates.set(to, State.DEAD);
        awaitRunningOn("web", from);
    }

    @Test
    void whatHasNoPolicyOrDoesNotRunStaysWhereItIs() {
        String from = run("web", config(POLICY, ""));
        String here = config("\"constraint:node==" + from + "\"", "");
        run("plain", here);
        fixture.create("never", config(POLICY + ",\"constraint:node==~" + from + "\"", "")).body().cancel();
        run("stopped", config(POLICY + ",\"constraint:node==~" + from + "\"", ""));
        assertThat(fixture.ask(Verb.Stop, "/containers/stopped", "", "t", "0").isError()).isFalse();
        fixture.gates.set(from, State.DEAD);
        awaitRunningOn("web", other(from));
        assertThat(fixture.gates.names(other(from))).containsExactly("web");
        fixture.gates.set(from, State.OPEN);
        awaitState(from, "healthy");
        assertThat(fixture.gates.names(from)).containsExactlyInAnyOrder("plain", "never", "stopped");
        assertThat(fixture.create("bad", config("\"reschedule:sometimes\"", "")).text()).contains("on-node-failure");
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"reschedule:always\"", "\"reschedule:off\",\"reschedule:on-node-failure\""})
    void aPolicyThatIsNoneOrTwoIsRefused(String environment) {
        Message refused = fixture.create("web", config(environment, ""));
        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.text()).startsWith("There is no reschedule policy '").endsWith("': write on-node-failure or off.");
        assertThat(fixture.create("web", config(POLICY, ",\"Labels\":{\"com.docker.swarm.reschedule-policies\":\"[\\\"off\\\"]\"}")).status()).isEqualTo(400);
        assertThat(fixture.names("all", "1")).isEmpty();
    }

    @Test
    void whatFitsNowhereWaitsAndIsToldOf() {
        Message events = fixture.ask(Message.of(Verb.Watch, "/events")
                .withArgs(Args.of("filters", "{\"event\":[\"reschedule\",\"reschedule-failed\"],\"container\":[\"web\"]}")));
        String from = run("web", config(POLICY + ",\"constraint:node!=east\"", ""));
        assertThat(from).isEqualTo("west");
        fixture.gates.set(from, State.DEAD);
        String sentence = "The container web of the node west waits for another node: No node fulfils constraint:node!=east.";
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(Json.texts(AggregateFixture.json(fixture.ask(Verb.Get, "/info", "")), "Warnings"))
                .contains("WARNING: " + sentence));
        assertThat(fixture.journal).filteredOn(line -> line.contains(sentence)).hasSize(1);
        fixture.ask(Verb.Spawn, "/aggregate/nodes", "", "name", "third", "spec", "gate third");
        awaitRunningOn("web", "third");
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(notices()).isEmpty());
        var seen = new StringBuilder();
        await().atMost(PATIENCE).untilAsserted(() -> {
            for (ByteBuffer bytes = events.body().read(); bytes != Body.NOTHING_YET; bytes = events.body().read()) {
                seen.append(StandardCharsets.UTF_8.decode(bytes));
            }
            assertThat(seen.toString()).contains("\"Action\":\"reschedule-failed\"", "\"Action\":\"reschedule\"", "\"from\":\"west\"");
        });
        events.body().cancel();
    }

    /** It has been decided where it runs, so it is tried again there, and that is what is told. */
    @Test
    void whatCannotBeStartedElsewhereIsStartedLater() {
        String from = run("web", config(POLICY, ""));
        String to = other(from);
        fixture.gates.set(to, State.REFUSING);
        fixture.gates.set(from, State.DEAD);
        String sentence = "The container web of the node " + to + " cannot be started: No more programs can run on " + to + ".";
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(notices()).containsExactly(sentence));
        fixture.gates.set(to, State.OPEN);
        awaitRunningOn("web", to);
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(notices()).isEmpty());
        assertThat(fixture.journal).noneMatch(line -> line.contains("waits for another node"));
        assertThat(fixture.gates.names(to)).containsExactly("web");
    }

    /** What the operator is told of containers. */
    private List<String> notices() {
        return Json.texts(AggregateFixture.json(fixture.ask(Verb.Get, "/info", "")), "Warnings").stream()
                .filter(line -> line.startsWith("WARNING: The container")).map(line -> line.substring("WARNING: ".length())).toList();
    }

    @Test
    void aNodeThatIsBackInTimeKeepsItsContainer() {
        String from = run("web", config(POLICY, ""));
        String to = other(from);
        Object id = inspect("web").get("Id");
        fixture.gates.set(to, State.SLOW);
        fixture.gates.set(from, State.DEAD);
        // the copy is being created when the node comes back
        await().atMost(PATIENCE).until(() -> fixture.gates.held() > 0);
        fixture.gates.set(from, State.OPEN);
        awaitState(from, "healthy");
        fixture.gates.set(to, State.OPEN);
        fixture.gates.release();
        await().atMost(PATIENCE).untilAsserted(() -> {
            assertThat(fixture.gates.names(to)).isEmpty();
            assertThat(inspect("web")).containsEntry("Id", id);
        });
        assertThat(fixture.gates.names(from)).containsExactly("web");
    }

    /** An engine that is shut down stops its containers first, and tells so. */
    @Test
    void whatItsEngineStoppedBeforeItWentGoesOnElsewhere() {
        String from = run("web", config(POLICY, ""));
        fixture.gates.ask(from, Message.of(Verb.Stop, "/containers/web").withArgs(Args.of("t", "0")));
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(fixture.names()).isEmpty());
        fixture.gates.set(from, State.DEAD);
        awaitRunningOn("web", other(from));
    }

    /** While the code of the link is replaced again and again. */
    @Test
    void neverDoTwoInstancesAct() {
        for (int i = 0; i < 5; i++) {
            run("web" + i, config(POLICY + ",\"constraint:node==~east\"", ""));
        }
        fixture.gates.set("east", State.DEAD);
        for (int i = 0; i < 4; i++) {
            fixture.swarm.add(new Aggregate());
        }
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(fixture.names()).hasSize(5));
        fixture.swarm.add(new Aggregate());
        assertThat(fixture.gates.names("west")).as("each once").hasSize(5);
        fixture.gates.set("east", State.OPEN);
        awaitState("east", "healthy");
        assertThat(fixture.gates.names("east")).isEmpty();
        assertThat(fixture.names("all", "1")).doesNotHaveDuplicates().hasSize(5);
    }

    @Test
    void whatTheCodeBeforeIsJustMovingIsThereOnceForTheNewOne() {
        String from = run("web", config(POLICY, ""));
        String to = other(from);
        fixture.gates.set(to, State.SLOW);
        fixture.gates.set(from, State.DEAD);
        await().atMost(PATIENCE).until(() -> fixture.gates.wasAsked(to, Verb.Spawn, "/containers"));
        fixture.swarm.add(new Aggregate());
        fixture.gates.set(to, State.OPEN);
        fixture.gates.release();
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(fixture.names("all", "1")).containsExactly("web"));
        awaitRunningOn("web", to);
    }

    /** Such a node is called what its engine says, which a new instance of the link cannot ask when it is dead. */
    @Test
    void aNodeWithoutANameIsKnownAgainWhenItIsDead() {
        try (var unnamed = AggregateFixture.with("--timeout 10 --reschedule-after 3", "gate one", "gate two")) {
            await().atMost(PATIENCE).untilAsserted(() -> assertThat(unnamed.list("/aggregate/nodes")).extracting(node -> node.get("Name"))
                    .containsExactlyInAnyOrder("simulator", "simulator-2"));
            unnamed.create("web", config(POLICY, "")).body().cancel();
            assertThat(unnamed.ask(Verb.Start, "/containers/web", "").isError()).isFalse();
            String from = unnamed.gates.names("one").isEmpty() ? "two" : "one";
            unnamed.gates.set(from, State.DEAD);
            unnamed.swarm.add(new Aggregate());
            await().atMost(PATIENCE).untilAsserted(() -> assertThat(unnamed.gates.names(from.equals("one") ? "two" : "one")).containsExactly("web"));
            await().atMost(PATIENCE).untilAsserted(() -> assertThat(unnamed.names()).containsExactly("web"));
        }
    }

    /** As after a restart of swarmd: nobody remembers a move, but the labels tell. */
    @Test
    void anOldCopyIsKnownByItsLabels() {
        assertThat(fixture.names("all", "1")).isEmpty();
        fixture.gates.set("west", State.DEAD);
        awaitState("west", "unhealthy");
        Set<String> ids = new HashSet<>();
        for (String node : List.of("east", "west")) {
            String move = node.equals("east") ? ",\"com.libswarm.move\":\"1\"" : "";
            String labels = "{\"com.docker.swarm.id\":\"x\",\"com.docker.swarm.reschedule-policies\":\"[\\\"on-node-failure\\\"]\"" + move + "}";
            Message created = fixture.gates.reply(node, Message.of(Verb.Spawn, "/containers").withArgs(Args.of("name", "web"))
                    .withBody(Body.text("{\"Image\":\"busybox\",\"Cmd\":[\"sleep\",\"infinity\"],\"Labels\":" + labels + "}")));
            ids.add(Json.text(AggregateFixture.json(created), "Id"));
            fixture.gates.ask(node, Message.of(Verb.Start, "/containers/web"));
        }
        assertThat(ids).hasSize(2);
        // connected anew, it is seen as it would be at a start
        fixture.gates.cut("east");
        fixture.gates.set("west", State.OPEN);
        awaitState("west", "healthy");
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(fixture.gates.names("west")).isEmpty());
        assertThat(fixture.names()).containsExactly("web");
        assertThat(nodeOf("web")).isEqualTo("east");
    }

    @Test
    void whatWasCreatedByOthersIsMovedToo() {
        String labels = "{\"com.docker.swarm.reschedule-policies\":\"[\\\"on-node-failure\\\"]\",\"a\":\"b\"}";
        assertThat(fixture.names("all", "1")).isEmpty();
        Message created = fixture.gates.reply("west", Message.of(Verb.Spawn, "/containers").withArgs(Args.of("name", "web"))
                .withBody(Body.text("{\"Image\":\"busybox\",\"Cmd\":[\"sleep\",\"infinity\"],\"Env\":[\"A=b\"],\"Labels\":" + labels + "}")));
        String id = Json.text(AggregateFixture.json(created), "Id");
        fixture.gates.ask("west", Message.of(Verb.Start, "/containers/web"));
        fixture.gates.cut("west");
        // how it was created is asked when the node is connected anew
        await().atMost(PATIENCE).until(() -> fixture.gates.wasAsked("west", Verb.Get, "/containers/" + id));
        assertThat(nodeOf("web")).isEqualTo("west");
        fixture.gates.set("west", State.DEAD);
        awaitState("west", "unhealthy");
        awaitRunningOn("web", "east");
        assertThat(Json.texts(Json.object(inspect("web"), "Config"), "Env")).contains("A=b");
        assertThat(Json.labels(Json.object(inspect("web"), "Config"), "Labels")).containsEntry("a", "b").containsKey("com.docker.swarm.id");
        fixture.gates.set("west", State.OPEN);
        awaitState("west", "healthy");
        assertThat(fixture.gates.names("west")).isEmpty();
    }

    /** The engine makes it but cannot say so: the client gets it from another node, and nobody gets it twice. */
    @Test
    void aCreateThatIsCutOffLeavesNothing() {
        assertThat(fixture.names("all", "1")).isEmpty();
        fixture.gates.set("west", State.LOSING);
        Message created = fixture.create("web", config("\"constraint:node==~west\"", ""));
        assertThat(created.status()).as(created.toString()).isEqualTo(201);
        created.body().cancel();
        assertThat(nodeOf("web")).isEqualTo("east");
        assertThat(fixture.gates.names("west")).containsExactly("web");
        awaitState("west", "unhealthy");
        fixture.gates.set("west", State.OPEN);
        awaitState("west", "healthy");
        assertThat(fixture.gates.names("west")).isEmpty();
        assertThat(fixture.names("all", "1")).containsExactly("web");
    }

    @Test
    void aNameIsFreeAgainAfterACreateThatIsCutOff() {
        assertThat(fixture.names("all", "1")).isEmpty();
        fixture.gates.set("west", State.LOSING);
        Message created = fixture.create("web", config("\"constraint:node==west\"", ""));
        // 503 if its node is found dead before the Error that it died with is there
        assertThat(created.status()).isIn(502, 503);
        created.body().cancel();
        run("web", config("\"constraint:node==east\"", ""));
        awaitState("west", "unhealthy");
        fixture.gates.set("west", State.OPEN);
        awaitState("west", "healthy");
        assertThat(fixture.names("all", "1")).containsExactly("web");
        assertThat(Stream.of("east", "west").map(fixture.gates::names).mapToInt(List::size).sum()).isEqualTo(1);
    }
}
