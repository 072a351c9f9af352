package com.libswarm.adapter.aggregate;

import static com.libswarm.adapter.aggregate.AggregateFixture.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.libswarm.adapter.aggregate.Gates.State;
import com.libswarm.adapter.aggregate.internal.json.Json;
import com.libswarm.api.Args;
import com.libswarm.api.Body;
import com.libswarm.api.Message;
import com.libswarm.api.Verb;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which node gets what is created: strategies, what is reserved, slots, ports, and nodes that fail. */
@Timeout(120)
final class SchedulingTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String[] NODES = {"east=gate east", "west=gate west"};

    private final Gates gates = new Gates();
    private AggregateFixture fixture;

    @AfterEach
    void close() {
        fixture.close();
    }

    private void start(String options) {
        fixture = AggregateFixture.with(gates, options, NODES);
    }

    /** The node on which a container was created with these options of its host. */
    private String created(String name, String host, String... environment) {
        Message reply = create(name, host, environment);
        assertThat(reply.status()).as(reply.toString()).isEqualTo(201);
        reply.body().cancel();
        return Json.text(Json.object(json(fixture.ask(Verb.Get, "/containers/" + name, "")), "Node"), "Name");
    }

    private Message create(String name, String host, String... environment) {
        return fixture.create(name, "{\"Image\":\"busybox\",\"ExposedPorts\":{\"80/tcp\":{}},\"Env\":" + Json.write(List.of(environment))
                + ",\"HostConfig\":{" + host + "}}");
    }

    /** What is said when nothing is created. @param refusal the word for programs */
    private static String refused(Message reply, String refusal) {
        assertThat(reply.status()).as(reply.toString()).isEqualTo(409);
        assertThat(reply.head().get("Aggregate-Refusal")).isEqualTo(refusal);
        return reply.text();
    }

    private static String memory(int megabytes) {
        return "\"Memory\":" + (megabytes << 20);
    }

    private String infoOf(String node, String row) {
        var rows = (List<?>) json(fixture.ask(Verb.Get, "/info", "")).get("DriverStatus");
        boolean isThere = false;
        for (Object each : rows) {
            String name = ((List<?>) each).get(0).toString();
            isThere = name.startsWith("  ") ? isThere : name.equals(" " + node);
            if (isThere && name.equals("  └ " + row)) {
                return ((List<?>) each).get(1).toString();
            }
        }
        throw new AssertionError(rows);
    }

    @Test
    void spreadTakesTheOneWithTheMostRoom() {
        start("--strategy spread");
        String first = created("c1", memory(200));
        assertThat(created("c2", memory(100))).isNotEqualTo(first);
        assertThat(created("c3", memory(50))).isNotEqualTo(first);
        assertThat(created("c4", memory(150))).as("150 are reserved there, and 200 here").isNotEqualTo(first);
    }

    @Test
    void binpackFillsOneBeforeItTakesTheNext() {
        start("--strategy binpack");
        String first = created("c1", memory(200));
        assertThat(List.of(created("c2", memory(200)), created("c3", memory(200)))).containsOnly(first);
        assertThat(created("c4", memory(600))).as("for which there is no room any more").isNotEqualTo(first);
        assertThat(created("c5", memory(200))).as("the fullest that has room").isEqualTo(first);
    }

    @Test
    void randomTakesAny() {
        start("--strategy random");
        assertThat(IntStream.range(0, 40).mapToObj(i -> created("c" + i, ""))).contains("east", "west");
    }

    /** Lists do not tell what they have reserved. */
    @Test
    void whatOthersHaveCreatedTakesRoomToo() {
        start("");
        for (String theirs : List.of(memory(900), "\"NanoCpus\":100000000", "")) {
            gates.ask("west", Message.of(Verb.Spawn, "/containers").withBody(Body.text("{\"Image\":\"busybox\",\"HostConfig\":{" + theirs + "}}")));
        }
        await().atMost(PATIENCE).until(() -> fixture.names("all", "1", "filters", "{\"node\":[\"west\"]}").size() == 3);
        assertThat(infoOf("west", "Reserved Memory")).as("nobody wanted to know").startsWith("0 B / ");
        assertThat(created("c1", memory(200))).isEqualTo("east");
        assertThat(infoOf("west", "Reserved Memory")).startsWith("900 MiB / ");
        assertThat(infoOf("west", "Reserved CPUs")).startsWith("0.1 / ");
        assertThat(created("c2", memory(700))).isEqualTo("east");
        assertThat(refused(create("c3", memory(300)), "no-room")).startsWith("No node has the memory and the processors left");
        List<String> ids = fixture.list("/containers", "all", "1", "filters", "{\"node\":[\"west\"]}").stream().map(each -> Json.text(each, "Id")).toList();
        assertThat(ids).hasSize(3).allMatch(id -> gates.timesAsked("west", Verb.Get, "/containers/" + id) == 1, "inspected once");
        fixture.names("all", "1", "filters", "{\"node\":[\"west\"]}").forEach(name -> fixture.ask(Verb.Remove, "/containers/" + name, "", "force", "1"));
        assertThat(created("c3", memory(300))).isEqualTo("west");
    }

    @Test
    void whatIsReservedIsToldAndChangesAndIsFreeAgain() {
        start("");
        String node = created("c1", memory(20) + ",\"NanoCpus\":500000000");
        assertThat(infoOf(node, "Reserved Memory")).startsWith("20 MiB / ");
        assertThat(infoOf(node, "Reserved CPUs")).startsWith("0.5 / ");
        Message update = Message.of(Verb.Set, "/containers/c1").withBody(Body.text("{\"Memory\":" + (300 << 20) + "}"));
        assertThat(fixture.ask(update).status()).isEqualTo(200);
        assertThat(infoOf(node, "Reserved Memory")).startsWith("300 MiB / ");
        assertThat(infoOf(node, "Reserved CPUs")).startsWith("0.5 / ");
        assertThat(created("c2", memory(200))).isNotEqualTo(node);
        fixture.ask(Verb.Remove, "/containers/c1", "", "force", "1");
        assertThat(infoOf(node, "Reserved Memory")).startsWith("0 B / ");
        assertThat(refused(create("c3", "\"NanoCpus\":100000000000"), "no-room")).startsWith("No node has the memory and the processors left");
    }

    @Test
    void anEngineWithSlotsTakesNoMore() {
        gates.label("east", "containerslots=2");
        gates.label("west", "containerslots=1");
        start("");
        IntStream.range(0, 3).forEach(i -> created("c" + i, ""));
        assertThat(refused(create("c3", ""), "no-room")).startsWith("No node has room for one more container");
        assertThat(fixture.list("/containers", "all", "1", "filters", "{\"node\":[\"east\"]}")).hasSize(2);
        assertThat(refused(create("c3", "", "constraint:node==nowhere"), "")).startsWith("No node fulfils");
        fixture.ask(Verb.Remove, "/containers/c1", "", "force", "1");
        created("c3", "");
    }

    @ParameterizedTest
    @ValueSource(strings = {"containerslots=foo", "containerslots=", "slots=1"})
    void aLabelThatIsNoNumberOfSlotsMeansNothing(String label) {
        gates.label("east", label);
        gates.label("west", label);
        start("");
        IntStream.range(0, 5).forEach(i -> created("c" + i, ""));
    }

    @Test
    void whatIsExposedOnTheHostsNetworkIsAPublishedPort() {
        start("");
        String host = "\"NetworkMode\":\"host\"";
        assertThat(created("c1", host)).isNotEqualTo(created("c2", "\"PortBindings\":{\"8080/tcp\":[{\"HostPort\":\"80\"}]}"));
        assertThat(refused(create("c3", host), "no-room")).isEqualTo("No node has the port 80/tcp free.");
        created("c4", "");
    }

    @Test
    void aPortOfOneAddressIsFreeOnAnother() {
        start("");
        String port = "\"PortBindings\":{\"80/tcp\":[{\"HostIp\":\"%s\",\"HostPort\":\"8080\"}]}";
        String east = "constraint:node==east";
        for (String address : List.of("127.0.0.1", "127.0.0.2", "::1")) {
            assertThat(created("c" + address.replace(':', '-') + "x", port.formatted(address), east)).isEqualTo("east");
        }
        fixture.ask(Verb.Start, "/containers/c127.0.0.2x", "");
        assertThat(refused(create("c4", port.formatted("127.0.0.2"), east), "no-room")).isEqualTo("No node has the port 127.0.0.2:8080/tcp free.");
        assertThat(refused(create("c4", port.formatted("::1"), east), "no-room")).isEqualTo("No node has the port [::1]:8080/tcp free.");
        assertThat(refused(create("c4", port.formatted("0.0.0.0"), east), "no-room")).isEqualTo("No node has the port 8080/tcp free.");
        assertThat(created("c4", port.formatted(""))).isEqualTo("west");
        assertThat(refused(create("c5", port.formatted("127.0.0.1"), "constraint:node==west"), "no-room")).isEqualTo("No node has the port 127.0.0.1:8080/tcp free.");
    }

    @Test
    void aSoftWishIsGivenUpWhenItsNodeCannot() {
        start("");
        assertThat(created("c1", "", "constraint:node==~west")).isEqualTo("west");
        gates.set("west", State.FAILING);
        assertThat(created("c2", "", "constraint:node==~west")).isEqualTo("east");
        assertThat(create("c3", "", "constraint:node==west").text()).isEqualTo("The disk of west is full.");
        gates.set("west", State.OPEN);
        gates.ask("east", Message.of(Verb.Set, "/images/busybox").withAspect("tag").withArgs(Args.of("repo", "local", "tag", "1")));
        Message reply = fixture.create("c4", "{\"Image\":\"local:1\",\"Env\":[\"constraint:node==~west\"]}");
        assertThat(reply.status()).as(reply.toString()).isEqualTo(201);
        var container = json(fixture.ask(Verb.Get, "/containers/c4", ""));
        assertThat(Json.object(container, "Node")).containsEntry("Name", "east");
        assertThat(Json.labels(Json.object(container, "Config"), "Labels")).isEqualTo(Map.of("com.docker.swarm.constraints", "[\"node==~west\"]"));
    }

    @Test
    void aNodeThatIsGoneIsPassedOverAtOnce() {
        start("");
        gates.set("west", State.DEAD);
        gates.cut("west");
        assertThat(created("c1", "", "constraint:node==~west")).isEqualTo("east");
        assertThat(fixture.create("c2", "{\"Image\":\"busybox\",\"Env\":[\"constraint:node==west\"]}").status()).isIn(409, 502, 503);
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(infoOf("west", "Status")).isEqualTo("Unhealthy"));
        assertThat(create("c3", "", "constraint:node==west").text())
                .isEqualTo("No node fulfils constraint:node==west. west (unhealthy) takes nothing new: see docker info.");
    }

    @ParameterizedTest
    @EnumSource(names = {"DEAD", "FROZEN"})
    void aNodeThatIsNotThereYetIsUsedWhenItComes(State state) {
        gates.set("west", state);
        fixture = AggregateFixture.with(gates, "--timeout 10", NODES);
        assertThat(created("c1", "")).isEqualTo("east");
        assertThat(infoOf("west", "Status")).isEqualTo("Unhealthy");
        gates.set("west", State.OPEN);
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(infoOf("west", "Status")).isEqualTo("Healthy"));
        assertThat(created("c2", "")).isEqualTo("west");
    }
}
