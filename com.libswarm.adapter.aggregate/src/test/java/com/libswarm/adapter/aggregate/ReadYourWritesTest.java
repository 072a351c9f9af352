package com.libswarm.adapter.aggregate;

import static org.assertj.core.api.Assertions.assertThat;

import com.libswarm.adapter.aggregate.internal.json.Json;
import com.libswarm.api.Args;
import com.libswarm.api.Message;
import com.libswarm.api.Verb;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a client has changed, the list that it asks for next shows, whatever others do meanwhile. */
@Timeout(180)
final class ReadYourWritesTest {

    private static final int CLIENTS = 4;
    private static final int ROUNDS = 12;

    private final AggregateFixture fixture = AggregateFixture.of("east=simulator", "west=simulator", "north=simulator");

    @Test
    void aListShowsEachChangeWhoseReplyHasCome() throws InterruptedException, ExecutionException, TimeoutException {
        ExecutorService clients = Executors.newFixedThreadPool(CLIENTS);
        try (fixture) {
            List<Future<?>> all = new ArrayList<>();
            for (int client = 0; client < CLIENTS; client++) {
                String name = "c" + client + "x";
                all.add(clients.submit(() -> {
                    for (int round = 0; round < ROUNDS; round++) {
                        lifeOf(name + round, round);
                    }
                }));
            }
            for (Future<?> client : all) {
                client.get(150, TimeUnit.SECONDS);
            }
        } finally {
            clients.shutdownNow();
        }
    }

    private void lifeOf(String name, int round) {
        fixture.create(name, "{\"Image\":\"busybox\",\"Cmd\":[\"sleep\",\"infinity\"]}").body().cancel();
        expect(name, "created");
        act(Verb.Start, name, "");
        expect(name, "running");
        act(Verb.Set, name, "pause");
        expect(name, "paused");
        act(Verb.Set, name, "unpause");
        expect(name, "running");
        String other = name + "y";
        act(Verb.Set, name, "rename", "name", other);
        expect(name, "none");
        expect(other, "running");
        if (round % 2 == 0) {
            act(Verb.Set, other, "kill");
            expect(other, "exited");
        } else {
            act(Verb.Set, other, "restart", "t", "0");
            expect(other, "running");
        }
        act(Verb.Remove, other, "", "force", "1");
        expect(other, "none");
        endsByItself(name, round % 2 == 0);
    }

    private void endsByItself(String name, boolean removesItself) {
        fixture.create(name, "{\"Image\":\"busybox\",\"Cmd\":[\"sh\",\"-c\",\"exit 5\"],\"HostConfig\":{\"AutoRemove\":" + removesItself + "}}")
                .body().cancel();
        Message wait = fixture.ask(Verb.Watch, "/containers/" + name, "wait", "condition", removesItself ? "removed" : "next-exit");
        act(Verb.Start, name, "");
        assertThat(AggregateFixture.text(wait)).contains("\"StatusCode\":5");
        expect(name, removesItself ? "none" : "exited");
        if (!removesItself) {
            act(Verb.Remove, name, "");
            expect(name, "none");
        }
    }

    private void act(Verb verb, String name, String aspect, String... args) {
        Message reply = fixture.ask(verb, "/containers/" + name, aspect, args);
        assertThat(reply.isError()).as(verb + " " + name + " " + aspect + ": " + reply).isFalse();
        reply.body().cancel();
    }

    private void expect(String name, String state) {
        Message list = Message.of(Verb.Ls, "/containers").withArgs(Args.of("all", "1", "filters", "{\"name\":[\"^/" + name + "$\"]}"));
        List<String> states = Json.objects(Json.parse("{\"list\":" + AggregateFixture.text(fixture.ask(list)) + "}", 500), "list").stream()
                .map(container -> Json.text(container, "State")).toList();
        assertThat(states).as(name).isEqualTo(state.equals("none") ? List.of() : List.of(state));
    }
}
