package com.libswarm.adapter.docker.internal.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.libswarm.adapter.docker.internal.client.DockerClient;
import com.libswarm.adapter.docker.internal.client.FakeEngine;
import com.libswarm.adapter.docker.internal.net.Loops;
import com.libswarm.adapter.docker.internal.net.NoLeaks;
import com.libswarm.conformance.FreePort;
import com.libswarm.runtime.Swarm;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** No limit of this bundle ends what is merely silent, however long: here all limits are far shorter than the silence. */
@ExtendWith(NoLeaks.class)
@Timeout(60)
final class SilenceTest {

    private static final Duration LIMIT = Duration.ofMillis(50);
    private static final long SILENCE = 20 * LIMIT.toMillis();

    private static String through(String request, FakeEngine.Play play, int length) throws IOException {
        int port = FreePort.find();
        var loops = new Loops();
        try (var engine = new FakeEngine(0, play); var swarm = Swarm.create((level, source, line) -> { })) {
            swarm.add(new DockerServer(loops, new ServerLimits(LIMIT, 10, LIMIT), Map.of()));
            swarm.add(new DockerClient(loops));
            swarm.create("web", List.of("dockerserver tcp://127.0.0.1:" + port, "dockerclient tcp://127.0.0.1:" + engine.port()));
            try (var client = new RawClient(port)) {
                return client.send(request).bytes(length);
            }
        }
    }

    @Test
    void anAnswerMayTakeItsTimeBeforeItBeginsAndInBetween() throws Exception {
        String first = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\none\r\n";
        String last = "3\r\ntwo\r\n0\r\n\r\n";
        assertThat(through("GET /events HTTP/1.1\r\nHost: d\r\n\r\n", (peer, n) -> {
            if (!peer.head().isEmpty()) {
                Thread.sleep(SILENCE);
                peer.say(first);
                Thread.sleep(SILENCE);
                peer.say(last);
            }
        }, (first + last).length())).isEqualTo(first + last);
    }

    @Test
    void aStreamMayBeSilentBothWays() throws Exception {
        String head = "HTTP/1.1 101 UPGRADED\r\nConnection: Upgrade\r\nUpgrade: tcp\r\n\r\n";
        assertThat(through("POST /containers/x/attach HTTP/1.1\r\nHost: d\r\nConnection: Upgrade\r\nUpgrade: tcp\r\n\r\n", (peer, n) -> {
            if (!peer.head().isEmpty()) {
                peer.say(head);
                Thread.sleep(2 * SILENCE);
                peer.say("at last");
            }
        }, (head + "at last").length())).isEqualTo(head + "at last");
    }

    @Test
    void aConnectionMayBeIdle() throws Exception {
        String ok = "HTTP/1.1 204 No Content\r\n\r\n";
        assertThat(through("GET /info HTTP/1.1\r\nHost: d\r\n\r\nGET /info HTTP/1.1\r\nHost: d\r\n\r\n", (peer, n) -> {
            peer.head();
            peer.say(ok);
            peer.head();
            Thread.sleep(SILENCE);
            peer.say(ok);
        }, 2 * ok.length())).isEqualTo(ok + ok);
    }
}
