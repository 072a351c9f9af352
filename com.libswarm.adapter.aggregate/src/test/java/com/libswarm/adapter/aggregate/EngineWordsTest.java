package com.libswarm.adapter.aggregate;

import static com.libswarm.adapter.aggregate.AggregateFixture.text;
import static org.assertj.core.api.Assertions.assertThat;

import com.libswarm.api.Args;
import com.libswarm.api.Body;
import com.libswarm.api.Call;
import com.libswarm.api.Message;
import com.libswarm.api.Verb;
import com.libswarm.conformance.Asker;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What an engine would say, an aggregate says in the same words wherever there is nothing to add to them. */
@Timeout(120)
final class EngineWordsTest {

    @Test
    void theProgressOfASingleNodeComesAsItIs() {
        try (var fixture = AggregateFixture.of("east=gate east")) {
            String alone = text(fixture.ask(Verb.Spawn, "/images", "", "fromImage", "redis", "tag", "7"));
            assertThat(alone).contains("redis").doesNotContain("east");
        }
    }

    /** Which of both it finds first, what is asked of an unknown container depends on. */
    @Test
    void whatIsAskedOfAnUnknownContainerAnEngineRefuses() {
        try (var fixture = AggregateFixture.of("east=gate east", "west=gate west")) {
            for (Message asked : List.of(Message.of(Verb.Set, "/containers/nobody").withAspect("kill"), Message.of(Verb.Start, "/containers/nobody"),
                    Message.of(Verb.Spawn, "/containers/nobody").withAspect("exec").withBody(Body.text("{}")),
                    Message.of(Verb.Attach, "/exec/nothing").withAspect("start").withBody(Body.text("{}")))) {
                Message refused = fixture.ask(asked);
                Message byEngine = fixture.gates.refusal("east", asked.withBody(asked.body().isNone() ? Body.NONE : Body.text("{}")));
                assertThat(refused.text()).as(asked.toString()).isEqualTo(byEngine.text());
                assertThat(refused.status()).isEqualTo(byEngine.status());
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/containers", "/networks", "/volumes"})
    void whatCannotBeReadAnEngineRefuses(String collection) {
        try (var fixture = AggregateFixture.of("east=gate east", "west=gate west")) {
            for (String body : List.of("{invalid", "[]", "null", "7")) {
                int before = fixture.gates.passed("east") + fixture.gates.passed("west");
                fixture.ask(Message.of(Verb.Spawn, collection).withBody(Body.text(body))).body().cancel();
                assertThat(fixture.gates.passed("east") + fixture.gates.passed("west")).as(body).isGreaterThan(before);
            }
        }
    }

    /** As clients in Go write arguments that they do not have. */
    @Test
    void argumentsThatAreNullAreNone() {
        try (var fixture = AggregateFixture.of("east=gate east web")) {
            assertThat(fixture.names("filters", "null")).containsExactly("web");
            Message built = fixture.ask(Message.of(Verb.File, "/build").withArgs(Args.of("buildargs", "null")));
            assertThat(built.text()).doesNotContain("JSON");
            built.body().cancel();
        }
    }

    @Test
    void allWhoCreateTheSameVolumeAtOnceHaveIt() {
        try (var fixture = AggregateFixture.of("east=gate east", "west=gate west")) {
            for (int round = 0; round < 10; round++) {
                String name = "files" + round;
                var calls = new ArrayList<Call>();
                for (int i = 0; i < 4; i++) {
                    calls.add(fixture.call(Message.of(Verb.Spawn, "/volumes").withBody(Body.text("{\"Name\":\"" + name + "\"}"))));
                }
                assertThat(calls).allSatisfy(call -> assertThat(Asker.get(call.result()).status()).isEqualTo(201));
                assertThat(fixture.ask(Verb.Get, "/volumes/" + name, "").status()).as("it is on one node").isEqualTo(200);
            }
        }
    }
}
