package com.libswarm.adapter.aggregate;

import static com.libswarm.adapter.aggregate.AggregateFixture.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.libswarm.adapter.aggregate.internal.json.Json;
import com.libswarm.api.Args;
import com.libswarm.api.Head;
import com.libswarm.api.Message;
import com.libswarm.api.Verb;
import com.libswarm.conformance.Hop;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@Timeout(120)
final class ReadingTest {

    @ParameterizedTest
    @EnumSource
    void containersOfAllNodesAreOneList(Hop hop) {
        try (var fixture = AggregateFixture.of(hop, "east=simulator web db", "west=simulator cache")) {
            assertThat(fixture.names()).containsExactlyInAnyOrder("web", "db", "cache");
            assertThat(fixture.names("limit", "1")).hasSize(1);
            assertThat(fixture.names("filters", "{\"node\":[\"west\"]}")).containsExactly("cache");
            assertThat(fixture.names("filters", "{\"node\":{\"*ast\":true},\"name\":[\"web\"]}")).containsExactly("web");
            assertThat(fixture.list("/containers")).allSatisfy(container -> assertThat(Json.object(container, "Node")).containsKey("Name"));
        }
    }

    @Test
    void aVersionThatTheEnginesDoNotSpeakIsRefused() {
        try (var fixture = AggregateFixture.of("east=simulator web")) {
            for (String version : List.of("1.99", "1.11")) {
                Message refused = fixture.ask(Message.of(Verb.Ls, "/containers").withHead(Head.of(Head.API_VERSION, version)));
                assertThat(refused.status()).isEqualTo(400);
                assertThat(refused.text()).startsWith("client version " + version + " is too ");
            }
            assertThat(fixture.ask(Message.of(Verb.Ls, "/containers").withHead(Head.of(Head.API_VERSION, "1.41"))).status()).isEqualTo(200);
        }
    }

    @Test
    void aNameIsPlainWhileItIsTheOnlyOne() {
        try (var fixture = AggregateFixture.of("east=simulator web sql", "west=simulator web")) {
            assertThat(fixture.names()).containsExactlyInAnyOrder("east/web", "sql", "west/web");
            assertThat(fixture.names("filters", "{\"node\":[\"west\"]}")).containsExactly("west/web");
            for (String name : new String[] {"west/web", "/west/web", "^/west/web$", "west/w"}) {
                assertThat(fixture.names("filters", "{\"name\":[\"" + name + "\"]}")).as(name).containsExactly("west/web");
                assertThat(fixture.names("size", "1", "filters", "{\"name\":[\"" + name + "\"]}")).as(name).containsExactly("west/web");
            }
            assertThat(fixture.names("filters", "{\"name\":[\"west/sql\"]}")).isEmpty();
            for (String name : new String[] {"east/web", "west/web", "sql", "east/sql"}) {
                assertThat(fixture.ask(Verb.Get, "/containers/" + name, "").status()).as(name).isEqualTo(200);
            }
            Message ambiguous = fixture.ask(Verb.Get, "/containers/web", "");
            assertThat(ambiguous.status()).isEqualTo(409);
            assertThat(ambiguous.text()).contains("east/web or west/web");
            assertThat(fixture.ask(Verb.Get, "/containers/west/sql", "").text()).isEqualTo("No such container: west/sql");
        }
    }

    @Test
    void aContainerIsInspectedWithItsNode() {
        try (var fixture = AggregateFixture.of("east=simulator web", "west=simulator cache")) {
            var cache = json(fixture.ask(Verb.Get, "/containers/cache", ""));
            assertThat(Json.object(cache, "Node")).containsEntry("Name", "west");
            assertThat(cache).containsEntry("Name", "/cache").containsKey("HostConfig");

            String id = Json.text(cache, "Id");
            assertThat(json(fixture.ask(Verb.Get, "/containers/" + id, ""))).containsEntry("Id", id);
            assertThat(json(fixture.ask(Verb.Get, "/containers/west/" + id.substring(0, 20), ""))).containsEntry("Id", id);
            assertThat(fixture.ask(Verb.Get, "/containers/east/" + id, "").status()).isEqualTo(404);
        }
    }

