package com.libswarm.adapter.aggregate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.libswarm.adapter.aggregate.Gates.State;
import com.libswarm.api.Body;
import com.libswarm.api.Verb;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What becomes of streams that a node has given which does not answer any more. */
@Timeout(120)
final class SilentStreamsTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String QUIET = "{\"Image\":\"busybox\",\"Cmd\":[\"sleep\",\"infinity\"]}";
    private static final String TALKING = "{\"Image\":\"busybox\",\"Cmd\":[\"sh\",\"-c\",\"while true; do echo tick; sleep 0.1; done\"]}";

    private final AggregateFixture fixture = AggregateFixture.with("--timeout 4 --stream-timeout 5", "east=gate east", "west=gate west");

    @AfterEach
    void close() {
        fixture.close();
    }

    private void run(String name, String config) {
        await().atMost(PATIENCE).until(() -> fixture.list("/aggregate/nodes").stream().allMatch(node -> node.get("State").equals("healthy")));
        assertThat(fixture.create(name, config).status()).isEqualTo(201);
        assertThat(fixture.ask(Verb.Start, "/containers/" + name, "").isError()).isFalse();
    }

    private Reader follow(String name) {
        return new Reader(fixture.ask(Verb.Watch, "/containers/" + name, "logs", "follow", "1", "stdout", "1").body());
    }

    @Test
    void oneThatIsSilentBreaksOffAndOneThatTalksGoesOn() {
        run("west/quiet", QUIET);
        run("west/talking", TALKING);
        run("east/elsewhere", QUIET);
        Reader quiet = follow("quiet");
        Reader talking = follow("talking");
        Reader elsewhere = follow("elsewhere");
        Reader wait = new Reader(fixture.ask(Verb.Watch, "/containers/quiet", "wait").body());
        fixture.gates.set("west", State.FROZEN);

        for (Reader stream : new Reader[] {quiet, wait}) {
            await().atMost(PATIENCE).until(stream.ended::isDone);
            assertThat(stream.ended).isCompletedExceptionally();
            assertThat(stream.why).isEqualTo("The node west is unhealthy: It does not answer.");
        }
        int heard = talking.bytes.get();
        await().atMost(PATIENCE).until(() -> talking.bytes.get() > heard + 20);
        assertThat(elsewhere.ended).isNotDone();
        for (Reader open : new Reader[] {talking, elsewhere}) {
            open.body.cancel();
        }
    }

    /** Who was away for less than that loses nothing. */
    @Test
    void oneOfANodeThatIsBackInTimeGoesOn() {
        try (var patient = AggregateFixture.with("--timeout 4 --stream-timeout 600", "west=gate west")) {
            await().atMost(PATIENCE).until(() -> patient.create("quiet", QUIET).status() == 201);
            assertThat(patient.ask(Verb.Start, "/containers/quiet", "").isError()).isFalse();
            Reader wait = new Reader(patient.ask(Verb.Watch, "/containers/quiet", "wait").body());
            patient.gates.set("west", State.FROZEN);
            await().atMost(PATIENCE).until(() -> patient.ask(Verb.Set, "/containers/quiet", "pause").status() == 503);
            patient.gates.set("west", State.OPEN);
            await().atMost(PATIENCE).until(() -> !patient.ask(Verb.Set, "/containers/quiet", "kill").isError());
            await().atMost(PATIENCE).until(wait.ended::isDone);
            assertThat(wait.ended).isCompleted();
        }
    }

    /** Reads a body to its end. */
    private static final class Reader {

        private final Body body;
        private final AtomicInteger bytes = new AtomicInteger();
        private final CompletableFuture<Void> ended = new CompletableFuture<>();
        private volatile String why = "";

        Reader(Body body) {
            this.body = body;
            read();
        }

        private void read() {
            try {
                for (ByteBuffer next = body.read(); next != Body.NOTHING_YET; next = body.read()) {
                    if (next == Body.END) {
                        ended.complete(null);
                        return;
                    }
                    bytes.addAndGet(next.remaining());
                }
                body.demand(this::read);
            } catch (IOException broken) {
                why = broken.getMessage();
                ended.completeExceptionally(broken);
            }
        }
    }
}
