package com.libswarm.adapter.aggregate;

import static org.assertj.core.api.Assertions.assertThat;

import com.libswarm.adapter.aggregate.internal.json.Json;
import com.libswarm.api.Args;
import com.libswarm.api.Body;
import com.libswarm.api.Call;
import com.libswarm.api.Head;
import com.libswarm.api.Message;
import com.libswarm.api.Verb;
import com.libswarm.api.adapter.Adapter;
import com.libswarm.api.adapter.Child;
import com.libswarm.api.adapter.Context;
import com.libswarm.api.adapter.Declaration;
import com.libswarm.api.adapter.Link;
import com.libswarm.conformance.Asker;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A BuildKit client's session and its build meet, whichever comes first. The nodes say their names; real ones build in the end-to-end tests. */
@Timeout(120)
final class BuildSessionsTest {

    private AggregateFixture fixture;

    /** {@code builder NAME}: a simulator whose BuildKit answers with the name. Who speaks to it itself has built an image, which it calls app:1. */
    @Declaration(name = "builder", summary = "answers for BuildKit", arguments = "NAME  what it answers")
    private static final class Builder implements Adapter {

        @Override
        public Link spawn(Context context) {
            String name = context.args().get(0);
            Child simulator = context.spawn("simulator", "simulator");
            return message -> {
                switch (message.path()) {
                    case "/session" -> answer(message, Message.of(Verb.Connect, "/"), name);
                    case "/grpc" -> Call.ask(simulator, Message.of(Verb.Set, "/images/busybox").withAspect("tag").withArgs(Args.of("repo", "app", "tag", "1")))
                            .result().thenAccept(tagged -> answer(message, Message.of(Verb.Connect, "/"), name));
                    case "/build" -> answer(message, Message.ack(), "{\"stream\":\"" + name + "\"}");
                    default -> simulator.send(message);
                }
            };
        }

        private static void answer(Message message, Message reply, String text) {
            message.body().cancel();
            message.reply(reply.withBody(Body.text(text)));
        }
    }

    @BeforeEach
    void start() {
        fixture = AggregateFixture.with("--timeout 30");
        fixture.swarm.add(new Builder());
        for (String name : new String[] {"east", "west", "north"}) {
            fixture.ask(Verb.Spawn, "/aggregate/nodes", "", "name", name, "spec", "builder " + name);
        }
    }

    @AfterEach
    void close() {
        fixture.close();
    }

    private Call session(String id) {
        return fixture.call(Message.of(Verb.Connect, "/session").withHead(Head.of("X-Docker-Expose-Session-Uuid", id)).withBody(Body.text("")));
    }

    private String build(String session, String node) {
        return AggregateFixture.text(fixture.ask(Message.of(Verb.File, "/build").withArgs(Args.of("version", "2", "session", session, "buildargs",
                "{\"constraint:node\":\"=" + node + "\"}"))));
    }

    private static String text(Call call) {
        return AggregateFixture.text(Asker.get(call.result()));
    }

    @Test
    void aSessionGoesWhereItsBuildIsAlsoIfItComesFirst() {
        for (String node : new String[] {"west", "north", "east"}) {
            String first = UUID.randomUUID().toString();
            Call session = session(first);
            assertThat(build(first, node)).contains(node);
            assertThat(text(session)).isEqualTo(node);

            String second = UUID.randomUUID().toString();
            assertThat(build(second, node)).contains(node);
            assertThat(text(session(second))).isEqualTo(node);
        }
    }

    @Test
    void aBuildIsSeenByASessionThatAnotherInstanceOfTheLinkCarries() {
        String id = UUID.randomUUID().toString();
        Call session = session(id);
        fixture.swarm.add(new Aggregate());
        assertThat(build(id, "north")).contains("north");
        assertThat(text(session)).isEqualTo("north");
    }

    /** As some clients in JavaScript do it. */
    @Test
    void aBuildThatIsSentWhenItsSessionIsOpenGoesWhereThatIs() {
        for (int i = 0; i < 3; i++) {
            String id = UUID.randomUUID().toString();
            String node = text(session(id));
            fixture.create("c" + i, "{\"Image\":\"busybox\",\"Env\":[\"constraint:node==" + node + "\"]}").body().cancel();
            assertThat(AggregateFixture.text(fixture.ask(Message.of(Verb.File, "/build").withArgs(Args.of("version", "2", "session", id)))))
                    .contains(node);
        }
        String id = UUID.randomUUID().toString();
        String other = text(session(id)).equals("east") ? "west" : "east";
        Message refused = fixture.ask(Message.of(Verb.File, "/build").withArgs(Args.of("version", "2", "session", id, "buildargs",
                "{\"constraint:node\":\"=" + other + "\"}")));
        assertThat(refused.text()).contains("constraint:node==" + other);
    }

    @Test
    void whereThereIsNoChoiceASessionDoesNotWaitForItsBuild() {
        fixture.ask(Verb.Set, "/aggregate/nodes/east", "drain");
        fixture.ask(Verb.Set, "/aggregate/nodes/west", "drain");
        assertThat(text(session(UUID.randomUUID().toString()))).isEqualTo("north");
    }

    /** Other nodes have an image of the same name, which is another. */
    @Test
    void whatClientsThatSpeakToBuildKitItselfHaveBuiltRunsWhereItIs() {
        AggregateFixture.text(fixture.ask(Verb.Spawn, "/images", "", "fromImage", "app", "tag", "1"));
        String node = text(fixture.call(Message.of(Verb.Connect, "/grpc").withBody(Body.text(""))));
        for (int i = 0; i < 3; i++) {
            fixture.create("c" + i, "{\"Image\":\"busybox\",\"Env\":[\"constraint:node==" + node + "\"]}").body().cancel();
        }
        for (int i = 0; i < 3; i++) {
            assertThat(nodeOfApp()).isEqualTo(node);
        }
        AggregateFixture.text(fixture.ask(Verb.Spawn, "/images", "", "fromImage", "app", "tag", "1"));
        assertThat(nodeOfApp()).as("it was pulled since").isNotEqualTo(node);
    }

    private String nodeOfApp() {
        assertThat(fixture.create("app", "{\"Image\":\"app:1\"}").status()).isEqualTo(201);
        var node = Json.object(AggregateFixture.json(fixture.ask(Verb.Get, "/containers/app", "")), "Node");
        fixture.ask(Verb.Remove, "/containers/app", "", "force", "1");
        return Json.text(node, "Name");
    }

    @Test
    void clientsThatSpeakToBuildKitItselfGetOneNodeAndTheirSessionsToo() {
        String node = text(fixture.call(Message.of(Verb.Connect, "/grpc").withBody(Body.text(""))));
        for (int i = 0; i < 3; i++) {
            fixture.create("c" + i, "{\"Image\":\"busybox\",\"Env\":[\"constraint:node==" + node + "\"]}").body().cancel();
            assertThat(text(fixture.call(Message.of(Verb.Connect, "/grpc").withBody(Body.text(""))))).isEqualTo(node);
            assertThat(text(session(UUID.randomUUID().toString()))).isEqualTo(node);
        }
        fixture.ask(Verb.Set, "/aggregate/nodes/" + node, "drain");
        assertThat(text(fixture.call(Message.of(Verb.Connect, "/grpc").withBody(Body.text(""))))).isNotEqualTo(node);
    }
}