    /** What is published on all addresses of another machine is reached at the one that is known. */
    @Test
    void publishedPortsAreToldWithTheAddressOfTheirNode() {
        try (var fixture = AggregateFixture.of("far=gate far tcp://10.1.2.3:2375", "near=gate near", "named=gate named tcp://far.example:2375")) {
            for (String node : List.of("far", "near", "named")) {
                fixture.create(node, "{\"Image\":\"busybox\",\"Cmd\":[\"sleep\",\"100\"],\"Env\":[\"constraint:node==" + node + "\"],\"HostConfig\":{\"PortBindings\":"
                        + "{\"80/tcp\":[{\"HostPort\":\"8080\"}],\"81/tcp\":[{\"HostIp\":\"10.1.2.4\",\"HostPort\":\"8081\"}]}}}");
                fixture.ask(Verb.Start, "/containers/" + node, "");
                List<String> expected = List.of(node.equals("far") ? "10.1.2.3" : "0.0.0.0", "10.1.2.4");
                for (String size : List.of("0", "1")) {
                    var listed = fixture.list("/containers", "size", size, "filters", "{\"name\":[\"" + node + "\"]}");
                    assertThat(listed).hasSize(1);
                    assertThat(Json.objects(listed.get(0), "Ports")).extracting(port -> Json.text(port, "IP")).as(node).hasSameElementsAs(expected);
                }
                var inspected = json(fixture.ask(Verb.Get, "/containers/" + node, ""));
                Map<String, Object> ports = Json.object(Json.object(inspected, "NetworkSettings"), "Ports");
                assertThat(ports.keySet().stream().map(port -> Json.text(Json.objects(ports, port).get(0), "HostIp"))).as(node).hasSameElementsAs(expected);
                assertThat(Json.object(inspected, "HostConfig").get("PortBindings").toString()).doesNotContain("10.1.2.3");
            }
        }
    }

    @Test
    void theBeginningOfManyIdsIsAmbiguous() {
        String containers = "%1$s1 %1$s2 %1$s3 %1$s4 %1$s5 %1$s6 %1$s7 %1$s8 %1$s9";
        try (var fixture = AggregateFixture.of("east=simulator " + containers.formatted("n"), "west=simulator " + containers.formatted("m"))) {
            // of 18 ids two begin with the same of 16 digits
            List<String> digits = fixture.list("/containers").stream().map(container -> Json.text(container, "Id").substring(0, 1)).toList();
            String shared = digits.stream().filter(digit -> Collections.frequency(digits, digit) > 1).findFirst().orElseThrow();
            Message ambiguous = fixture.ask(Verb.Get, "/containers/" + shared, "");
            assertThat(ambiguous.status()).isEqualTo(500);
            assertThat(ambiguous.text()).isEqualTo("Multiple IDs found with provided prefix: " + shared);
        }
    }

    @Test
    void otherListsAreMerged() {
        try (var fixture = AggregateFixture.of("east=simulator", "west=simulator")) {
            assertThat(fixture.list("/images")).extracting(image -> Json.texts(image, "RepoTags")).doesNotHaveDuplicates();
            assertThat(fixture.list("/networks")).extracting(network -> Json.text(network, "Name")).contains("east/bridge", "west/host");
            assertThat(fixture.list("/networks", "filters", "{\"name\":[\"west/bridge\"]}")).extracting(network -> Json.text(network, "Name"))
                    .containsExactly("west/bridge");
            assertThat(Json.objects(json(fixture.ask(Verb.Ls, "/volumes", "")), "Volumes")).isEmpty();
            assertThat(fixture.list("/plugins")).isEmpty();
        }
    }

