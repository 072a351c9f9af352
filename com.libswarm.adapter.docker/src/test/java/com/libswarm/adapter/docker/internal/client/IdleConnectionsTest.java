package com.libswarm.adapter.docker.internal.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.libswarm.adapter.docker.internal.net.Loops;
import com.libswarm.adapter.docker.internal.net.NoLeaks;
import com.libswarm.api.Call;
import com.libswarm.api.Message;
import com.libswarm.api.Verb;
import com.libswarm.runtime.Chain;
import com.libswarm.runtime.Swarm;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** What is left of a burst of requests. */
@ExtendWith(NoLeaks.class)
@Timeout(60)
class IdleConnectionsTest {

    private static final int BURST = 40;

    private final Swarm swarm = Swarm.create((level, source, line) -> { });
    private final CountDownLatch burst = new CountDownLatch(BURST);
    private final AtomicInteger ended = new AtomicInteger();
    private FakeEngine engine;
    private Chain chain;

    @BeforeEach
    void start() throws IOException {
        engine = new FakeEngine(0, (peer, number) -> {
            while (!peer.head().isEmpty()) {
                // nobody is answered before all have asked, each on a connection of its own
                burst.countDown();
                burst.await();
                peer.say("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
            }
            ended.incrementAndGet();
        });
        swarm.add(new DockerClient(new Loops(), Map.of(), Duration.ofMillis(200)));
        chain = swarm.create("web", List.of("dockerclient tcp://127.0.0.1:" + engine.port()));
        List<Call> calls = Stream.generate(this::ask).limit(BURST).toList();
        calls.forEach(IdleConnectionsTest::check);
    }

    @AfterEach
    void stop() throws IOException {
        swarm.close();
        engine.close();
    }

    private Call ask() {
        return Call.ask(chain.head(), Message.of(Verb.Get, "/info"));
    }

    private static void check(Call call) {
        assertThat(call.result().toCompletableFuture().orTimeout(30, TimeUnit.SECONDS).join().verb()).isNotEqualTo(Verb.Error);
    }

    private int open() {
        return engine.connections.get() - ended.get();
    }

    @Test
    void connectionsThatNobodyNeedsAreClosed() {
        await().until(() -> open() == 0);
        check(ask());
    }

    @Test
    void thoseThatAreInUseServeOn() {
        await().until(() -> {
            check(ask());
            return open() <= Loops.count();
        });
    }
}
