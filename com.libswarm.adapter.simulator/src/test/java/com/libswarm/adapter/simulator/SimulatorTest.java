package com.libswarm.adapter.simulator;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.libswarm.api.Args;
import com.libswarm.api.Body;
import com.libswarm.api.Feed;
import com.libswarm.api.Head;
import com.libswarm.api.Message;
import com.libswarm.api.Verb;
import com.libswarm.api.adapter.Adapter;
import com.libswarm.api.adapter.Context;
import com.libswarm.api.adapter.Declaration;
import com.libswarm.api.adapter.Link;
import com.libswarm.conformance.Asker;
import com.libswarm.conformance.Hop;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource(Hop.class)
class SimulatorTest {

    @Parameter
    Hop hop;

    private SimulatorFixture simulator;

    @BeforeEach
    void start() {
        simulator = SimulatorFixture.start(hop, "simulator web db");
    }

    @AfterEach
    void stop() {
        simulator.close();
    }

    @Test
    void aNameMayBeOneLetter() {
        try (var other = SimulatorFixture.start(hop, "simulator a b")) {
            assertThat(other.names()).containsExactlyInAnyOrder("a", "b");
        }
    }

    @Test
    void theNamedContainersRun() {
        assertThat(simulator.names()).containsExactlyInAnyOrder("web", "db");
        assertThat(simulator.state("web")).containsEntry("Status", "running");
    }

    @Test
    void whatItDoesNotKnowGoesOn() {
        assertThat(simulator.ask(Verb.Get, "/registry/web", "").status()).isEqualTo(501);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '#', textBlock = """
            {bad                                             # 400 # cannot be read
            []                                               # 400 # not an object
            {}                                               # 400 # Config cannot be empty
            {"Image":"nosuch"}                               # 404 # No such image: nosuch:latest
            {"Image":7}                                      # 400 # Image
            {"Image":"UPPER CASE"}                           # 400 # invalid reference format
            {"Image":"busybox","Cmd":7}                      # 400 # Cmd
            {"Image":"busybox","Tty":"yes"}                  # 400 # Tty
            {"Image":"busybox","HostConfig":{"RestartPolicy":{"Name":"maybe"}}} # 400 # restart policy
            """)
    void whatCannotBeCreatedIsRefused(String json, int status, String words) {
        var reply = simulator.create("c1", json);
        assertThat(reply.status()).isEqualTo(status);
        assertThat(reply.text()).contains(words);
        assertThat(simulator.names("all", "1")).doesNotContain("c1");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '#', textBlock = """
            Ls     # /containers        #         # filters={"bad":["x"]}         # 400
            Ls     # /containers        #         # filters=bad                   # 400
            Ls     # /containers        #         # filters={"status":["bad"]}    # 400
            Ls     # /containers        #         # limit=x                       # 400
            Ls     # /images            #         # filters={"bad":["x"]}         # 400
            Watch  # /events            #         # filters={"bad":["x"]}         # 400
            Watch  # /events            #         # since=yesterday               # 400
            Set    # /containers/web    # kill    # signal=FOO                    # 400
            Set    # /containers/web    # rename  # name=db                       # 409
            Set    # /containers/web    # rename  # name=a/b                      # 400
            Set    # /containers/web    # rename  # name=                         # 400
            Set    # /containers/web    # unpause # x=                            # 500
            Set    # /containers/web    # resize  # h=x                           # 400
            Remove # /containers/web    #         # x=                            # 409
            Start  # /containers/web    #         # x=                            # 304
            Start  # /containers/nope   #         # x=                            # 404
            Watch  # /containers/web    # logs    # x=                            # 400
            Watch  # /containers/web    # wait    # condition=never               # 400
            Get    # /networks/nope     #         # x=                            # 404
            Get    # /volumes/nope      #         # x=                            # 404
            Get    # /exec/nope         #         # x=                            # 404
            """)
    void badRequestsAreToldSo(Verb verb, String path, String aspect, String arg, int status) {
        int equals = arg.indexOf('=');
        var reply = simulator.ask(verb, path, aspect == null ? "" : aspect, arg.substring(0, equals), arg.substring(equals + 1));
        assertThat(reply.status()).isEqualTo(status);
    }

    @Test
    void aNameIsTakenOnce() {
        var reply = simulator.create("web", "{\"Image\":\"busybox\"}");
        assertThat(reply.status()).isEqualTo(409);
        assertThat(reply.text()).startsWith("Conflict. The container name \"/web\" is already in use");
    }

    @Test
    void signalsEndContainersWithTheirNumber() {
        var wait = simulator.ask(Verb.Watch, "/containers/web", "wait");
        assertThat(wait.body().isNone()).isFalse();
        assertThat(simulator.ask(Verb.Set, "/containers/web", "kill", "signal", "INT").status()).isEqualTo(204);
        assertThat(SimulatorFixture.json(wait)).containsEntry("StatusCode", 130);
        assertThat(simulator.ask(Verb.Stop, "/containers/db", "").status()).isEqualTo(204);
        assertThat(simulator.state("db")).containsEntry("ExitCode", 143);
        assertThat(simulator.ask(Verb.Stop, "/containers/db", "").status()).isEqualTo(304);
        assertThat(simulator.ask(Verb.Set, "/containers/db", "kill").status()).isEqualTo(409);
    }