    /** The nodes that have not the image compare with it, too. */
    @Test
    void imagesBeforeAndSinceOneThatOneNodeHas() {
        try (var fixture = AggregateFixture.of("east=gate east", "west=gate west")) {
            pull(fixture, "east", "first");
            nextSecond();
            pull(fixture, "west", "second");
            nextSecond();
            pull(fixture, "east", "third");
            await().atMost(Duration.ofMinutes(1)).untilAsserted(() -> assertThat(tags(fixture.list("/images"))).contains("first:1", "second:1", "third:1"));
            assertThat(names(fixture, "{\"since\":[\"first:1\"]}")).containsExactly("third:1", "second:1");
            assertThat(names(fixture, "{\"since\":[\"second:1\"]}")).containsExactly("third:1");
            assertThat(names(fixture, "{\"before\":{\"third:1\":true},\"since\":[\"first:1\"]}")).containsExactly("second:1");
            assertThat(names(fixture, "{\"before\":[\"east/third:1\"],\"since\":[\"east/first:1\"]}")).containsExactly("second:1");
            assertThat(names(fixture, "{\"since\":[\"first:1\"],\"node\":[\"west\"]}")).containsExactly("second:1");
            assertThat(names(fixture, "{\"before\":[\"third:1\"]}")).contains("first:1", "second:1").doesNotContain("third:1");
            Message nowhere = fixture.ask(Verb.Ls, "/images", "", "filters", "{\"before\":[\"fourth\"]}");
            assertThat(nowhere.status()).isEqualTo(404);
            assertThat(nowhere.text()).isEqualTo("No such image: fourth:latest");
        }
    }

    private static void pull(AggregateFixture fixture, String node, String image) {
        AggregateFixture.text(fixture.gates.reply(node, Message.of(Verb.Spawn, "/images").withArgs(Args.of("fromImage", image, "tag", "1"))));
    }

    /** Lists tell when an image was made by the second. */
    private static void nextSecond() {
        long now = Instant.now().getEpochSecond();
        await().until(() -> Instant.now().getEpochSecond() > now);
    }

    private static List<String> names(AggregateFixture fixture, String filters) {
        Message reply = fixture.ask(Verb.Ls, "/images", "", "filters", filters);
        assertThat(reply.head().has("Warning")).isFalse();
        return tags(Json.objects(Json.parse("{\"list\":" + AggregateFixture.text(reply) + "}", 500), "list"));
    }

    private static List<String> tags(List<Map<String, Object>> images) {
        return images.stream().flatMap(image -> Json.texts(image, "RepoTags").stream()).toList();
    }

    @Test
    void theSystemIsTheSumOfItsNodes() {
        try (var fixture = AggregateFixture.of("east=simulator web db", "west=simulator cache")) {
            var info = json(fixture.ask(Verb.Get, "/info", ""));
            assertThat(info).containsEntry("Containers", 3).containsEntry("NCPU", 2).containsEntry("OSType", "linux");
            assertThat(info.get("DriverStatus").toString()).contains("[ east, ", "└ Status, Healthy")
                    .contains("[Filters, health, port, containerslots, dependency, affinity, constraint]").containsPattern("└ UpdatedAt, [0-9-]+T[0-9:]+Z]");

            var version = json(fixture.ask(Verb.Get, "/version", ""));
            assertThat(version).containsEntry("ApiVersion", "1.41").containsEntry("MinAPIVersion", "1.12");
            assertThat(Json.objects(version, "Components")).extracting(component -> component.get("Name"))
                    .containsExactly("Engine of east", "Engine of west");

            Message ping = fixture.ask(Verb.Get, "/_ping", "");
            assertThat(ping.head().get("Api-Version")).isEqualTo("1.41");
            assertThat(AggregateFixture.text(ping)).isEqualTo("OK");
            assertThat(Json.objects(json(fixture.ask(Verb.Get, "/system/df", "")), "Containers")).hasSize(3);
        }
    }

    @Test
    void swarmModeIsNotHere() {
        try (var fixture = AggregateFixture.of("east=simulator")) {
            for (String path : new String[] {"/nodes", "/services", "/swarm", "/secrets/x"}) {
                Message refused = fixture.ask(Verb.Get, path, "");
                assertThat(refused.status()).isEqualTo(503);
                assertThat(refused.text()).startsWith("This node is not a swarm manager.");
            }
        }
    }

    @Test
    void nodesWithoutANameAreCalledAsTheirEnginesAre() {
        try (var fixture = AggregateFixture.of("simulator web", "simulator web", "lab=simulator db")) {
            assertThat(fixture.names()).containsExactlyInAnyOrder("simulator/web", "simulator-2/web", "db");
        }
    }
}
