package com.libswarm.adapter.aggregate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.libswarm.adapter.aggregate.Gates.State;
import com.libswarm.adapter.aggregate.internal.json.Json;
import com.libswarm.api.Args;
import com.libswarm.api.Message;
import com.libswarm.api.Verb;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the aggregate knows of its nodes' containers without asking. */
@Timeout(120)
final class FreshnessTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final AggregateFixture fixture = AggregateFixture.of("east=gate east web db", "west=gate west cache");

    @AfterEach
    void close() {
        fixture.close();
    }

    private List<String> shown(String filters) {
        return fixture.list("/containers", "all", "1", "filters", filters).stream().map(container -> Json.texts(container, "Names").get(0).substring(1)
                + " " + Json.text(container, "State")).sorted().toList();
    }

    @Test
    void aListAsksNobody() {
        assertThat(fixture.names()).hasSize(3);
        int before = fixture.gates.passed("east");
        for (int i = 0; i < 1_000; i++) {
            fixture.names();
        }
        // what the aggregate does by itself
        assertThat(fixture.gates.passed("east") - before).isLessThan(50);
        fixture.list("/containers", "size", "1").forEach(container -> assertThat(container).containsKey("SizeRootFs"));
    }

    @Test
    void whatOthersDoIsSeen() {
        assertThat(shown("{}")).containsExactly("cache running", "db running", "web running");
        fixture.gates.ask("east", Message.of(Verb.Set, "/containers/db").withAspect("pause"));
        fixture.gates.ask("east", Message.of(Verb.Set, "/containers/web").withAspect("rename").withArgs(Args.of("name", "www")));
        fixture.gates.ask("west", Message.of(Verb.Set, "/containers/cache").withAspect("kill"));
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(shown("{}")).containsExactly("cache exited", "db paused", "www running"));
        fixture.gates.ask("west", Message.of(Verb.Remove, "/containers/cache"));
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(shown("{}")).containsExactly("db paused", "www running"));
    }

    /** A stream that has broken off is no reason to show what was. */
    @Test
    void whatHappenedWithoutEventsIsSeen() {
        assertThat(shown("{}")).hasSize(3);
        fixture.gates.cut("west");
        fixture.gates.ask("west", Message.of(Verb.Set, "/containers/cache").withAspect("pause"));
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(shown("{}")).contains("cache paused"));

        fixture.gates.set("west", State.DEAD);
        fixture.gates.cut("west");
        await().atMost(PATIENCE).until(() -> shown("{}").size() == 2);
        fixture.gates.ask("west", Message.of(Verb.Set, "/containers/cache").withAspect("unpause"));
        fixture.gates.set("west", State.OPEN);
        await().atMost(PATIENCE).until(() -> shown("{}").size() == 3);
        assertThat(shown("{}")).contains("cache running");
    }

    @Test
    void theLinkTellsHowOldItsPicturesAre() {
        assertThat(fixture.names()).hasSize(3);
        Map<String, String> details = fixture.chain.links().get(0).details();
        assertThat(details.keySet()).containsExactly("east", "west");
        assertThat(details.get("east")).matches("healthy, 2 containers, listed [0-9]+ s ago, no event yet");
        fixture.ask(Verb.Set, "/containers/cache", "pause");
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(fixture.chain.links().get(0).details().get("west"))
                .matches("healthy, 1 container, listed [0-9]+ s ago, last event [0-9]+ s ago"));
    }

    /** What the inner one learns a moment later than its events come out, the outer one learns all the same. */
    @Test
    void whatAnotherAggregateHasIsSeen() {
        try (var nested = AggregateFixture.of("all=aggregate --timeout 30 \"a=simulator web\" \"b=simulator db\"", "c=simulator cache")) {
            assertThat(nested.names()).containsExactlyInAnyOrder("web", "db", "cache");
            nested.create("new", "{\"Image\":\"busybox\",\"Cmd\":[\"sh\",\"-c\",\"sleep 0.2; exit 3\"]}").body().cancel();
            for (String name : List.of("new", "web")) {
                assertThat(nested.ask(Verb.Start, "/containers/" + name, "").isError()).isFalse();
            }
            assertThat(nested.ask(Verb.Set, "/containers/db", "pause").isError()).isFalse();
            assertThat(nested.ask(Verb.Set, "/containers/web", "rename", "name", "www").isError()).isFalse();
            assertThat(nested.names("filters", "{\"status\":[\"paused\"]}")).containsExactly("db");
            assertThat(nested.names("all", "1")).containsExactlyInAnyOrder("www", "db", "cache", "new");
            await().atMost(PATIENCE).until(() -> nested.names("filters", "{\"status\":[\"exited\"]}").equals(List.of("new")));
            assertThat(nested.ask(Verb.Remove, "/containers/new", "").isError()).isFalse();
            assertThat(nested.names("all", "1")).containsExactlyInAnyOrder("www", "db", "cache");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"name\":[\"web\"]}", "{\"name\":[\"^/d.$\",\"cac\"]}", "{\"name\":[\"(x\"]}", "{\"label\":[\"a\"]}",
            "{\"label\":[\"a=1\",\"b\"]}", "{\"label\":{\"a=2\":true}}", "{\"status\":[\"created\"]}", "{\"status\":[\"paused\",\"exited\"]}",
            "{\"network\":[\"bridge\"]}", "{\"network\":[\"none\"]}", "{\"volume\":[\"data\"]}", "{\"volume\":[\"/data\"]}",
            "{\"volume\":[\"/dat\"]}", "{\"ancestor\":[\"busybox\"]}", "{\"health\":[\"none\"]}", "{\"exited\":[\"0\"]}", "{\"id\":[\"xyz\"]}",
            "{\"name\":[\"d\"],\"status\":[\"running\"]}", "{}", "{\"is-task\":[\"false\"]}"})
    void aFilterChoosesAsTheEnginesDo(String filters) {
        fixture.create("east/labelled", "{\"Image\":\"busybox\",\"Labels\":{\"a\":\"1\",\"b\":\"\"},\"HostConfig\":{\"Binds\":[\"data:/data\"]}}").body().cancel();
        fixture.create("east/other", "{\"Image\":\"busybox\",\"Labels\":{\"a\":\"2\"},\"HostConfig\":{\"NetworkMode\":\"none\"}}").body().cancel();
        fixture.ask(Verb.Set, "/containers/db", "pause");
        for (String all : List.of("0", "1")) {
            for (String limit : List.of("0", "1", "3")) {
                String[] args = {"all", all, "limit", limit, "filters", filters};
                Message direct = Message.of(Verb.Ls, "/containers").withArgs(Args.of(args));
                List<String> ofEngine = fixture.gates.names("east", direct);
                assertThat(fixture.names("all", all, "limit", limit, "filters", filters.replaceFirst("}$", filters.length() > 2 ? ",\"node\":[\"east\"]}"
                        : "\"node\":[\"east\"]}"))).as(all + " " + limit).isEqualTo(ofEngine);
            }
        }
    }

    @Test
    void whatIsWrongWithAFilterTheEngineSays() {
        for (String filters : List.of("{\"colour\":[\"red\"]}", "{\"status\":[\"asleep\"]}", "{\"exited\":[\"x\"]}", "{\"name\":\"web\"}", "[]", "{")) {
            assertThat(fixture.ask(Verb.Ls, "/containers", "", "filters", filters).status()).as(filters).isEqualTo(400);
        }
        assertThat(fixture.ask(Verb.Ls, "/containers", "", "limit", "many").status()).isEqualTo(400);
        assertThat(fixture.ask(Verb.Ls, "/containers", "", "filters", "{\"before\":[\"nobody\"]}").status()).isEqualTo(404);
    }
}
