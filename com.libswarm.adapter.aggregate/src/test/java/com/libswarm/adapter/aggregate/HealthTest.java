package com.libswarm.adapter.aggregate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.libswarm.adapter.aggregate.Gates.State;
import com.libswarm.api.Args;
import com.libswarm.api.Call;
import com.libswarm.api.Head;
import com.libswarm.api.Message;
import com.libswarm.api.Verb;
import com.libswarm.conformance.Asker;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(120)
final class HealthTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    /** A list that the nodes have to be asked for. */
    private static final Message SIZES = Message.of(Verb.Ls, "/containers").withArgs(Args.of("size", "1"));

    private final AggregateFixture fixture = AggregateFixture.impatient("east=gate east web", "west=gate west cache");

    @AfterEach
    void close() {
        fixture.close();
    }

    /** A node that is there again is found again without being told. */
    @ParameterizedTest
    @EnumSource(names = {"DEAD", "FROZEN"})
    void theOthersAnswerForANodeThatDoesNot(State state) {
        assertThat(fixture.names()).containsExactlyInAnyOrder("web", "cache");
        fixture.gates.set("west", state);

        Message images = fixture.ask(Verb.Ls, "/images", "");
        assertThat(AggregateFixture.text(images)).contains("busybox");
        assertThat(images.head().all("Warning")).singleElement().asString().contains("west");
        await().atMost(PATIENCE).until(() -> fixture.names().equals(List.of("web")));
        assertThat(fixture.ask(Verb.Ls, "/containers", "").head().all("Warning")).singleElement().asString().contains("west");

        await().atMost(PATIENCE).untilAsserted(() -> assertThat(fixture.ask(Verb.Get, "/containers/cache", "").text())
                .startsWith("The node west is unhealthy: "));
        assertThat(fixture.ask(Verb.Get, "/containers/web", "").status()).isEqualTo(200);
        assertThat(AggregateFixture.text(fixture.ask(Verb.Get, "/info", ""))).contains("\"WARNING: The answer of west is missing: ");
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(fixture.journal)
                .filteredOn(line -> line.contains("The node west is unhealthy")).hasSize(1));

        fixture.gates.set("west", State.OPEN);
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(fixture.names()).containsExactlyInAnyOrder("web", "cache"));
        assertThat(fixture.ask(Verb.Get, "/containers/cache", "").status()).isEqualTo(200);
    }

    @Test
    void whoWaitsForANodeThatFreezesIsTold() {
        assertThat(fixture.names()).contains("cache");
        fixture.gates.set("west", State.FROZEN);
        Message stopped = fixture.ask(Verb.Stop, "/containers/cache", "");
        assertThat(stopped.status()).isEqualTo(503);
        assertThat(stopped.text()).isEqualTo("The node west is unhealthy: It does not answer.");
    }

    @Test
    void aSlowNodeIsWaitedFor() {
        assertThat(fixture.names()).contains("cache");
        fixture.gates.set("west", State.SLOW);
        Call list = fixture.call(SIZES);
        int before = fixture.gates.passed("west");
        await().atMost(PATIENCE).until(() -> fixture.gates.passed("west") >= before + 3);
        assertThat(list.result()).isNotDone();

        fixture.gates.set("west", State.OPEN);
        fixture.gates.release();
        assertThat(AggregateFixture.text(Asker.get(list.result()))).contains("/web", "/cache");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/volumes/data", "/networks/data", "/images/data"})
    void whatIsNotFoundMayBeOnTheNodeThatDoesNotAnswer(String path) {
        assertThat(fixture.ask(Verb.Get, path, "").text()).doesNotContain("missing");
        fixture.gates.set("west", State.DEAD);
        Message reply = fixture.ask(Verb.Get, path, "");
        assertThat(reply.status()).isEqualTo(404);
        assertThat(reply.text()).contains("data", ". The answer of west is missing: ");
    }

    @Test
    void whenNoNodeAnswersThatIsSaid() {
        fixture.gates.set("east", State.DEAD);
        fixture.gates.set("west", State.DEAD);
        await().atMost(PATIENCE).untilAsserted(() -> {
            Message list = fixture.ask(Verb.Ls, "/containers", "");
            assertThat(list.status()).isEqualTo(503);
            assertThat(list.text()).startsWith("No node can answer: ").contains("east", "west", "Connection refused");
        });
    }

    @ParameterizedTest
    @CsvSource({"/info, 400", "/version, 400", "/system/df, 500"})
    void whatAllSayInTheSameWordsIsSaidOnce(String path, int status) {
        fixture.gates.set("east", State.UNWILLING);
        fixture.gates.set("west", State.UNWILLING);
        Message reply = fixture.ask(Message.of(Verb.Get, path).withHead(Head.of(Head.API_VERSION, "1.99")));
        assertThat(reply.status()).isEqualTo(status);
        assertThat(reply.text()).isEqualTo("That is not told.");
    }

    @Test
    void anAskerWhoGoesAwayIsNotWaitedFor() {
        assertThat(fixture.names()).contains("cache");
        fixture.gates.set("west", State.SLOW);
        Call list = fixture.call(SIZES);
        await().atMost(PATIENCE).until(() -> fixture.gates.held() > 0);
        list.cancel();
        assertThat(Asker.get(list.result()).status()).isEqualTo(499);
        fixture.gates.set("west", State.OPEN);
        fixture.gates.release();
        assertThat(fixture.names()).isEqualTo(List.copyOf(fixture.names()));
    }
}
