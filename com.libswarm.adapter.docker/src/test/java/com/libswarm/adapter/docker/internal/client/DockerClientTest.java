package com.libswarm.adapter.docker.internal.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.libswarm.adapter.docker.internal.net.Loops;
import com.libswarm.adapter.docker.internal.net.NoLeaks;
import com.libswarm.api.Args;
import com.libswarm.api.Body;
import com.libswarm.api.BrokenBodyException;
import com.libswarm.api.Call;
import com.libswarm.api.Feed;
import com.libswarm.api.Head;
import com.libswarm.api.Message;
import com.libswarm.api.Verb;
import com.libswarm.conformance.FreePort;
import com.libswarm.conformance.Hop;
import com.libswarm.conformance.wire.Wire;
import com.libswarm.runtime.Chain;
import com.libswarm.runtime.Swarm;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith(NoLeaks.class)
@Timeout(60)
@ParameterizedClass
@EnumSource(Hop.class)
class DockerClientTest {

    @Parameter
    Hop hop;

    private static final String OK = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 2\r\n\r\n[]";

    private final Queue<String> lines = new ConcurrentLinkedQueue<>();
    private Swarm swarm;
    private Chain chain;

    @BeforeEach
    void start() {
        swarm = Swarm.create((level, source, line) -> {
            if (level.getSeverity() >= System.Logger.Level.INFO.getSeverity()) {
                lines.add(level + " " + line);
            }
        });
        swarm.add(new DockerClient(new Loops()));
        swarm.add(new Wire());
    }

    @AfterEach
    void stop() {
        swarm.close();
    }

    private FakeEngine engine(FakeEngine.Play play) throws IOException {
        FakeEngine engine = new FakeEngine(0, play);
        chain = swarm.create("web", hop.between(List.of("dockerclient tcp://127.0.0.1:" + engine.port())));
        return engine;
    }

    private Message ask(Message message) throws Exception {
        return Call.ask(chain.head(), message).result().get(10, TimeUnit.SECONDS);
    }

    private static String text(Message reply) throws Exception {
        ByteBuffer bytes = reply.body().collect(1_000_000).get(10, TimeUnit.SECONDS);
        return StandardCharsets.UTF_8.decode(bytes).toString();
    }

    @Test
    void asksOneAfterTheOtherOnOneConnection() throws Exception {
        try (var engine = engine((peer, n) -> {
            while (!peer.head().isEmpty()) {
                peer.say(OK);
            }
        })) {
            for (int i = 0; i < 20; i++) {
                Message reply = ask(Message.of(Verb.Ls, "/containers").withArgs(Args.query("filters=%7B%7D"))
                        .withHead(Head.of(Head.API_VERSION, "1.41", "X-Registry-Auth", "a")));
                assertThat(reply.verb()).isEqualTo(Verb.Set);
                assertThat(reply.status()).isEqualTo(200);
                assertThat(text(reply)).isEqualTo("[]");
            }
            assertThat(engine.heads).allMatch(head -> head.startsWith("GET /v1.41/containers/json?filters=%7B%7D HTTP/1.1\r\n")
                    && head.contains("Host: docker\r\n") && head.contains("X-Registry-Auth: a\r\n"));
            // one for each event loop, and the first look
            assertThat(engine.connections.get()).isLessThanOrEqualTo(Loops.count() + 1);
        }
    }

