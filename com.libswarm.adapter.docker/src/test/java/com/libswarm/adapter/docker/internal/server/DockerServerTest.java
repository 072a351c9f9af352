package com.libswarm.adapter.docker.internal.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.libswarm.adapter.docker.internal.net.Loops;
import com.libswarm.adapter.docker.internal.net.NoLeaks;
import com.libswarm.adapter.docker.internal.net.Script;
import com.libswarm.adapter.docker.internal.server.RawClient.Response;
import com.libswarm.api.Body;
import com.libswarm.api.Failure;
import com.libswarm.api.Feed;
import com.libswarm.api.Head;
import com.libswarm.api.Message;
import com.libswarm.api.Router;
import com.libswarm.api.Verb;
import com.libswarm.conformance.FreePort;
import com.libswarm.conformance.Hop;
import com.libswarm.conformance.wire.Wire;
import com.libswarm.runtime.Chain;
import com.libswarm.runtime.Swarm;
import java.io.IOException;
import java.net.SocketException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith(NoLeaks.class)
@Timeout(60)
@ParameterizedClass
@EnumSource(Hop.class)
class DockerServerTest {

    @Parameter
    Hop hop;

    private final Script script = new Script();
    private final Queue<Message> seen = new ConcurrentLinkedQueue<>();
    private Swarm swarm;
    private Chain chain;
    private int port;

    @BeforeEach
    void start() throws IOException {
        swarm = Swarm.create((level, source, line) -> { });
        swarm.add(new DockerServer(new Loops()));
        swarm.add(script);
        swarm.add(new Wire());
        port = FreePort.find();
        chain = swarm.create("web", hop.between(List.of("dockerserver tcp://127.0.0.1:" + port, "script")));
        script.answers(message -> {
            seen.add(message);
            message.body().cancel();
            message.reply(Message.value().withBody(Body.text(message.verb() + " " + message.path() + " " + message.aspect())));
        });
    }

    @AfterEach
    void stop() {
        swarm.close();
        assertThatThrownBy(() -> new RawClient(port)).isInstanceOf(IOException.class);
    }

    private static String get(String target) {
        return "GET " + target + " HTTP/1.1\r\nHost: x\r\n\r\n";
    }

