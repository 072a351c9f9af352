package com.libswarm.adapter.docker.internal.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.libswarm.adapter.docker.internal.net.Loops;
import com.libswarm.adapter.docker.internal.net.NoLeaks;
import com.libswarm.adapter.docker.internal.net.Script;
import com.libswarm.api.Message;
import com.libswarm.api.adapter.Finding;
import com.libswarm.runtime.Chain;
import com.libswarm.runtime.Limits;
import com.libswarm.runtime.Swarm;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** What a Docker client is told while the adapter that should answer is away, and what a plan finds out about addresses. */
@ExtendWith(NoLeaks.class)
@Timeout(60)
final class AdapterAwayTest {

    private static final Duration STEP = Duration.ofSeconds(10);

    private final Swarm swarm = Swarm.create((level, source, line) -> { },
            new Limits(STEP, STEP, STEP, STEP, Duration.ofMillis(100), Duration.ofMillis(500), 10));
    private final Script script = new Script();
    private AutoCloseable away;
    private Chain chain;

    @BeforeEach
    void start() {
        swarm.add(new DockerServer(new Loops(), ServerLimits.STANDARD, Map.of()));
        script.answers(message -> message.reply(Message.ack()));
        away = swarm.add(script);
        chain = swarm.create("web", List.of("dockerserver tcp://127.0.0.1:0", "script"));
    }

    @AfterEach
    void stop() {
        swarm.close();
    }

    private HttpResponse<String> get(String path) throws Exception {
        String url = chain.links().get(0).listens().get(0).replace("tcp:", "http:") + path;
        return HttpClient.newHttpClient().send(HttpRequest.newBuilder(URI.create(url)).build(), HttpResponse.BodyHandlers.ofString());
    }

    @Test
    void theAnswerNamesTheMissingAdapterInDockersJsonAndSaysWhenToAskAgain() throws Exception {
        away.close();

        HttpResponse<String> answer = get("/v1.41/info");

        assertThat(answer.statusCode()).isEqualTo(503);
        assertThat(answer.headers().firstValue("Retry-After")).isPresent();
        assertThat(answer.headers().firstValue("Content-Type")).contains("application/json");
        assertThat(answer.body()).startsWith("{\"message\":\"The adapter 'script' is not there");
        swarm.add(script);
        assertThat(get("/v1.41/info").statusCode()).isLessThan(300);
    }

    @Test
    void aPlanLooksWhetherTheAddressIsFree() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            assertThat(chain.planSwap("1", "dockerserver tcp://127.0.0.1:0").findings()).anyMatch(finding -> finding.outcome() == Finding.Outcome.GOOD
                    && finding.sentence().contains("hands it over"));
            assertThat(chain.planSwap("1", "dockerserver tcp://127.0.0.1:" + taken.getLocalPort()).wouldFail()).isTrue();
            assertThat(chain.planSwap("1", "dockerserver --tls tcp://127.0.0.1:0 --tlscert /none.pem --tlskey /none.key").wouldFail()).isTrue();
        }
    }
}
