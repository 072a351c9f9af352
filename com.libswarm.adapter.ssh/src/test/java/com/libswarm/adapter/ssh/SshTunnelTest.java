package com.libswarm.adapter.ssh;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.libswarm.api.Body;
import com.libswarm.api.Call;
import com.libswarm.api.Feed;
import com.libswarm.api.Message;
import com.libswarm.api.Verb;
import com.libswarm.conformance.SshServer;
import com.libswarm.conformance.TestChain;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What goes through a tunnel, and what becomes of it when the tunnel does not last; with a real sshd. */
@NeedsSshd
@Timeout(120)
class SshTunnelTest {

    private static final Message LIST = Message.of(Verb.Ls, "/containers");
    private static final Message LOGS = Message.of(Verb.Watch, "/containers/web").withAspect("logs");
    private static final long MORE_THAN_ALL_WINDOWS = 40_000_000;

    private FarEngine engine;

    @BeforeEach
    void start() throws IOException {
        engine = new FarEngine();
    }

    @AfterEach
    void stop() throws IOException {
        engine.close();
    }

    private TestChain chain(SshServer server) {
        return chain(server, "--socket " + engine.socket());
    }

    private static TestChain chain(SshServer server, String more) {
        return NearChain.of(Map.of(), "ssh " + server.address() + " " + server.login() + " " + more);
    }

    private static void assertThatItWorks(TestChain chain) throws Exception {
        Message reply = chain.ask(LIST).result().get(30, TimeUnit.SECONDS);
        reply.body().cancel();
        assertThat(reply.verb()).as(reply.text()).isEqualTo(Verb.Set);
    }

    private static String next(Body body) throws Exception {
        ByteBuffer bytes = body.read();
        while (bytes == Body.NOTHING_YET) {
            var ready = new CompletableFuture<Void>();
            body.demand(() -> ready.complete(null));
            ready.get(60, TimeUnit.SECONDS);
            bytes = body.read();
        }
        byte[] text = new byte[bytes.remaining()];
        bytes.get(text);
        return new String(text);
    }

    private static Message attach(Body input) {
        return Message.of(Verb.Attach, "/containers/web").withBody(input);
    }

    @Test
    void streamsAreByteExactAndEachDirectionEndsByItself() throws Exception {
        byte[] sent = new byte[3_000_000];
        new Random(1).nextBytes(sent);
        try (SshServer server = SshServer.start(); TestChain chain = chain(server)) {
            Message reply = chain.reply(attach(Body.of(ByteBuffer.wrap(sent))));
            ByteBuffer got = reply.body().collect(sent.length + 100).get(60, TimeUnit.SECONDS);
            byte[] echo = new byte[sent.length];
            got.get(echo);
            assertThat(echo).isEqualTo(sent);
            byte[] rest = new byte[got.remaining()];
            got.get(rest);
            assertThat(new String(rest)).as("what is said after the end of the input").isEqualTo("that was all\n");
        }
    }

    @Test
    void aSlowReaderSlowsTheSender() throws Exception {
        try (SshServer server = SshServer.start(); TestChain chain = chain(server)) {
            Feed input = Feed.create(64 * 1024);
            Message reply = chain.reply(attach(input.body()));
            long sent = 0;
            for (int quiet = 0; quiet < 20 && sent < MORE_THAN_ALL_WINDOWS;) {
                if (input.offer(ByteBuffer.allocate(32 * 1024))) {
                    sent += 32 * 1024;
                    quiet = 0;
                } else {
                    var room = new CompletableFuture<Void>();
                    input.onRoom(() -> room.complete(null));
                    quiet = room.completeOnTimeout(null, 100, TimeUnit.MILLISECONDS).thenApply(none -> 1).get() + quiet;
                }
            }
            assertThat(sent).as("bytes that fit into all windows and buffers").isLessThan(MORE_THAN_ALL_WINDOWS);
            input.end();
            long got = 0;
            String last = "";
            for (String more = next(reply.body()); !more.isEmpty(); more = next(reply.body())) {
                got += more.length();
                last = more;
            }
            assertThat(last).endsWith("that was all\n");
            assertThat(got).isEqualTo(sent + "that was all\n".length());
            // others were not held up by it
            assertThatItWorks(chain);
        }
    }

    /** Keys are exchanged anew after each megabyte, by the server; in both directions bytes are on their way then. */
    @Test
    void streamsGoOnWhileKeysAreExchanged() throws Exception {
        byte[] sent = new byte[30_000_000];
        new Random(2).nextBytes(sent);
        try (SshServer server = SshServer.start("RekeyLimit 1M", "LogLevel DEBUG1"); TestChain chain = chain(server)) {
            Message reply = chain.reply(attach(Body.of(ByteBuffer.wrap(sent))));
            ByteBuffer got = reply.body().collect(sent.length + 100).get(100, TimeUnit.SECONDS);
            assertThat(got.slice(0, sent.length)).isEqualTo(ByteBuffer.wrap(sent));
            assertThat(Files.readString(server.file("sshd.log")).split("SSH2_MSG_KEXINIT received", -1)).hasSizeGreaterThan(20);
            assertThatItWorks(chain);
        }
    }