    @Test
    void answersRequestsOnOneConnectionInOrder() throws IOException {
        try (var client = new RawClient(port)) {
            client.send(get("/v1.41/containers/web/json") + get("/containers/web/top?ps_args=a%20b") + get("/info"));
            assertThat(client.read().body()).isEqualTo("Get /containers/web ");
            assertThat(client.read().body()).isEqualTo("Get /containers/web top");
            assertThat(client.read().body()).isEqualTo("Get /info ");
            assertThat(client.send(get("/version")).read().body()).isEqualTo("Get /version ");
        }
        assertThat(seen).extracting(message -> message.head().get(Head.API_VERSION)).containsExactly("1.41", "", "", "");
        assertThat(seen.stream().skip(1).findFirst().orElseThrow().args().query()).isEqualTo("ps_args=a%20b");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/containers/../info", "/containers/%2e%2e/info", "/a//b", "/containers/a%2F..%2Fb/json", "/a%zz", "/a%0ab", "/.",
        "/%ff", "info", "/a%2"})
    void refusesWhatIsNotCanonical(String target) throws IOException {
        try (var client = new RawClient(port)) {
            Response response = client.send(get(target)).read();
            assertThat(response.status()).isEqualTo(400);
            assertThat(response.head()).containsEntry("content-type", "application/json");
            assertThat(response.body()).startsWith("{\"message\":\"");
        }
        assertThat(seen).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"hello\r\n\r\n", "GET /info HTTP/1.1\r\nHost: x\r\nno colon\r\n\r\n", "GET /info\r\n\r\n\r\n",
        "POST /a HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n", "POST /a HTTP/1.1\r\nHost: x\r\nContent-Length: x\r\n\r\n"})
    void refusesWhatIsNotHttp(String text) throws IOException {
        try (var client = new RawClient(port)) {
            assertThat(client.send(text).read().status()).isEqualTo(400);
            assertThat(client.rest()).isEmpty();
        }
        assertThat(seen).isEmpty();
    }

    @Test
    void cutsOffAnEndlessHeader() throws IOException {
        try (var client = new RawClient(port)) {
            client.send("GET /info HTTP/1.1\r\nHost: x\r\n");
            String line = "X-Filler: " + "x".repeat(8000) + "\r\n";
            long sent = 0;
            try {
                for (; sent < 1L << 30; sent += line.length()) {
                    client.send(line);
                }
            } catch (SocketException cut) {
                assertThat(sent).isLessThan(1L << 30);
                return;
            }
        }
        throw new AssertionError("A header of a gigabyte was taken.");
    }

    @Test
    void saysThatAHeaderIsTooLarge() throws IOException {
        try (var client = new RawClient(port)) {
            client.send("GET /info HTTP/1.1\r\nHost: x\r\nX: " + "x".repeat(1_100_000) + "\r\n");
            assertThat(client.rest()).isEqualTo("HTTP/1.1 431 Request Header Fields Too Large\r\nContent-Type: text/plain; charset=utf-8\r\n"
                    + "Connection: close\r\n\r\n431 Request Header Fields Too Large");
        }
        try (var client = new RawClient(port)) {
            assertThat(client.send("GET /" + "x".repeat(1_100_000) + " HTTP/1.1\r\nHost: x\r\n").read().status()).isEqualTo(431);
        }
    }

    @Test
    void dropsTheProtocolsOwnFieldsAndThoseOfTheConnection() throws IOException {
        try (var client = new RawClient(port)) {
            client.send("GET /info HTTP/1.1\r\nHost: x\r\nStatus: 1\r\nApi-Version: 9\r\nHTTP-METHOD: DELETE\r\nConnection: X-One\r\n"
                    + "X-One: 1\r\nUpgrade: h2c\r\nX-Two: 2\r\n\r\n").read();
        }
        assertThat(seen.remove().head()).isEqualTo(Head.of("X-Two", "2"));
    }

    @Test
    void answersHeadWithoutABody() throws IOException {
        try (var client = new RawClient(port)) {
            client.send("HEAD /_ping HTTP/1.1\r\nHost: x\r\n\r\n" + get("/info"));
            assertThat(client.read(false).status()).isEqualTo(200);
            assertThat(client.read().body()).isEqualTo("Get /info ");
        }
        assertThat(seen.remove().head().get(Head.HTTP_METHOD)).isEqualTo("HEAD");
    }

    @Test
    void writesNamesAsAListingAndErrorsAsJson() throws IOException {
        script.answers(Router.alone().on(Verb.Ls, "/containers", (m, name) -> m.reply(Message.value("web", "db"))));
        try (var client = new RawClient(port)) {
            assertThat(client.send(get("/containers/json")).read().body())
                    .isEqualTo("[{\"Id\":\"web\",\"Names\":[\"/web\"]},{\"Id\":\"db\",\"Names\":[\"/db\"]}]");
            Response unknown = client.send(get("/info")).read();
            assertThat(unknown.status()).isEqualTo(501);
            assertThat(unknown.body()).startsWith("{\"message\":\"Not implemented");
        }
    }

    @Test
    void takesBodiesInChunksAndAnswersExpectations() throws IOException {
        script.answers(m -> m.body().collect(1000).thenAccept(b -> m.reply(Message.ack().withBody(Body.of(b)))));
        try (var client = new RawClient(port)) {
            client.send("POST /build HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\nExpect: 100-continue\r\n\r\n");
            assertThat(client.read(false).status()).isEqualTo(100);
            client.send("3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n");
            assertThat(client.read().body()).isEqualTo("abcde");
        }
    }

    @Test
    void aBrokenBodyHasNoLastChunk() throws IOException {
        script.answers(m -> {
            Feed feed = Feed.create(100);
            m.reply(Message.value().withBody(feed.body()));
            feed.offer(StandardCharsets.UTF_8.encode("half"));
            feed.fail(502, "The engine is gone.");
        });
        try (var client = new RawClient(port)) {
            assertThat(client.send(get("/images/x/get")).read(false).head()).containsEntry("transfer-encoding", "chunked");
            assertThatThrownBy(client::chunksToEnd).isInstanceOf(IOException.class);
        }
    }

    @Test
    void aClientThatGoesAwayCancelsItsRequest() throws IOException {
        var cancelled = new AtomicBoolean();
        script.answers(m -> {
            m.ret().onCancel(() -> {
                cancelled.set(true);
                m.reply(Message.error(499, "Cancelled."));
            });
            seen.add(m);
        });
        try (var client = new RawClient(port)) {
            client.send(get("/info"));
            await().until(() -> !seen.isEmpty());
        }
        await().untilTrue(cancelled);
    }

    @Test
    void aClientThatGoesAwayCancelsTheBodyItWasGiven() throws IOException {
        var cancelled = new AtomicBoolean();
        script.answers(m -> {
            Feed feed = Feed.create(1000);
            feed.onCancel(() -> cancelled.set(true));
            feed.offer(StandardCharsets.UTF_8.encode("line\n"));
            m.reply(Message.value().withBody(feed.body()));
        });
        try (var client = new RawClient(port)) {
            assertThat(client.send(get("/events")).read(false).status()).isEqualTo(200);
        }
        await().untilTrue(cancelled);
    }

    @Test
    void aSlowClientSlowsTheWriterAndLosesNothing() throws IOException {
        var written = new AtomicInteger();
        int chunk = 64 * 1024;
        int chunks = 1000;
        script.answers(m -> {
            Feed feed = Feed.create(chunk);
            m.reply(Message.value().withBody(feed.body()));
            write(feed, written, chunk, chunks);
        });
        try (var client = new RawClient(port)) {
            client.socket.setReceiveBufferSize(chunk);
            client.send(get("/images/x/get")).read(false);
            await().during(Duration.ofMillis(200)).until(() -> {
                int before = written.get();
                Thread.onSpinWait();
                return before == written.get();
            });
            assertThat(written.get()).isLessThan(chunks);
            assertThat(client.chunksToEnd()).isEqualTo((long) chunk * chunks);
        }
    }

    private static void write(Feed feed, AtomicInteger written, int chunk, int chunks) {
        while (written.get() < chunks) {
            if (!feed.offer(ByteBuffer.allocate(chunk))) {
                feed.onRoom(() -> write(feed, written, chunk, chunks));
                return;
            }
            written.incrementAndGet();
        }
        feed.end();
    }

    @Test
    void aSlowChainSlowsTheClient() throws IOException {
        script.answers(seen::add);
        try (var client = new RawClient(port)) {
            client.send("POST /build HTTP/1.1\r\nHost: x\r\nContent-Length: 100000000\r\n\r\n");
            await().until(() -> !seen.isEmpty());
            var sent = new AtomicInteger();
            Thread writer = new Thread(() -> {
                try {
                    for (; sent.get() < 100_000_000; sent.addAndGet(100_000)) {
                        client.socket.getOutputStream().write(new byte[100_000]);
                    }
                } catch (IOException closed) {
                    // below
                }
            });
            writer.start();
            await().during(Duration.ofMillis(200)).until(() -> writer.getState() != Thread.State.TERMINATED);
            assertThat(sent.get()).isLessThan(100_000_000);
            Message message = seen.remove();
            message.body().cancel();
            message.reply(Message.error(400, "No more, please."));
            assertThat(client.read().status()).isEqualTo(400);
            await().until(() -> writer.getState() == Thread.State.TERMINATED);
            assertThat(client.send(get("/info")).socket.isConnected()).isTrue();
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aStreamIsExactAndEndsEachWayAlone(boolean upgrade) throws IOException {
        var up = new AtomicInteger();
        script.answers(m -> {
            Feed feed = Feed.create(1000);
            m.reply(Message.of(Verb.Connect, "/").withBody(feed.body()));
            m.body().collect(1_000_000).thenAccept(bytes -> {
                up.set(bytes.remaining());
                feed.offer(StandardCharsets.UTF_8.encode("you said ").duplicate());
                feed.offer(bytes);
                feed.end();
            });
        });
        try (var client = new RawClient(port)) {
            client.send("POST /exec/4f/start HTTP/1.1\r\nHost: x\r\n" + (upgrade ? "Connection: Upgrade\r\nUpgrade: tcp\r\n" : "")
                    + "Content-Length: 2\r\n\r\n{}early");
            Response response = client.read(false);
            assertThat(response.status()).isEqualTo(upgrade ? 101 : 200);
            assertThat(response.head()).containsEntry("content-type", "application/vnd.docker.raw-stream").doesNotContainKey("content-length");
            client.send(" late").socket.shutdownOutput();
            assertThat(client.rest()).isEqualTo("you said {}early late");
        }
        assertThat(up).hasValue(12);
    }

    @Test
    void aStreamOnAUnixSocketEndsEachWayAlone(@TempDir Path folder) throws IOException {
        script.answers(m -> {
            Feed feed = Feed.create(1000);
            m.reply(Message.of(Verb.Connect, "/").withBody(feed.body()));
            m.body().collect(1000).thenAccept(bytes -> {
                feed.offer(bytes);
                feed.end();
            });
        });
        Path path = folder.resolve("s.sock");
        swarm.create("unix", hop.between(List.of("dockerserver unix://" + path, "script")));
        try (var client = SocketChannel.open(UnixDomainSocketAddress.of(path))) {
            client.write(StandardCharsets.UTF_8.encode("POST /containers/x/attach HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\n\r\necho"));
            client.shutdownOutput();
            String answer = new String(Channels.newInputStream(client).readAllBytes(), StandardCharsets.UTF_8);
            assertThat(answer).startsWith("HTTP/1.1 200 OK\r\n").endsWith("\r\n\r\necho");
        }
    }

    @Test
    void afterARefusedStreamTheNextRequestFollows() throws IOException {
        script.answers(m -> {
            if (m.verb() == Verb.Attach) {
                m.body().collect(1000).thenAccept(bytes -> seen.add(m));
                m.reply(Message.error(404, "No such container: x"));
            } else {
                m.reply(Message.ack());
            }
        });
        try (var client = new RawClient(port)) {
            client.send("POST /containers/x/attach HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: tcp\r\n\r\n" + get("/info"));
            assertThat(client.read().body()).isEqualTo("{\"message\":\"No such container: x\"}\n");
            assertThat(client.read().status()).isEqualTo(204);
        }
        await().untilAsserted(() -> assertThat(seen).hasSize(1));
    }

    @Test
    void aConnectionSurvivesTheReplacementOfItsLink() throws IOException {
        try (var client = new RawClient(port)) {
            assertThat(client.send(get("/info")).read().status()).isEqualTo(200);
            for (int i = 0; i < 3; i++) {
                chain.swap(hop.numberOf(1), "dockerserver tcp://127.0.0.1:" + port);
                assertThat(client.send(get("/info")).read().status()).isEqualTo(200);
            }
        }
    }

    @Test
    void listensForOthersOnlyWhenToldTo() {
        assertThatThrownBy(() -> swarm.create("open", List.of("dockerserver tcp://0.0.0.0:9999", "script")))
                .isInstanceOf(Failure.class).hasMessageContaining("dockerserver --insecure tcp://0.0.0.0:9999");
    }
}