    @Test
    void whatIgnoresTheStopSignalIsKilledInTime() {
        simulator.createWith("c1", "sh", "-c", "trap '' TERM; sleep infinity");
        simulator.ask(Verb.Start, "/containers/c1", "");
        assertThat(simulator.ask(Verb.Stop, "/containers/c1", "", "t", "0").status()).isEqualTo(204);
        assertThat(simulator.state("c1")).containsEntry("ExitCode", 137);
    }

    @Test
    void aRestartedContainerRuns() {
        assertThat(simulator.ask(Verb.Set, "/containers/web", "restart", "t", "0").status()).isEqualTo(204);
        assertThat(simulator.state("web")).containsEntry("Status", "running");
    }

    @Test
    void theListIsFiltered() {
        simulator.createWith("old", "true");
        assertThat(simulator.names("all", "1")).containsExactly("old", "db", "web");
        assertThat(simulator.names("filters", "{\"status\":{\"created\":true}}")).containsExactly("old");
        assertThat(simulator.names("filters", "{\"name\":[\"^/we\"]}")).containsExactly("web");
        assertThat(simulator.names("filters", "{\"before\":[\"db\"]}")).containsExactly("web");
        assertThat(simulator.names("filters", "{\"ancestor\":[\"alpine\"]}")).isEmpty();
        assertThat(simulator.names("limit", "1")).containsExactly("old");
    }

    @Test
    void whatIsTypedComesBack() {
        simulator.create("c1", "{\"Image\":\"busybox\",\"Cmd\":[\"cat\"],\"OpenStdin\":true,\"StdinOnce\":true}").body().cancel();
        Feed typed = SimulatorFixture.typed("hello\n");
        var attached = simulator.ask(Message.of(Verb.Attach, "/containers/c1").withBody(typed.body())
                .withArgs(Args.of("stream", "1", "stdin", "1", "stdout", "1", "stderr", "1")));
        simulator.ask(Verb.Start, "/containers/c1", "");
        typed.end();
        assertThat(SimulatorFixture.unframed(SimulatorFixture.bytes(attached))).isEqualTo("hello\n");
    }

    @Test
    void aReaderWhoDoesNotReadHoldsTheWriterUpNotTheHeap() throws Exception {
        simulator.createWith("c1", "sh", "-c", "seq 200000; echo end");
        var attached = simulator.ask(Message.of(Verb.Attach, "/containers/c1").withArgs(Args.of("stream", "1", "stdout", "1")));
        var wait = simulator.ask(Verb.Watch, "/containers/c1", "wait", "condition", "next-exit");
        simulator.ask(Verb.Start, "/containers/c1", "");
        await().until(() -> !simulator.logs("c1").isEmpty());
        assertThat(simulator.state("c1")).containsEntry("Status", "running");
        assertThat(wait.body().read()).isSameAs(Body.NOTHING_YET);
        String all = SimulatorFixture.unframed(SimulatorFixture.bytes(attached));
        assertThat(all).startsWith("1\n2\n").endsWith("200000\nend\n");
        assertThat(SimulatorFixture.json(wait)).containsEntry("StatusCode", 0);
        assertThat(simulator.logs("c1").length()).isLessThan(1 << 20);
    }

    @Test
    void aReaderWhoGoesAwayFreesTheWriter() {
        simulator.createWith("c1", "sh", "-c", "seq 100000; exit 3");
        var attached = simulator.ask(Message.of(Verb.Attach, "/containers/c1").withArgs(Args.of("stream", "1", "stdout", "1")));
        var wait = simulator.ask(Verb.Watch, "/containers/c1", "wait", "condition", "next-exit");
        simulator.ask(Verb.Start, "/containers/c1", "");
        attached.body().cancel();
        assertThat(SimulatorFixture.json(wait)).containsEntry("StatusCode", 3);
    }

    @Test
    void aFollowedLogEndsWithItsContainer() {
        simulator.createWith("c1", "sh", "-c", "echo one; sleep 0.2; echo two");
        simulator.ask(Verb.Start, "/containers/c1", "");
        assertThat(simulator.logs("c1", "stdout", "1", "follow", "1")).isEqualTo("one\ntwo\n");
        assertThat(simulator.logs("c1", "stdout", "1", "tail", "1")).isEqualTo("two\n");
    }