    @Test
    void anEngineAtAPortIsReachedToo() throws Exception {
        try (SshServer server = SshServer.start(); TestChain chain = chain(server, "--port " + engine.port())) {
            assertThatItWorks(chain);
        }
        try (SshServer server = SshServer.start("AllowTcpForwarding no", "ForceCommand echo 'docker: not found' >&2; exit 127");
                TestChain chain = chain(server, "--port " + engine.port())) {
            Message reply = chain.reply(LIST);
            reply.body().cancel();
            assertThat(reply.status()).isEqualTo(502);
            assertThat(reply.text()).contains("port " + engine.port()).contains("'docker --host 'tcp://127.0.0.1:" + engine.port() + "' system dial-stdio'")
                    .contains("docker: not found");
        }
    }

    @Test
    void anEngineThatIsNotThereIsToldWithItsHost() throws Exception {
        try (SshServer server = SshServer.start("ForceCommand echo 'Cannot connect to the Docker daemon' >&2; exit 1");
                TestChain chain = chain(server, "--socket /nowhere.sock"); TestChain port = chain(server, "--port 1")) {
            Message reply = chain.reply(LIST);
            reply.body().cancel();
            assertThat(reply.status()).isEqualTo(502);
            assertThat(reply.text()).contains("/nowhere.sock of " + server.address()).contains("Cannot connect to the Docker daemon");
            Message refused = port.reply(LIST);
            refused.body().cancel();
            assertThat(refused.text()).contains("port 1 of " + server.address()).contains("Connection refused").contains("Is it running");
        }
    }

    /** Stands for a docker command over there; with CI=true the test fails without it. */
    private static void needSocat() {
        boolean missing = Files.notExists(Path.of("/usr/bin/socat")) && !"true".equals(System.getenv("CI"));
        if (missing) {
            System.err.println("skipped: there is no socat (Debian: socat)");
        }
        Assumptions.assumeFalse(missing, "there is no socat");
    }

    @Test
    void whereForwardingIsForbiddenACommandLeadsToTheEngine() throws Exception {
        needSocat();
        try (SshServer server = SshServer.start("DisableForwarding yes", "ForceCommand exec socat - UNIX-CONNECT:" + engine.socket());
                TestChain chain = chain(server)) {
            assertThatItWorks(chain);
            Message reply = chain.reply(attach(Body.text("in and out, ")));
            assertThat(next(reply.body()) + next(reply.body())).startsWith("in and out, ");
            reply.body().cancel();
        }
    }

    @Test
    void aServerThatOpensFewChannelsGetsMoreConnections() throws Exception {
        needSocat();
        try (SshServer server = SshServer.start("DisableForwarding yes", "MaxSessions 2", "ForceCommand exec socat - UNIX-CONNECT:" + engine.socket());
                TestChain chain = chain(server)) {
            assertThatItWorks(chain);
            List<Message> streams = new ArrayList<>();
            for (int i = 0; i < 5; i++) {
                streams.add(chain.ask(LOGS).result().get(60, TimeUnit.SECONDS));
                assertThat(next(streams.get(i).body())).isEqualTo("first line\n");
            }
            assertThatItWorks(chain);
            streams.forEach(stream -> stream.body().cancel());
            assertThatItWorks(chain);
        }
    }

    @Test
    void aTunnelThatIsCutBreaksItsStreamsAndIsMadeAnew() throws Exception {
        try (SshServer server = SshServer.start(); TestChain chain = chain(server)) {
            Message logs = chain.reply(LOGS);
            assertThat(next(logs.body())).isEqualTo("first line\n");
            Feed input = Feed.create(1_000);
            Message attached = chain.reply(attach(input.body()));
            input.offer(ByteBuffer.wrap("hello\n".getBytes()));
            assertThat(next(attached.body())).isEqualTo("hello\n");
            engine.chain().last().keepSilent();
            Call waiting = chain.ask(Message.of(Verb.Spawn, "/containers").withBody(Body.text("{}")));
            await().until(() -> engine.chain().last().received().size() == 3);

            server.drop();
            assertThatThrownBy(() -> next(logs.body())).isInstanceOf(IOException.class);
            assertThatThrownBy(() -> next(attached.body())).as("a raw stream that broke off does not look whole").isInstanceOf(IOException.class)
                    .hasMessageContaining("The SSH connection to " + server.address() + " broke off");
            Message reply = waiting.result().get(60, TimeUnit.SECONDS);
            reply.body().cancel();
            assertThat(reply.status()).isEqualTo(502);
            assertThat(reply.text()).contains(server.address()).doesNotContain("swarmd-ssh-");

            engine.chain().last().answer((message, none) -> {
                message.body().cancel();
                message.reply(Message.value("[]"));
            });
            assertThatItWorks(chain);
            assertThat(chain.journal()).anyMatch(line -> line.startsWith("WARNING") && line.contains("broke off"))
                    .anyMatch(line -> line.startsWith("INFO") && line.contains("is back"));
        }
    }