    @Test
    void writesNamesAsTheyAre() throws Exception {
        try (var engine = engine((peer, n) -> {
            peer.head();
            peer.say(OK);
        })) {
            ask(Message.of(Verb.Get, "/images/\u00fc /b?c%d#e:1").withAspect("history")).body().cancel();
            assertThat(engine.heads.element()).startsWith("GET /images/%C3%BC%20/b%3Fc%25d%23e:1/history HTTP/1.1\r\n");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"SSH-2.0-OpenSSH_9.2\r\n", "\u0000\u0001\u0002\r\n\r\n", "HTTP/1.1 abc\r\n\r\n", ""})
    void garbageAndSilenceAreBadGateways(String said) throws Exception {
        try (var engine = engine((peer, n) -> {
            peer.head();
            peer.say(said);
        })) {
            Message reply = ask(Message.of(Verb.Set, "/containers/web").withAspect("kill"));
            assertThat(reply.isError()).isTrue();
            assertThat(reply.status()).isEqualTo(502);
            assertThat(reply.text()).contains("tcp://127.0.0.1:" + engine.port());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhalf", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nhalf\r\n",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nhalf\r\nnonsense\r\n"})
    void halfAnAnswerIsABrokenBody(String said) throws Exception {
        try (var engine = engine((peer, n) -> {
            peer.head();
            peer.say(said);
        })) {
            Message reply = ask(Message.of(Verb.Get, "/images/x").withAspect("get"));
            assertThat(reply.status()).isEqualTo(200);
            assertThatThrownBy(() -> text(reply)).hasCauseInstanceOf(BrokenBodyException.class);
        }
    }

    @Test
    void anEnginesErrorKeepsItsTextAndItsBody() throws Exception {
        String json = "{\"message\":\"No such container: \\\"x\\\"\"}\n";
        try (var engine = engine((peer, n) -> {
            peer.head();
            peer.say("HTTP/1.1 404 Not Found\r\nContent-Type: application/json\r\nContent-Length: " + json.length() + "\r\n\r\n" + json);
        })) {
            Message reply = ask(Message.of(Verb.Get, "/containers/x"));
            assertThat(reply.verb()).isEqualTo(Verb.Error);
            assertThat(reply.status()).isEqualTo(404);
            assertThat(reply.text()).isEqualTo("No such container: \"x\"");
            assertThat(text(reply)).isEqualTo(json);
        }
    }

    @Test
    void saysOnceThatTheEngineIsAwayAndOnceThatItIsBack() throws Exception {
        int port = FreePort.find();
        chain = swarm.create("web", hop.between(List.of("dockerclient tcp://127.0.0.1:" + port)));
        for (int i = 0; i < 3; i++) {
            Message reply = ask(Message.of(Verb.Get, "/info"));
            assertThat(reply.status()).isEqualTo(502);
            assertThat(reply.text()).isEqualTo("Cannot connect to the Docker engine at tcp://127.0.0.1:" + port
                    + ": connection refused. Is it running?");
        }
        assertThat(lines).hasSize(1).allMatch(line -> line.startsWith("WARNING Cannot connect"));
        try (var engine = new FakeEngine(port, (peer, n) -> {
            peer.head();
            peer.say(OK);
        })) {
            ask(Message.of(Verb.Get, "/info")).body().cancel();
            assertThat(lines).hasSize(2).anyMatch(line -> line.startsWith("INFO") && line.endsWith("is back."));
        }
    }

    @Test
    void namesAMissingSocket() throws Exception {
        chain = swarm.create("web", hop.between(List.of("dockerclient unix:///nowhere/docker.sock")));
        assertThat(ask(Message.of(Verb.Get, "/info")).text())
                .isEqualTo("Cannot connect to the Docker engine at unix:///nowhere/docker.sock: no such file or directory. Is it running?");
    }

    @Test
    void repeatsAReadOnAConnectionThatHadBeenGivenUp() throws Exception {
        try (var engine = engine((peer, n) -> {
            // answers one request a connection, and is gone when it sees the next
            peer.head();
            peer.say(OK);
            peer.head();
        })) {
            for (int i = 0; i < 5; i++) {
                assertThat(text(ask(Message.of(Verb.Ls, "/containers")))).isEqualTo("[]");
            }
        }
    }

    @Test
    void aStreamIsExactAndEndsEachWayAlone() throws Exception {
        for (String answer : List.of("HTTP/1.1 101 UPGRADED\r\nContent-Type: application/vnd.docker.raw-stream\r\nConnection: Upgrade\r\n"
                + "Upgrade: tcp\r\n\r\nearly ", "HTTP/1.1 200 OK\r\nContent-Type: application/vnd.docker.raw-stream\r\n\r\nearly ")) {
            try (var engine = engine((peer, n) -> {
                if (!peer.head().isEmpty() && peer.bytes(2).equals("{}")) {
                    peer.say(answer);
                    peer.say("you said " + peer.rest());
                }
            })) {
                Feed up = Feed.create(1000);
                up.offer(StandardCharsets.UTF_8.encode("{}hel"));
                Message reply = ask(Message.of(Verb.Attach, "/exec/4f").withHead(Head.of("Content-Length", "2", "Upgrade", "tcp"))
                        .withBody(up.body()));
                assertThat(reply.verb()).isEqualTo(Verb.Connect);
                up.offer(StandardCharsets.UTF_8.encode("lo"));
                up.end();
                assertThat(text(reply)).isEqualTo("early you said hello");
                assertThat(engine.heads.element()).contains("POST /exec/4f/start").containsIgnoringCase("connection: upgrade\r\nupgrade: tcp");
            }
            chain.destroy();
        }
    }

    @Test
    void whatAnAttachDeclaresGoesTogetherWithItsHead() throws Exception {
        Feed up = Feed.create(1000);
        var first = new CompletableFuture<String>();
        try (var engine = engine((peer, n) -> {
            ByteBuffer segment = ByteBuffer.allocate(4096);
            if (peer.socket().read(segment) > 0) {
                first.complete(StandardCharsets.ISO_8859_1.decode(segment.flip()).toString());
                peer.say("HTTP/1.1 101 UPGRADED\r\nConnection: Upgrade\r\nUpgrade: tcp\r\n\r\n");
            }
        })) {
            up.offer(StandardCharsets.UTF_8.encode("{\"a"));
            Call call = Call.ask(chain.head(), Message.of(Verb.Attach, "/containers/web").withHead(Head.of("Content-Length", "5"))
                    .withBody(up.body()));
            up.offer(StandardCharsets.UTF_8.encode("\"}"));
            assertThat(first.get(30, TimeUnit.SECONDS)).startsWith("POST /containers/web/attach ").endsWith("\r\n\r\n{\"a\"}");
            call.result().get(30, TimeUnit.SECONDS).body().cancel();
        }
    }

    @Test
    void cancelClosesTheConnection() throws Exception {
        var closed = new CountDownLatch(2);
        try (var engine = engine((peer, n) -> {
            String head = peer.head();
            if (head.contains("/events")) {
                peer.say("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n");
            }
            if (!head.isEmpty() && peer.rest().isEmpty()) {
                closed.countDown();
            }
        })) {
            Call call = Call.ask(chain.head(), Message.of(Verb.Get, "/info"));
            await().until(() -> !engine.heads.isEmpty());
            call.cancel();
            assertThat(call.result().get().status()).isEqualTo(499);
            ask(Message.of(Verb.Watch, "/events")).body().cancel();
            assertThat(closed.await(10, TimeUnit.SECONDS)).isTrue();
        }
    }

    @Test
    void aSlowReaderSlowsTheEngine() throws Exception {
        var sent = new AtomicLong();
        try (var engine = engine((peer, n) -> {
            peer.head();
            peer.say("HTTP/1.1 200 OK\r\nContent-Length: 50000000\r\n\r\n");
            for (; sent.get() < 50_000_000; sent.addAndGet(50_000)) {
                peer.out().write(new byte[50_000]);
            }
        })) {
            Message reply = ask(Message.of(Verb.Get, "/images/x").withAspect("get"));
            var before = new AtomicLong(-1);
            await().pollInterval(Duration.ofMillis(200)).until(() -> before.getAndSet(sent.get()) == sent.get());
            assertThat(sent.get()).isLessThan(50_000_000);
            var seen = new AtomicLong();
            try (var in = reply.body().in()) {
                byte[] bytes = new byte[64 * 1024];
                for (int n = in.read(bytes); n >= 0; n = in.read(bytes)) {
                    seen.addAndGet(n);
                }
            }
            assertThat(seen).hasValue(50_000_000);
        }
    }

    @Test
    void repliesWhileTheRequestIsStillOnItsWay() throws Exception {
        try (var engine = engine((peer, n) -> {
            peer.head();
            peer.say("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n");
            peer.say("3\r\none\r\n");
            while (peer.in().read() != '!') {
                Thread.onSpinWait();
            }
            peer.say("3\r\ntwo\r\n0\r\n\r\n");
        })) {
            Feed up = Feed.create(1000);
            up.offer(StandardCharsets.UTF_8.encode("tar"));
            Message reply = ask(Message.of(Verb.File, "/build").withBody(up.body()));
            assertThat(reply.verb()).isEqualTo(Verb.Ack);
            up.offer(StandardCharsets.UTF_8.encode("!"));
            assertThat(text(reply)).isEqualTo("onetwo");
            await().until(up::isCancelled);
        }
    }

    @Test
    void aBrokenRequestDoesNotLookWholeToTheEngine() throws Exception {
        Queue<String> read = new ConcurrentLinkedQueue<>();
        try (var engine = engine((peer, n) -> {
            if (!peer.head().isEmpty()) {
                try {
                    read.add(peer.rest());
                } catch (IOException reset) {
                    read.add("reset");
                }
            }
        })) {
            Feed up = Feed.create(1000);
            up.offer(StandardCharsets.UTF_8.encode("half"));
            Call call = Call.ask(chain.head(), Message.of(Verb.File, "/images").withAspect("load").withBody(up.body()));
            await().until(() -> !engine.heads.isEmpty());
            up.fail(499, "The client has gone away.");
            assertThat(call.result().get(10, TimeUnit.SECONDS).isError()).isTrue();
            await().until(() -> !read.isEmpty());
            assertThat(read.element()).doesNotEndWith("0\r\n\r\n");
        }
    }

    @Test
    void watchingAnObjectIsAskingForItsEvents() throws Exception {
        try (var engine = engine((peer, n) -> {
            peer.head();
            peer.say(OK);
        })) {
            ask(Message.of(Verb.Watch, "/containers/web").withArgs(Args.of("since", "1"))).body().cancel();
            assertThat(engine.heads.element()).startsWith("GET /events?since=1&filters="
                    + "%7B%22type%22%3A%5B%22container%22%5D%2C%22container%22%3A%5B%22web%22%5D%7D HTTP/1.1");
        }
    }

    @Test
    void headHasNoBodyWhateverItsLength() throws Exception {
        try (var engine = engine((peer, n) -> {
            while (!peer.head().isEmpty()) {
                peer.say("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n");
            }
        })) {
            for (int i = 0; i < 3; i++) {
                Message reply = ask(Message.of(Verb.Get, "/_ping").withHead(Head.of(Head.HTTP_METHOD, "HEAD")));
                assertThat(reply.body()).isSameAs(Body.NONE);
                assertThat(reply.head().get("Content-Length")).isEqualTo("100");
            }
        }
    }
}