    @Test
    void anExecHasItsOwnStreamsAndExitCode() {
        var made = simulator.ask(Message.of(Verb.Spawn, "/containers/web").withAspect("exec").withBody(Body.text(
                "{\"Cmd\":[\"sh\",\"-c\",\"cat; exit 4\"],\"AttachStdin\":true,\"AttachStdout\":true}")));
        String path = "/exec/" + Json.text(SimulatorFixture.json(made), "Id");
        String declared = "{\"Detach\":false}\n";
        var feed = SimulatorFixture.typed(declared + "typed");
        feed.end();
        var attached = simulator.ask(Message.of(Verb.Attach, path).withBody(feed.body())
                .withHead(Head.of("Content-Length", Integer.toString(declared.length()))));
        assertThat(attached.verb()).isEqualTo(Verb.Connect);
        assertThat(SimulatorFixture.unframed(SimulatorFixture.bytes(attached))).isEqualTo("typed");
        assertThat(SimulatorFixture.json(simulator.ask(Verb.Get, path, ""))).containsEntry("ExitCode", 4);
        assertThat(simulator.logs("web")).isEmpty();
    }

    @Test
    void eventsTellWhatHappened() {
        simulator.run("c1", "false");
        String now = Long.toString(System.currentTimeMillis() / 1000 - 1);
        var events = new String(SimulatorFixture.bytes(simulator.ask(Verb.Watch, "/events", "", "since", "1", "until", now,
                "filters", "{\"container\":[\"web\"]}")), UTF_8);
        assertThat(events.lines().toList()).allMatch(line -> line.startsWith("{\"Type\":\"container\""));
        var all = simulator.ask(Verb.Watch, "/events", "", "since", "1", "filters", "{\"container\":[\"c1\"],\"event\":[\"die\"]}");
        assertThat(Asker.get(Lines.first(all.body()))).contains("\"exitCode\":\"1\"");
        all.body().cancel();
    }

    @Test
    void aRemovedContainerIsGone() {
        var wait = simulator.ask(Verb.Watch, "/containers/web", "wait", "condition", "removed");
        assertThat(simulator.ask(Verb.Remove, "/containers/web", "", "force", "1").status()).isEqualTo(204);
        assertThat(SimulatorFixture.json(wait)).containsEntry("StatusCode", 137);
        assertThat(simulator.names("all", "1")).containsExactly("db");
    }

    @Test
    void anyImageCanBePulled() {
        SimulatorFixture.text(simulator.ask(Verb.Spawn, "/images", "", "fromImage", "nginx", "tag", "1"));
        simulator.create("c1", "{\"Image\":\"nginx:1\"}").body().cancel();
        assertThat(simulator.ask(Verb.Start, "/containers/c1", "").status()).isEqualTo(204);
        assertThat(simulator.state("c1")).containsEntry("Status", "running");
        assertThat(simulator.ask(Verb.Remove, "/images/nginx:1", "").status()).isEqualTo(409);
    }

    @Test
    void theStateOutlivesTheCode() {
        simulator.run("done", "sh", "-c", "echo kept; exit 5");
        simulator.ask(Verb.Remove, "/containers/db", "", "force", "1");
        simulator.createWith("busy", "sh", "-c", "sleep infinity");
        simulator.ask(Verb.Start, "/containers/busy", "");
        simulator.chain.swap(hop.numberOf(1), "simulator web db");
        assertThat(simulator.names("all", "1")).containsExactly("busy", "done", "web");
        assertThat(simulator.state("web")).containsEntry("Status", "running");
        assertThat(simulator.state("done")).containsEntry("ExitCode", 5);
        assertThat(simulator.state("busy")).containsEntry("ExitCode", 137);
        assertThat(simulator.logs("done")).isEqualTo("kept\n");
        assertThat(simulator.ask(Verb.Stop, "/containers/web", "").status()).isEqualTo(204);
    }

    /** What the next version but one may keep. */
    @Declaration(name = "simulator", summary = "is from the future", arguments = "[NAME...]  any")
    private static final class Future implements Adapter {
        @Override
        public Link spawn(Context context) {
            return new Link() {
                @Override
                public void send(Message message) {
                    message.reply(Message.value("future"));
                }

                @Override
                public void active() {
                    context.kept().convert(2, before -> before);
                }
            };
        }
    }

    @Test
    void aStateThatANewerVersionHasWrittenIsRefusedAndThatVersionGoesOn() {
        simulator.swarm.add(new Future());

        simulator.swarm.add(new Simulator());

        assertThat(simulator.ask(Verb.Get, "/version", "").text()).isEqualTo("future");
        var changes = simulator.swarm.history();
        assertThat(changes.get(changes.size() - 1).failure().orElseThrow()).contains("in format 2; this version reads formats up to 1");
    }

    @Test
    void whoWaitsWhenItStopsIsTold() {
        simulator.createWith("c1", "sh", "-c", "trap '' TERM; sleep infinity");
        simulator.ask(Verb.Start, "/containers/c1", "");
        var stop = simulator.call(Message.of(Verb.Stop, "/containers/c1").withArgs(Args.of("t", "100")));
        simulator.close();
        assertThat(Asker.get(stop.result()).isError()).isTrue();
        assertThat(List.of(503, 504)).contains(Asker.get(stop.result()).status());
    }
}
