package com.libswarm.adapter.aggregate;

import static com.libswarm.adapter.aggregate.AggregateFixture.json;
import static com.libswarm.adapter.aggregate.AggregateFixture.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.libswarm.adapter.aggregate.Gates.State;
import com.libswarm.adapter.aggregate.internal.json.Json;
import com.libswarm.api.Args;
import com.libswarm.api.Body;
import com.libswarm.api.Call;
import com.libswarm.api.Head;
import com.libswarm.api.Message;
import com.libswarm.api.Verb;
import com.libswarm.conformance.Asker;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
final class ActingTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String SLEEP = "{\"Image\":\"busybox\",\"Cmd\":[\"sleep\",\"infinity\"]}";

    private final AggregateFixture fixture = AggregateFixture.of("east=gate east", "west=gate west", "north=gate north");

    @AfterEach
    void close() {
        fixture.close();
    }

    private String nodeOf(String container) {
        return Json.text(Json.object(json(fixture.ask(Verb.Get, "/containers/" + container, "")), "Node"), "Name");
    }

    private void created(String name, String json) {
        Message reply = fixture.create(name, json);
        assertThat(reply.status()).as(reply.toString()).isEqualTo(201);
        assertThat(Json.text(json(reply), "Id")).hasSize(64);
    }

    @Test
    void containersAreSpread() {
        IntStream.range(0, 6).forEach(i -> created("c" + i, SLEEP));
        assertThat(fixture.list("/containers", "all", "1").stream()
                .collect(Collectors.groupingBy(container -> Json.object(container, "Node").get("Name"), Collectors.counting())))
                .hasSize(3).containsValues(2L, 2L, 2L);
    }

    @Test
    void aContainerLivesItsLifeWhereItIs() {
        created("web", SLEEP);
        assertThat(fixture.ask(Verb.Start, "/containers/web", "").status()).isEqualTo(204);
        Message exec = fixture.ask(Message.of(Verb.Spawn, "/containers/web").withAspect("exec").withBody(Body.text("{\"Cmd\":[\"true\"]}")));
        String id = Json.text(json(exec), "Id");
        assertThat(json(fixture.ask(Verb.Get, "/exec/" + id, ""))).containsEntry("ID", id);
        assertThat(fixture.ask(Verb.Get, "/exec/nothing", "").text()).isEqualTo("No such exec instance: nothing");

        assertThat(fixture.ask(Verb.Set, "/containers/web", "rename", "name", "www").status()).isEqualTo(204);
        assertThat(fixture.ask(Verb.Get, "/containers/web", "").status()).isEqualTo(404);
        assertThat(fixture.ask(Verb.Remove, "/containers/www", "", "force", "1").status()).isEqualTo(204);
        assertThat(fixture.names("all", "1")).isEmpty();
        created("www", SLEEP);
    }

    @Test
    void ofTwoWhoWantANameAtOnceOneGetsIt() {
        for (int round = 0; round < 20; round++) {
            var calls = new ArrayList<Call>();
            for (int i = 0; i < 4; i++) {
                calls.add(fixture.call(Message.of(Verb.Spawn, "/containers").withArgs(Args.of("name", "one" + round)).withBody(Body.text(SLEEP))));
            }
            List<Integer> statuses = calls.stream().map(call -> Asker.get(call.result())).map(Message::status).toList();
            assertThat(statuses).as("round " + round).containsOnlyOnce(201).containsOnly(201, 409);
        }
        Message taken = fixture.create("one0", SLEEP);
        assertThat(taken.text()).matches("Conflict. The container name \"/one0\" is already in use by container \"[0-9a-f]{64}\"."
                + " You have to remove \\(or rename\\) that container to be able to reuse that name.");
    }

    @Test
    void theIdOfAContainerIsNobodyElsesName() {
        created("one", SLEEP);
        created("other", SLEEP);
        String id = Json.text(json(fixture.ask(Verb.Get, "/containers/one", "")), "Id");
        assertThat(fixture.ask(Verb.Set, "/containers/other", "rename", "name", id).status()).isEqualTo(409);
        assertThat(fixture.create(id, SLEEP).status()).isEqualTo(409);
        assertThat(fixture.ask(Verb.Set, "/containers/other", "rename", "name", id.substring(0, 4)).status()).isEqualTo(204);
    }

    @Test
    void wishesAreFulfilledAndKeptInLabels() {
        for (int i = 0; i < 3; i++) {
            created("c" + i, "{\"Image\":\"busybox\",\"Env\":[\"A=b\",\"constraint:node==/^w/\"]}");
            assertThat(nodeOf("c" + i)).isEqualTo("west");
        }
        var config = Json.object(json(fixture.ask(Verb.Get, "/containers/c0", "")), "Config");
        assertThat(Json.texts(config, "Env")).contains("A=b").noneMatch(entry -> entry.startsWith("constraint:"));
        assertThat(Json.labels(config, "Labels")).containsEntry("com.docker.swarm.constraints", "[\"node==/^w/\"]");

        created("near", "{\"Image\":\"busybox\",\"Env\":[\"affinity:container==c*\"]}");
        assertThat(nodeOf("near")).isEqualTo("west");
        created("far", "{\"Image\":\"busybox\",\"Labels\":{\"com.docker.swarm.affinities\":\"[\\\"container!=c0\\\"]\"}}");
        assertThat(nodeOf("far")).isNotEqualTo("west");
        created("soft", "{\"Image\":\"busybox\",\"Env\":[\"constraint:node==~nowhere\"]}");

        assertThat(fixture.create("hard", "{\"Image\":\"busybox\",\"Env\":[\"constraint:node==nowhere\"]}").text())
                .isEqualTo("No node fulfils constraint:node==nowhere.");
        assertThat(fixture.create("bad", "{\"Image\":\"busybox\",\"Env\":[\"constraint:node\"]}").status()).isEqualTo(400);
    }

    @Test
    void aPortIsPublishedOncePerNode() {
        String published = "{\"Image\":\"busybox\",\"HostConfig\":{\"PortBindings\":{\"80/tcp\":[{\"HostPort\":\"8080\"}]}}}";
        for (int i = 0; i < 3; i++) {
            created("p" + i, published);
        }
        assertThat(List.of(nodeOf("p0"), nodeOf("p1"), nodeOf("p2"))).doesNotHaveDuplicates();
        assertThat(fixture.create("p3", published).text()).isEqualTo("No node has the port 8080/tcp free.");
        fixture.ask(Verb.Remove, "/containers/p1", "", "force", "1");
        created("p4", published);
    }

    @Test
    void memoryThatIsReservedIsNotGivenTwice() {
        String half = "{\"Image\":\"busybox\",\"HostConfig\":{\"Memory\":" + (600 << 20) + "}}";
        for (int i = 0; i < 3; i++) {
            created("m" + i, half);
        }
        assertThat(fixture.create("m3", half).text()).startsWith("No node has the memory");
    }

    @Test
    void aContainerIsCreatedWhereThatIsWhichItRefersTo() {
        created("data", SLEEP);
        String node = nodeOf("data");
        for (String host : List.of("\"VolumesFrom\":[\"data:ro\"]", "\"Links\":[\"data:db\"]", "\"NetworkMode\":\"container:data\"",
                "\"VolumesFrom\":[\"" + node + "/data\"]")) {
            created("user", "{\"Image\":\"busybox\",\"HostConfig\":{" + host + "}}");
            assertThat(nodeOf("user")).as(host).isEqualTo(node);
            fixture.ask(Verb.Remove, "/containers/user", "", "force", "1");
        }
        assertThat(fixture.create("user", "{\"Image\":\"busybox\",\"HostConfig\":{\"Links\":[\"nobody:db\"]}}").text())
                .isEqualTo("could not get container for nobody: No such container: nobody");

        assertThat(fixture.ask(Message.of(Verb.Spawn, "/volumes").withBody(Body.text("{\"Name\":\"west/files\"}"))).status()).isEqualTo(201);
        created("reader", "{\"Image\":\"busybox\",\"HostConfig\":{\"Binds\":[\"files:/data\"]}}");
        assertThat(nodeOf("reader")).isEqualTo("west");
    }

    @Test
    void aVolumeIsOnOneNode() {
        assertThat(fixture.ask(Message.of(Verb.Spawn, "/volumes").withBody(Body.text("{\"Name\":\"files\"}"))).status()).isEqualTo(201);
        assertThat(fixture.ask(Message.of(Verb.Spawn, "/volumes").withBody(Body.text("{\"Name\":\"files\"}"))).status()).isEqualTo(201);
        assertThat(Json.objects(json(fixture.ask(Verb.Ls, "/volumes", "")), "Volumes")).extracting(volume -> volume.get("Name"))
                .containsExactly("files");
        assertThat(fixture.ask(Verb.Get, "/volumes/files", "").status()).isEqualTo(200);
        assertThat(fixture.ask(Verb.Remove, "/volumes/files", "").status()).isEqualTo(204);
        assertThat(fixture.ask(Verb.Get, "/volumes/files", "").status()).isEqualTo(404);
    }

    /** A container of docker compose that uses several of its volumes needs them on one node. */
    @Test
    void whatBelongsToAProjectIsOnOneNode() {
        assertThat(fixture.ask(Message.of(Verb.Spawn, "/volumes").withBody(Body.text("{\"Name\":\"north/v0\",\"Labels\":{\"com.docker.compose.project\":\"p\"}}")))
                .status()).isEqualTo(201);
        IntStream.range(0, 3).forEach(i -> created("c" + i, "{\"Image\":\"busybox\",\"Env\":[\"constraint:node==north\"]}"));
        for (String volume : List.of("v1", "v2")) {
            Message create = Message.of(Verb.Spawn, "/volumes")
                    .withBody(Body.text("{\"Name\":\"" + volume + "\",\"Labels\":{\"com.docker.compose.project\":\"p\"}}"));
            assertThat(fixture.ask(create).status()).isEqualTo(201);
            assertThat(fixture.ask(Verb.Get, "/volumes/north/" + volume, "").status()).as(volume).isEqualTo(200);
        }
        assertThat(fixture.ask(Message.of(Verb.Spawn, "/volumes").withBody(Body.text("{\"Name\":\"other\"}"))).status()).isEqualTo(201);
        assertThat(fixture.ask(Verb.Get, "/volumes/north/other", "").status()).as("north is the fullest").isEqualTo(404);
    }

    @Test
    void anObjectThatSeveralNodesHaveIsNamedWithItsNode() {
        assertThat(fixture.ask(Verb.Get, "/networks/bridge", "").text()).contains("east/bridge or north/bridge or west/bridge");
        assertThat(json(fixture.ask(Verb.Get, "/networks/west/bridge", ""))).containsEntry("Name", "bridge");
    }

    @Test
    void imagesAreFetchedByAllAndRemovedFromAll() {
        String progress = text(fixture.ask(Verb.Spawn, "/images", "", "fromImage", "redis", "tag", "7"));
        assertThat(progress).contains("east", "west", "north").doesNotContain("error");
        assertThat(json(fixture.ask(Verb.Get, "/images/redis:7", ""))).containsKey("Id");
        assertThat(fixture.ask(Verb.Set, "/images/redis:7", "tag", "repo", "mine", "tag", "1").status()).isEqualTo(201);
        for (String node : List.of("east", "west", "north")) {
            fixture.gates.ask(node, Message.of(Verb.Get, "/images/mine:1"));
        }
        assertThat(fixture.ask(Verb.Remove, "/images/redis:7", "").status()).isEqualTo(200);
        assertThat(fixture.ask(Verb.Get, "/images/redis:7", "").status()).isEqualTo(404);
        assertThat(fixture.list("/images", "filters", "{\"reference\":[\"mine\"]}")).hasSize(1);
    }

    @Test
    void anImageThatOneNodeHasDecidesWhere() {
        fixture.gates.ask("north", Message.of(Verb.Set, "/images/busybox").withAspect("tag").withArgs(Args.of("repo", "local", "tag", "1")));
        created("first", "{\"Image\":\"local:1\"}");
        created("second", "{\"Image\":\"local:1\"}");
        assertThat(nodeOf("first") + nodeOf("second")).isEqualTo("northnorth");
        assertThat(fixture.create("third", "{\"Image\":\"nowhere:1\"}").status()).isEqualTo(404);
        created("fourth", "{\"Image\":\"busybox\",\"Env\":[\"affinity:image==local\"]}");
        assertThat(nodeOf("fourth")).isEqualTo("north");
    }

    @Test
    void aNodeThatCannotCreateIsPassedOver() {
        fixture.names();
        fixture.gates.set("east", State.FAILING);
        IntStream.range(0, 4).forEach(i -> created("c" + i, SLEEP));
        assertThat(fixture.list("/containers", "all", "1", "filters", "{\"node\":[\"east\"]}")).isEmpty();
    }

    /** An engine knows no such path either, or not with this method. */
    @Test
    void whatNobodyKnowsIsNotFoundAsByAnEngine() {
        for (Message unknown : List.of(Message.of(Verb.Get, "/nope"), Message.of(Verb.Remove, "/info"), Message.of(Verb.Set, "/events"),
                Message.of(Verb.Get, "/swarm/nope"), Message.of(Verb.Remove, "/swarm"), Message.of(Verb.Get, "/services/web/nope"),
                Message.of(Verb.Set, "/tasks"), Message.of(Verb.Set, "/nodes").withAspect("web"),
                Message.of(Verb.Set, "/info").withAspect("patch").withBody(Body.text("body")))) {
            Message reply = fixture.ask(unknown);
            assertThat(reply.status()).as(unknown.toString()).isEqualTo(404);
            assertThat(reply.text()).isEqualTo("page not found");
        }
    }

    @Test
    void whatIsOfSwarmModeIsRefusedAsByAnEngine() {
        for (Message known : List.of(Message.of(Verb.Get, "/swarm"), Message.of(Verb.Set, "/swarm/init").withBody(Body.text("{}")),
                Message.of(Verb.Get, "/swarm/unlockkey"), Message.of(Verb.Ls, "/nodes"), Message.of(Verb.Set, "/nodes/web"),
                Message.of(Verb.Spawn, "/services").withBody(Body.text("{}")), Message.of(Verb.Watch, "/tasks/web").withAspect("logs").withArgs(Args.of("stdout", "1")),
                Message.of(Verb.Remove, "/secrets/web"), Message.of(Verb.Get, "/configs/web"))) {
            Message reply = fixture.ask(known);
            assertThat(reply.status()).as(known.toString()).isEqualTo(503);
            assertThat(reply.text()).startsWith("This node is not a swarm manager.");
        }
    }

    /** An engine says what is wrong with it. */
    @Test
    void whatIsAskedOfAContainerThatIsNotThereAnEngineAnswers() {
        fixture.gates.set("east", State.UNWILLING);
        fixture.gates.set("west", State.UNWILLING);
        fixture.gates.set("north", State.UNWILLING);
        Message reply = fixture.ask(Message.of(Verb.Get, "/containers/nope").withAspect("nonsense").withHead(Head.of(Head.API_VERSION, "1.41")));
        assertThat(reply.status() + " " + reply.text()).isEqualTo("400 That is not told.");
        fixture.gates.set("north", State.OPEN);
        fixture.gates.set("east", State.DEAD);
        assertThat(fixture.ask(Verb.Stop, "/containers/nope", "").text()).isEqualTo("No such container: nope");
        assertThat(fixture.ask(Verb.Stop, "/containers/north/nope", "").text()).isEqualTo("No such container: nope");
    }

    @Test
    void whatIsAskedByOptionsAnyEngineSays() {
        Message asked = Message.of(Verb.Get, "/info").withHead(Head.of(Head.HTTP_METHOD, "OPTIONS"));
        assertThat(json(fixture.ask(asked))).containsEntry("Name", "simulator");
        assertThat(json(fixture.ask(Verb.Get, "/info", ""))).containsEntry("Name", "aggregate");
    }

    @Test
    void pruningAddsUp() {
        IntStream.range(0, 4).forEach(i -> created("c" + i, SLEEP));
        var pruned = json(fixture.ask(Verb.Set, "/containers", "prune"));
        assertThat(Json.texts(pruned, "ContainersDeleted")).hasSize(4);
        assertThat(pruned).containsKey("SpaceReclaimed");
        await().atMost(PATIENCE).untilAsserted(() -> created("c0", SLEEP));
    }
}
