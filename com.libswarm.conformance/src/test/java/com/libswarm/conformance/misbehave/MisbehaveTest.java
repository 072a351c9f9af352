package com.libswarm.conformance.misbehave;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.libswarm.api.Call;
import com.libswarm.api.Failure;
import com.libswarm.api.Message;
import com.libswarm.api.Verb;
import com.libswarm.runtime.Chain;
import com.libswarm.runtime.Limits;
import com.libswarm.runtime.Swarm;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The runtime lives with adapters that do what none may: whoever asked gets an Error, and others are served. */
@Timeout(60)
final class MisbehaveTest {

    /** What goes well keeps to it on a busy machine, too. */
    private static final Duration SHORT = Duration.ofSeconds(2);

    private final List<String> journal = new CopyOnWriteArrayList<>();
    private final Swarm swarm = Swarm.create((level, source, line) -> journal.add(level + " " + source + ": " + line),
            new Limits(SHORT, SHORT, SHORT, SHORT, SHORT.dividedBy(2), SHORT, 10));

    @BeforeEach
    void add() {
        swarm.add(new Misbehave());
    }

    @AfterEach
    void close() {
        swarm.close();
    }

    private static Message ask(Chain chain) throws Exception {
        return Call.ask(chain.head(), Message.log("/a", "line")).result().get(20, TimeUnit.SECONDS);
    }

    private void assertOthersAreServed() throws Exception {
        assertThat(ask(swarm.create("other", List.of("misbehave well"))).verb()).isEqualTo(Verb.Ack);
    }

    @ParameterizedTest
    @ValueSource(strings = {"throw spawn", "throw start", "hang spawn", "hang start"})
    void aLinkThatCannotBeMadeIsRefused(String how) throws Exception {
        assertThatThrownBy(() -> swarm.create("bad", List.of("misbehave well", "misbehave " + how))).isInstanceOf(Failure.class)
                .hasMessageContaining("misbehave");
        assertOthersAreServed();
    }

    @ParameterizedTest
    @ValueSource(strings = {"throw send", "hang send"})
    void aHandlerThatFailsIsAnError(String how) throws Exception {
        Chain chain = swarm.create("bad", List.of("misbehave well", "misbehave " + how));
        assertThat(ask(chain).isError()).isTrue();
        assertOthersAreServed();
        chain.swap(2, "misbehave well");
        assertThat(ask(chain).verb()).isEqualTo(Verb.Ack);
    }

    @ParameterizedTest
    @ValueSource(strings = {"throw stop", "hang stop", "throw drain", "hang drain"})
    void aLinkThatDoesNotEndCanBeReplaced(String how) throws Exception {
        Chain chain = swarm.create("bad", List.of("misbehave " + how));
        chain.swap(1, "misbehave well");
        assertThat(ask(chain).verb()).isEqualTo(Verb.Ack);
        chain.destroy();
        await().untilAsserted(() -> assertThat(journal).anyMatch(line -> line.startsWith("WARNING") && line.contains("misbehave")));
        assertOthersAreServed();
    }

    @Test
    void aSecondReplyIsDroppedAndReported() throws Exception {
        Chain chain = swarm.create("bad", List.of("misbehave twice"));
        assertThat(ask(chain).text()).isEqualTo("first");
        await().untilAsserted(() -> assertThat(journal).anyMatch(line -> line.contains("twice")));
    }

    @Test
    void aRequestThatIsNeverAnsweredEndsWithTheLink() throws Exception {
        Chain chain = swarm.create("bad", List.of("misbehave never"));
        Call call = Call.ask(chain.head(), Message.log("/a", "line"));
        assertThat(call.result()).isNotDone();
        chain.stop();
        assertThat(call.result().get(20, TimeUnit.SECONDS).isError()).isTrue();
    }
}
