package com.libswarm.adapter.aggregate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.libswarm.adapter.aggregate.Gates.State;
import com.libswarm.adapter.aggregate.internal.json.Json;
import com.libswarm.api.Args;
import com.libswarm.api.Body;
import com.libswarm.api.Head;
import com.libswarm.api.Message;
import com.libswarm.api.Verb;
import com.libswarm.conformance.Asker;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the aggregate knows of its nodes' images, networks and volumes without asking. */
@Timeout(120)
final class KnownObjectsTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final AggregateFixture fixture = AggregateFixture.of("east=gate east web", "west=gate west cache");

    @AfterEach
    void close() {
        fixture.close();
    }

    private Message of(String collection, String... args) {
        return fixture.ask(Verb.Ls, collection, "", args);
    }

    private List<String> volumes(String... args) {
        return Json.objects(AggregateFixture.json(of("/volumes", args)), "Volumes").stream().map(volume -> Json.text(volume, "Name")).sorted().toList();
    }

    private List<String> tags() {
        var tags = new ArrayList<String>();
        fixture.list("/images").forEach(image -> tags.addAll(Json.texts(image, "RepoTags")));
        return tags.stream().sorted().toList();
    }

    private Message volume(String name) {
        return Message.of(Verb.Spawn, "/volumes").withBody(Body.text("{\"Name\":\"" + name + "\",\"Labels\":{\"of\":\"" + name + "\"}}"));
    }

    private void act(Message request) {
        Message reply = fixture.ask(request);
        assertThat(reply.isError()).as(reply.toString()).isFalse();
        AggregateFixture.text(reply);
    }

    /** How many messages reach the node while this is done a thousand times. */
    private int asked(Runnable question) {
        return asked(1_000, question);
    }

    private int asked(int times, Runnable question) {
        question.run();
        int before = fixture.gates.passed("east");
        for (int i = 0; i < times; i++) {
            question.run();
        }
        return fixture.gates.passed("east") - before;
    }

    @ParameterizedTest
    @ValueSource(strings = {"/images", "/networks", "/volumes"})
    void aListAsksNobody(String collection) {
        // what the aggregate does by itself
        assertThat(asked(() -> of(collection).body().cancel())).isLessThan(50);
        assertThat(asked(() -> of(collection, "filters", "{\"label\":[\"a\"]}").body().cancel())).isLessThan(50);
    }

    @ParameterizedTest
    @CsvSource(delimiter = ' ', value = {"/images all 1", "/images shared-size 1", "/images filters {\"dangling\":[\"true\"]}",
            "/images filters {\"reference\":[\"busybox\"]}", "/networks filters {\"dangling\":[\"true\"]}", "/volumes filters {\"dangling\":[\"true\"]}",
            "/volumes filters {\"name\":[\"(x)\"]}"})
    void whatListsDoNotTellTheEnginesAreAsked(String collection, String name, String value) {
        assertThat(asked(() -> of(collection, name, value).body().cancel())).isGreaterThanOrEqualTo(1_000);
    }

    /** Where a container goes is decided by what is known, and so is where what belongs together is. */
    @Test
    void toChooseANodeAsksNobody() {
        act(Message.of(Verb.Spawn, "/volumes").withBody(Body.text("{\"Name\":\"west/first\",\"Labels\":{\"com.docker.compose.project\":\"p\"}}")));
        String container = "{\"Image\":\"busybox\",\"Env\":[\"affinity:image==busybox\",\"constraint:node==west\"]}";
        int containers = asked(100, () -> act(Message.of(Verb.Spawn, "/containers").withBody(Body.text(container))));
        int volumes = asked(100, () -> act(Message.of(Verb.Spawn, "/volumes").withBody(Body.text("{\"Labels\":{\"com.docker.compose.project\":\"p\"}}"))));
        assertThat(List.of(containers, volumes)).as("east").allMatch(asked -> asked < 50);
        assertThat(Json.objects(AggregateFixture.json(of("/volumes", "filters", "{\"node\":[\"east\"]}")), "Volumes")).isEmpty();
    }

    /** Until then each network told of its containers. */
    @Test
    void networksForAnOldClientAreAskedFor() {
        assertThat(asked(() -> fixture.ask(Message.of(Verb.Ls, "/networks").withHead(Head.of(Head.API_VERSION, "1.27"))).body().cancel()))
                .isGreaterThanOrEqualTo(1_000);
    }

    @Test
    void whatAClientHasChangedItSees() {
        for (int round = 0; round < 20; round++) {
            String name = "data" + round;
            String tag = "mine:" + round;
            act(volume(name));
            assertThat(volumes()).contains(name);
            act(Message.of(Verb.Set, "/images/busybox").withAspect("tag").withArgs(Args.of("repo", "mine", "tag", Integer.toString(round))));
            assertThat(tags()).contains(tag);
            act(Message.of(Verb.Remove, "/volumes/" + name));
            assertThat(volumes()).doesNotContain(name);
            act(Message.of(Verb.Remove, "/images/" + tag));
            assertThat(tags()).doesNotContain(tag);
        }
        act(Message.of(Verb.Spawn, "/images").withArgs(Args.of("fromImage", "alpine", "tag", "3")));
        assertThat(tags()).contains("alpine:3");
        act(volume("kept"));
        act(Message.of(Verb.Set, "/volumes").withAspect("prune").withArgs(Args.of("filters", "{\"all\":[\"1\"]}")));
        assertThat(volumes()).doesNotContain("kept");
    }

    @Test
    void severalClientsSeeEachTheirOwn() throws InterruptedException {
        var clients = new ArrayList<CompletableFuture<Void>>();
        for (int client = 0; client < 4; client++) {
            String name = "of" + client + "x";
            clients.add(CompletableFuture.runAsync(() -> {
                for (int round = 0; round < 25; round++) {
                    act(volume(name + round));
                    assertThat(volumes()).contains(name + round);
                    act(Message.of(Verb.Remove, "/volumes/" + name + round));
                    assertThat(volumes()).doesNotContain(name + round);
                }
            }));
        }
        clients.forEach(Asker::get);
    }

    @Test
    void whatOthersDoIsSeen() {
        assertThat(volumes()).isEmpty();
        int images = tags().size();
        fixture.gates.ask("east", volume("data"));
        fixture.gates.ask("west", volume("data"));
        fixture.gates.ask("west", Message.of(Verb.Set, "/images/busybox").withAspect("tag").withArgs(Args.of("repo", "theirs")));
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(volumes()).containsExactly("east/data", "west/data"));
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(tags()).hasSize(images + 1).contains("theirs:latest"));
        fixture.gates.ask("west", Message.of(Verb.Remove, "/volumes/data"));
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(volumes()).containsExactly("data"));
    }

    @Test
    void whatHappenedWithoutEventsIsSeen() {
        assertThat(volumes()).isEmpty();
        fixture.gates.set("west", State.DEAD);
        fixture.gates.cut("west");
        await().atMost(PATIENCE).until(() -> of("/volumes").head().has("Warning"));
        assertThat(of("/volumes").head().get("Warning")).contains("west");
        fixture.gates.ask("west", volume("data"));
        fixture.gates.set("west", State.OPEN);
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(volumes()).containsExactly("data"));
    }

    @Test
    void aListThatFailsIsNoLongerKept() {
        fixture.gates.set("east", State.DEAD);
        await().atMost(PATIENCE).until(() -> of("/images").head().has("Warning"));
        fixture.gates.set("east", State.OPEN);
        await().atMost(PATIENCE).until(() -> !of("/images").head().has("Warning"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"name\":[\"a\"]}", "{\"name\":[\"^data$\",\"logs\"]}", "{\"name\":[\"^d.*a$\"]}", "{\"label\":[\"of\"]}",
            "{\"label\":[\"of=logs\"]}", "{\"label\":[\"of=logs\",\"none\"]}", "{\"driver\":[\"local\"]}", "{\"driver\":[\"other\"]}", "{}"})
    void aFilterChoosesAsTheEnginesDo(String filters) {
        for (String name : List.of("data", "logs", "database")) {
            act(volume("east/" + name));
        }
        String ofEngine = AggregateFixture.text(fixture.gates.reply("east", Message.of(Verb.Ls, "/volumes").withArgs(Args.of("filters", filters))));
        assertThat(volumes("filters", filters)).isEqualTo(Json.objects(Json.parse(ofEngine, 500), "Volumes").stream()
                .map(volume -> Json.text(volume, "Name")).sorted().toList());
    }

    @Test
    void networksAreChosenByWhatTheyAre() {
        for (Map.Entry<String, Integer> each : Map.of("{\"driver\":[\"bridge\"]}", 2, "{\"name\":[\"bridge\"]}", 2, "{\"driver\":[\"overlay\"]}", 0,
                "{\"scope\":[\"local\"],\"name\":[\"^bridge$\"],\"node\":[\"west\"]}", 1, "{\"id\":[\"none of them\"]}", 0).entrySet()) {
            assertThat(fixture.list("/networks", "filters", each.getKey())).as(each.getKey()).hasSize(each.getValue());
        }
    }

    @Test
    void whatIsWrongIsToldAsByAnEngine() {
        for (String filters : List.of("{\"colour\":[\"red\"]}", "[]", "{", "{\"name\":\"web\"}")) {
            assertThat(of("/volumes", "filters", filters).status()).as(filters).isEqualTo(400);
        }
        assertThat(fixture.ask(Message.of(Verb.Ls, "/images").withHead(Head.of(Head.API_VERSION, "9.99"))).status()).isEqualTo(400);
    }
}
