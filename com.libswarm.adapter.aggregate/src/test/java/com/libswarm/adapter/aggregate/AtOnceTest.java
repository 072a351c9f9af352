package com.libswarm.adapter.aggregate;

import static com.libswarm.adapter.aggregate.AggregateFixture.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.libswarm.adapter.aggregate.Gates.State;
import com.libswarm.adapter.aggregate.internal.json.Json;
import com.libswarm.api.Args;
import com.libswarm.api.Body;
import com.libswarm.api.Call;
import com.libswarm.api.Message;
import com.libswarm.api.Verb;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Clients who want the same at the same time. */
@Timeout(120)
final class AtOnceTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int ROUNDS = 30;
    private static final int CLIENTS = 6;

    private final AggregateFixture fixture = AggregateFixture.of("east=gate east", "west=gate west", "north=gate north");
    private final ExecutorService clients = Executors.newFixedThreadPool(CLIENTS);

    @AfterEach
    void close() {
        clients.shutdown();
        fixture.close();
    }

    private static Message create(String name, String host) {
        return Message.of(Verb.Spawn, "/containers").withArgs(Args.of("name", name))
                .withBody(Body.text("{\"Image\":\"busybox\",\"HostConfig\":{" + host + "}}"));
    }

    private String nodeOf(String name) {
        return Json.text(Json.object(json(fixture.ask(Verb.Get, "/containers/" + name, "")), "Node"), "Name");
    }

    /** Each round as many can be created as there are nodes, one on each. */
    private void onePerNode(String host) {
        for (int round = 0; round < ROUNDS; round++) {
            var begin = new CyclicBarrier(CLIENTS);
            List<CompletableFuture<String>> asked = IntStream.range(0, CLIENTS).mapToObj(client -> CompletableFuture.supplyAsync(() -> {
                try {
                    begin.await();
                } catch (Exception broken) {
                    throw new AssertionError(broken);
                }
                Message reply = fixture.ask(create("c" + client, host));
                reply.body().cancel();
                return reply.isError() ? "" : "c" + client;
            }, clients)).toList();
            List<String> created = asked.stream().map(CompletableFuture::join).filter(name -> !name.isEmpty()).toList();
            assertThat(created.stream().map(this::nodeOf)).as("round %d", round).containsExactlyInAnyOrder("east", "west", "north");
            created.forEach(name -> fixture.ask(Verb.Remove, "/containers/" + name, "", "force", "1"));
        }
    }

    @Test
    void aPortIsTakenOncePerNode() {
        onePerNode("\"PortBindings\":{\"80/tcp\":[{\"HostPort\":\"8080\"}]}");
    }

    @Test
    void memoryIsTakenOncePerNode() {
        onePerNode("\"Memory\":" + (600 << 20));
    }

    /** The engines have not made it yet when the second comes. */
    @Test
    void aVolumeThatTwoContainersBringWithThemIsOnOneNode() {
        List.of("east", "west", "north").forEach(node -> fixture.gates.set(node, State.SLOW));
        List<CompletableFuture<Message>> asked = List.of("first", "second").stream()
                .map(name -> Call.ask(fixture.head(), create(name, "\"Binds\":[\"shared:/data\"]")).result().toCompletableFuture()).toList();
        await().atMost(PATIENCE).pollInterval(Duration.ofMillis(10)).until(() -> {
            fixture.gates.release();
            return asked.stream().allMatch(CompletableFuture::isDone);
        });
        List.of("east", "west", "north").forEach(node -> fixture.gates.set(node, State.OPEN));
        asked.forEach(reply -> assertThat(reply.join().status()).as(reply.join().toString()).isEqualTo(201));
        fixture.gates.release();
        assertThat(nodeOf("first")).isEqualTo(nodeOf("second"));
        assertThat(fixture.list("/containers", "all", "1", "filters", "{\"volume\":[\"shared\"]}")).hasSize(2);
    }

    @Test
    void aNewVolumeIsOnTheNodeInFrontOfIt() {
        for (String node : List.of("west", "north", "east", "west")) {
            assertThat(fixture.ask(create("user", "\"Binds\":[\"" + node + "/own-" + node + ":/data\"]")).status()).isEqualTo(201);
            assertThat(nodeOf("user")).isEqualTo(node);
            fixture.ask(Verb.Remove, "/containers/user", "", "force", "1");
        }
    }
}
