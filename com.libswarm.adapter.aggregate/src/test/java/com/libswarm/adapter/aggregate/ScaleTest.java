package com.libswarm.adapter.aggregate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.libswarm.adapter.aggregate.internal.json.Json;
import com.libswarm.api.Args;
import com.libswarm.api.Body;
import com.libswarm.api.Message;
import com.libswarm.api.Verb;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A thousand engines with a hundred containers each, in one process: {@code -Dscale.nodes}, {@code -Dscale.containers} for others. */
@Timeout(1200)
final class ScaleTest {

    private static final int NODES = Integer.getInteger("scale.nodes", 1_000);
    private static final int CONTAINERS = Integer.getInteger("scale.containers", 100);
    private static final Duration PATIENCE = Duration.ofMinutes(15);
    private static final int ROUNDS = 10;

    @Test
    void aThousandNodesAreOne() {
        String[] nodes = IntStream.range(0, NODES).mapToObj(i -> "n" + i + "=simulator " + containers(i)).toArray(String[]::new);
        Set<String> expected = IntStream.range(0, NODES).boxed().flatMap(i -> Set.of(containers(i).split(" ")).stream()).collect(Collectors.toSet());
        try (var fixture = timed("made", () -> AggregateFixture.of(nodes))) {
            timed("connected", () -> await().atMost(PATIENCE).until(() -> fixture.list("/aggregate/nodes"),
                    all -> all.stream().allMatch(node -> node.get("State").equals("healthy"))));
            assertThat(timed("first ps -a", () -> names(fixture))).isEqualTo(expected);
            for (int i = 0; i < ROUNDS; i++) {
                String name = "n" + (i * NODES / ROUNDS) + "x" + i % CONTAINERS;
                String created = "new" + i;
                assertThat(Json.text(timed("inspect", () -> AggregateFixture.json(fixture.ask(Verb.Get, "/containers/" + name, ""))), "Name"))
                        .isEqualTo("/" + name);
                assertThat(timed("create", () -> fixture.create(created, "{\"Image\":\"busybox\"}")).status()).isEqualTo(201);
                expected.add(created);
                assertThat(timed("ps -a", () -> names(fixture)).size()).isEqualTo(expected.size());
            }
            assertThat(names(fixture)).isEqualTo(expected);
            assertThat(fixture.names("all", "1", "limit", "3")).hasSize(3).allMatch(name -> name.startsWith("new"));
        }
    }

    private static String containers(int node) {
        return IntStream.range(0, CONTAINERS).mapToObj(i -> "n" + node + "x" + i).collect(Collectors.joining(" "));
    }

    private static Set<String> names(AggregateFixture fixture) {
        Message list = fixture.ask(Message.of(Verb.Ls, "/containers").withArgs(Args.of("all", "1")));
        assertThat(list.head().all("Warning")).isEmpty();
        var reader = new NameReader();
        try {
            for (ByteBuffer bytes = list.body().read(); bytes != Body.END; bytes = list.body().read()) {
                reader.feed(bytes);
            }
        } catch (IOException broken) {
            throw new AssertionError(broken);
        }
        return reader.names;
    }

    /** Finds the names in a list of many megabytes, which is not to be held. */
    private static final class NameReader {

        private static final byte[] BEFORE = "\"Names\":[\"/".getBytes(StandardCharsets.US_ASCII);

        private final Set<String> names = new HashSet<>();
        private final StringBuilder name = new StringBuilder();
        private int matched;

        void feed(ByteBuffer bytes) {
            while (bytes.hasRemaining()) {
                byte b = bytes.get();
                if (matched < BEFORE.length) {
                    matched = b == BEFORE[matched] ? matched + 1 : b == BEFORE[0] ? 1 : 0;
                } else if (b != '"') {
                    name.append((char) b);
                } else {
                    assertThat(names.add(name.toString())).as(name.toString()).isTrue();
                    name.setLength(0);
                    matched = 0;
                }
            }
        }
    }

    private static <T> T timed(String what, Supplier<T> work) {
        long begun = System.nanoTime();
        T result = work.get();
        System.out.printf("ScaleTest: %s %.1f ms%n", what, (System.nanoTime() - begun) / 1e6);
        return result;
    }
}
