package com.libswarm.adapter.docker.internal.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.libswarm.adapter.docker.internal.net.Loops;
import com.libswarm.adapter.docker.internal.net.NoLeaks;
import com.libswarm.api.Body;
import com.libswarm.api.Call;
import com.libswarm.api.Feed;
import com.libswarm.api.Message;
import com.libswarm.api.Verb;
import com.libswarm.conformance.Hop;
import com.libswarm.conformance.wire.Wire;
import com.libswarm.runtime.Chain;
import com.libswarm.runtime.Swarm;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** The engine on a unix socket, where Netty has no channel of its own. */
@ExtendWith(NoLeaks.class)
@Timeout(60)
@ParameterizedClass
@EnumSource(Hop.class)
final class DockerClientUnixTest {

    private static final int MANY = 3 * 1024 * 1024;
    private static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n[]";

    @Parameter
    Hop hop;

    @TempDir
    Path folder;

    private Swarm swarm;
    private Chain chain;

    @BeforeEach
    void start() {
        swarm = Swarm.create((level, source, line) -> { });
        swarm.add(new DockerClient(new Loops()));
        swarm.add(new Wire());
        chain = swarm.create("web", hop.between(List.of("dockerclient unix://" + folder.resolve("d.sock"))));
    }

    @AfterEach
    void stop() {
        swarm.close();
    }

    private FakeEngine engine(FakeEngine.Play play) throws Exception {
        return new FakeEngine(UnixDomainSocketAddress.of(folder.resolve("d.sock")), play);
    }

    private Message ask(Message message) throws Exception {
        return Call.ask(chain.head(), message).result().get(10, TimeUnit.SECONDS);
    }

    private static String text(Message reply) throws Exception {
        return StandardCharsets.ISO_8859_1.decode(reply.body().collect(2 * MANY).get(20, TimeUnit.SECONDS)).toString();
    }

    @Test
    void answersWhileItIsThereAndAgainWhenItIsBack() throws Exception {
        for (int i = 0; i < 2; i++) {
            try (var engine = engine((peer, n) -> {
                while (!peer.head().isEmpty()) {
                    peer.say(OK);
                }
            })) {
                assertThat(text(ask(Message.of(Verb.Ls, "/containers")))).isEqualTo("[]");
                assertThat(text(ask(Message.of(Verb.Ls, "/images")))).isEqualTo("[]");
                assertThat(engine.heads).hasSize(2);
            }
            Files.delete(folder.resolve("d.sock"));
            assertThat(ask(Message.of(Verb.Ls, "/containers")).status()).isEqualTo(502);
        }
    }

    @Test
    void aStreamIsExactBothWaysAndEndsEachWayAlone() throws Exception {
        byte[] many = new byte[MANY];
        new Random(MANY).nextBytes(many);
        try (var engine = engine((peer, n) -> {
            if (!peer.head().isEmpty()) {
                peer.say("HTTP/1.1 101 UPGRADED\r\nConnection: Upgrade\r\nUpgrade: tcp\r\n\r\n");
                peer.in().transferTo(peer.out());
                peer.say("bye");
            }
        })) {
            Message reply = ask(Message.of(Verb.Attach, "/containers/web").withBody(Body.of(ByteBuffer.wrap(many))));
            assertThat(reply.verb()).isEqualTo(Verb.Connect);
            assertThat(text(reply).equals(new String(many, StandardCharsets.ISO_8859_1) + "bye")).as("the same came back").isTrue();
            assertThat(engine.heads).hasSize(1);
        }
    }

    @Test
    void aReaderThatLeavesFreesTheEngine() throws Exception {
        var left = new CountDownLatch(1);
        try (var engine = engine((peer, n) -> {
            if (!peer.head().isEmpty()) {
                peer.say("HTTP/1.1 101 UPGRADED\r\nConnection: Upgrade\r\nUpgrade: tcp\r\n\r\n");
                peer.rest();
                left.countDown();
            }
        })) {
            Feed up = Feed.create(1000);
            ask(Message.of(Verb.Attach, "/containers/web").withBody(up.body())).body().cancel();
            assertThat(left.await(10, TimeUnit.SECONDS)).isTrue();
            await().until(up::isCancelled);
            assertThat(engine.heads).hasSize(1);
        }
    }
}