    @Test
    void aServerThatIsFrozenIsFoundInSecondsAndOneThatComesBackIsUsed() throws Exception {
        try (SshServer server = SshServer.start(); TestChain chain = chain(server)) {
            Message logs = chain.reply(LOGS);
            assertThat(next(logs.body())).isEqualTo("first line\n");
            long before = System.nanoTime();
            server.freeze();
            assertThatThrownBy(() -> next(logs.body())).isInstanceOf(IOException.class);
            // 4 s, and what a busy machine takes
            assertThat(Duration.ofNanos(System.nanoTime() - before)).isBetween(Duration.ofSeconds(2), Duration.ofSeconds(20));
            await().untilAsserted(() -> assertThat(chain.journal()).anyMatch(line -> line.contains("the server has not answered for 4 seconds")));
            server.thaw();
            await().atMost(60, TimeUnit.SECONDS).untilAsserted(() -> assertThatItWorks(chain));
        }
    }

    @Test
    void requestsWaitForAServerThatIsJustAway() throws Exception {
        try (SshServer server = SshServer.start(); TestChain chain = chain(server)) {
            boolean wasBackInTime = false;
            for (int round = 0; round < 5 && !wasBackInTime; round++) {
                assertThatItWorks(chain);
                wasBackInTime = areServedAfterARestart(server, chain);
            }
            assertThat(wasBackInTime).as("the server started again within 8 s, once in five times").isTrue();
        }
    }

    /** @return whether the server was back in a time for which requests wait; then all were served */
    private static boolean areServedAfterARestart(SshServer server, TestChain chain) throws Exception {
        chain.journal().clear();
        long before = System.nanoTime();
        server.stop();
        await().until(() -> chain.journal().stream().anyMatch(line -> line.contains("broke off")));
        List<Call> waiting = Stream.generate(() -> chain.ask(LIST)).limit(20).toList();
        server.startAgain();
        boolean isInTime = System.nanoTime() - before < TimeUnit.SECONDS.toNanos(8);
        for (Call call : waiting) {
            Message reply = call.result().get(60, TimeUnit.SECONDS);
            reply.body().cancel();
            if (isInTime) {
                assertThat(reply.verb()).as(reply.text()).isEqualTo(Verb.Set);
            }
        }
        return isInTime;
    }

    @Test
    void aReplacedLinkKeepsItsStreamsAndLeavesNothing() throws Exception {
        List<Path> local;
        try (SshServer server = SshServer.start(); TestChain chain = chain(server)) {
            local = new ArrayList<>(localEnds(chain));
            assertThat(local).singleElement().satisfies(socket -> {
                assertThat(Files.getPosixFilePermissions(socket)).containsExactlyInAnyOrder(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);
                assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(socket.getParent()))).isEqualTo("rwx------");
            });
            Feed input = Feed.create(1_000);
            Message attached = chain.reply(attach(input.body()));
            input.offer(ByteBuffer.wrap("before\n".getBytes()));
            assertThat(next(attached.body())).isEqualTo("before\n");
            chain.swap(1, "ssh " + server.address() + " " + server.login() + " --port " + engine.port());
            assertThatItWorks(chain);
            input.offer(ByteBuffer.wrap("after\n".getBytes()));
            assertThat(next(attached.body())).isEqualTo("after\n");
            input.end();
            assertThat(next(attached.body())).isEqualTo("that was all\n");
            assertThat(next(attached.body())).isEmpty();
            await().atMost(60, TimeUnit.SECONDS).until(() -> Files.notExists(local.get(0)));
            local.addAll(localEnds(chain));
            assertThat(local.get(1)).exists();
        }
        assertThat(local).allSatisfy(socket -> assertThat(socket.getParent()).doesNotExist());
        SshThreads.awaitNone();
    }

    /** The sockets of the links that run, as the specs of their nested links have them. */
    private static List<Path> localEnds(TestChain chain) {
        return Pattern.compile("unix://(/\\S*engine\\.sock)").matcher(chain.chain().links().toString()).results()
                .map(found -> Path.of(found.group(1))).distinct().toList();
    }
}
