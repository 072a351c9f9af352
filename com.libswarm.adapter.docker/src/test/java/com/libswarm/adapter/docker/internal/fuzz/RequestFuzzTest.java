package com.libswarm.adapter.docker.internal.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import com.libswarm.adapter.docker.internal.client.DockerClient;
import com.libswarm.adapter.docker.internal.fuzz.StrictRequests.Ending;
import com.libswarm.adapter.docker.internal.fuzz.StrictRequests.Request;
import com.libswarm.adapter.docker.internal.net.Loops;
import com.libswarm.adapter.docker.internal.net.NoLeaks;
import com.libswarm.adapter.docker.internal.server.DockerServer;
import com.libswarm.adapter.docker.internal.server.RawClient.Response;
import com.libswarm.adapter.docker.internal.server.RawClient;
import com.libswarm.conformance.FreePort;
import com.libswarm.runtime.Swarm;
import java.io.IOException;
import java.net.SocketException;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Any bytes at the door. What a strict reader takes for a request reaches the engine as one request, with the same method, target,
 * fields and body; what it does not take ends with an answer and the connection's end.
 */
@ExtendWith({NoLeaks.class, NoSockets.class, NoExceptions.class})
final class RequestFuzzTest {

    private final Queue<String> log = new ConcurrentLinkedQueue<>();
    private StrictEngine engine;
    private Swarm swarm;
    private int port;

    @BeforeEach
    void start() throws IOException {
        swarm = Swarm.create((level, source, line) -> {
            if (level.getSeverity() > System.Logger.Level.INFO.getSeverity() || line.startsWith("A connection failed")) {
                log.add(level + " " + line);
            }
        });
        var loops = new Loops();
        swarm.add(new DockerServer(loops));
        swarm.add(new DockerClient(loops));
        engine = new StrictEngine();
        port = FreePort.find();
        swarm.create("web", List.of("dockerserver tcp://127.0.0.1:" + port, "dockerclient tcp://127.0.0.1:" + engine.port()));
    }

    @AfterEach
    void stop() throws IOException {
        swarm.close();
        engine.close();
    }

    @Test
    void whatIsTakenComesOutAsItWentIn() {
        Fuzz.run("requests", random -> {
            String text = new RequestGrammar(random).requests();
            var expected = new StrictRequests(text);
            engine.asked.clear();
            try (var client = new RawClient(port)) {
                client.socket.setTcpNoDelay(true);
                send(client, random, expected.ending() == Ending.REFUSED ? text + "\r\n\r\n\r\n\r\n\r\n\r\n" : text);
                for (Request request : expected.requests) {
                    Response answer = answer(client, request.isHead());
                    assertThat(answer.status()).as("%s: %s of\n%s", request, answer.body(), text).isEqualTo(200);
                }
                assertThat(engine.wrong).as("what came to the engine for\n%s", text).isEmpty();
                assertSame(List.copyOf(engine.asked), expected.requests, text);
                checkEnd(client, expected, text);
            }
            assertThat(engine.wrong).as("what came to the engine in the end for\n%s", text).isEmpty();
            assertThat(log).isEmpty();
        });
    }

    private static void send(RawClient client, Random random, String text) {
        try {
            for (byte[] segment : new Pieces(random).segments(Pieces.bytes(text))) {
                client.socket.getOutputStream().write(segment);
            }
        } catch (IOException refused) {
            // the answer tells why
        }
    }

    /** The next one that is not interim. */
    private static Response answer(RawClient client, boolean headOnly) throws IOException {
        Response answer = client.read(!headOnly);
        return answer.status() == 100 ? answer(client, headOnly) : answer;
    }

    private void assertSame(List<Request> came, List<Request> sent, String text) {
        assertThat(came).as("what came to the engine for\n%s", text).hasSameSizeAs(sent);
        for (int i = 0; i < sent.size(); i++) {
            Request out = came.get(i);
            Request in = sent.get(i);
            assertThat(List.of(out.method(), out.path(), out.query())).as("the first line of %s", text)
                    .isEqualTo(List.of(in.method(), in.path(), in.query()));
            assertThat(StrictRequests.withoutOfLink(out.fields())).as("the fields of %s", text).isEqualTo(StrictRequests.withoutOfLink(in.fields()));
            assertThat(out.fields()).as("the fields of the protocol in %s", text).isEqualTo(out.fields().stream().filter(f -> f.startsWith("x-")).toList());
            // an exec's start has a description of its own where the client sends none
            if (!in.opensStream() && (in.method().equals("POST") || in.method().equals("PUT"))) {
                assertThat(out.body()).as("the body of %s", text).isEqualTo(in.body());
            }
        }
    }

    private void checkEnd(RawClient client, StrictRequests expected, String text) throws IOException {
        switch (expected.ending()) {
            case REFUSED:
                Response refusal = answer(client, false);
                assertThat(refusal.status()).as("%s of\n%s", refusal.body(), text).isBetween(400, 599);
                assertThat(client.rest()).as("what follows a refusal of\n%s", text).isEmpty();
                break;
            case CLOSED:
                assertThat(client.rest()).as("what follows the last answer to\n%s", text).isEmpty();
                break;
            default:
                // it waits for more, unless what has come of a request cannot become one
                if (client.socket.getInputStream().available() > 0) {
                    assertThat(expected.hasMore()).as("what nobody asked for, after\n%s", text).isTrue();
                    assertThat(answer(client, false).status()).as("half of\n%s", text).isBetween(400, 599);
                }
                break;
        }
    }

    @Test
    void clientsThatLeaveAtAnyMomentCostNothing() {
        Fuzz.run("leaving", random -> {
            String text = new RequestGrammar(random).requests();
            var pieces = new Pieces(random);
            try (var client = new RawClient(port)) {
                send(client, random, text.substring(0, pieces.below(text.length() + 1)));
                if (pieces.once(3)) {
                    client.socket.setSoLinger(true, 0);
                } else if (pieces.once(2)) {
                    client.socket.shutdownOutput();
                    client.rest();
                }
            } catch (SocketException reset) {
                // as it left
            }
            assertThat(engine.wrong).as("what came to the engine for\n%s", text).isEmpty();
            assertThat(log).isEmpty();
        });
    }
}
