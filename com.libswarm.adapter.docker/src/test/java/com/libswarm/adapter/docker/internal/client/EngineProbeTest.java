package com.libswarm.adapter.docker.internal.client;

import static org.assertj.core.api.Assertions.assertThat;

import com.libswarm.adapter.docker.internal.net.Loops;
import com.libswarm.adapter.docker.internal.net.NoLeaks;
import com.libswarm.api.adapter.Finding;
import com.libswarm.conformance.FreePort;
import com.libswarm.runtime.Chain;
import com.libswarm.runtime.Plan;
import com.libswarm.runtime.Swarm;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** What a plan tells of an engine that nobody has asked yet. */
@ExtendWith(NoLeaks.class)
@Timeout(60)
final class EngineProbeTest {

    private final Swarm swarm = Swarm.create((level, source, line) -> { });
    private Chain chain;

    @BeforeEach
    void start(@TempDir Path home) {
        swarm.add(new DockerClient(new Loops(), Map.of("HOME", home.toString())));
        chain = swarm.create("web", List.of("dockerclient unix://" + home.resolve("none.sock")));
    }

    @AfterEach
    void stop() {
        swarm.close();
    }

    private Finding last(Plan plan, int fromEnd) {
        return plan.findings().get(plan.findings().size() - fromEnd);
    }

    @Test
    void anEngineThatTakesConnectionsIsFound() throws Exception {
        try (ServerSocket engine = new ServerSocket(0, 10, InetAddress.getLoopbackAddress())) {
            String url = "tcp://127.0.0.1:" + engine.getLocalPort();

            assertThat(chain.planSwap("1", "dockerclient " + url).findings()).extracting(Finding::sentence)
                    .contains("The engine at " + url + " takes connections; it was not asked anything.");
            assertThat(chain.planSwap("1", "dockerclient --tls " + url).findings()).extracting(Finding::sentence)
                    .anyMatch(sentence -> sentence.contains("certificates was not tried"));
        }
    }

    @Test
    void anEngineThatIsNotThereIsBad(@TempDir Path folder) {
        String url = "tcp://127.0.0.1:" + FreePort.find();

        assertThat(last(chain.planSwap("1", "dockerclient " + url), 2))
                .isEqualTo(Finding.bad("Cannot connect to the Docker engine at " + url + ": connection refused. Is it running?"));
        assertThat(chain.planSwap("1", "dockerclient unix://" + folder.resolve("s")).wouldFail()).isTrue();
        assertThat(chain.planSwap("1", "dockerclient --tlsverify --tlscacert " + folder.resolve("ca.pem") + " " + url).wouldFail()).isTrue();
    }
}
