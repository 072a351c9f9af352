package com.libswarm.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.libswarm.conformance.FreePort;
import com.libswarm.e2e.harness.Outcome;
import com.libswarm.e2e.harness.RawConnection;
import com.libswarm.e2e.harness.Swarmd;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is wrong gets a clear answer, and others are served on. The adapters' own tests have the finer cases. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BadInputTest {

    private final int port = FreePort.find();
    private Swarmd swarmd;

    @BeforeAll
    void start() {
        swarmd = Swarmd.start("dockerserver tcp://127.0.0.1:" + port, "debug", "simulator web").withConformanceKit();
    }

    @AfterAll
    void stop() {
        swarmd.close();
    }

    @AfterEach
    void othersAreServedOn() throws IOException {
        assertThat(get("/containers/json")).startsWith("HTTP/1.1 200 ").contains("/web");
    }

    private String get(String path) throws IOException {
        return RawConnection.exchange(port, "GET " + path + " HTTP/1.1\r\nHost: d\r\nConnection: close\r\n\r\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/containers/../version", "/containers/%2e%2e/version", "/containers/a%2F..%2Fb/json", "/containers//json", "/%zz"})
    void aPathThatIsNotCanonicalIsA400(String path) throws IOException {
        assertThat(get(path)).startsWith("HTTP/1.1 400 ").contains("{\"message\":\"");
    }

    @ParameterizedTest
    @ValueSource(strings = {"nonsense\r\n\r\n", "GET\r\n\r\n", "\u0016\u0003\u0001\u0002\r\n\r\n",
        "POST /containers/create HTTP/1.1\r\nHost: d\r\nContent-Length: many\r\n\r\n"})
    void whatIsNotHttpIsA400AndTheConnectionEnds(String request) throws IOException {
        assertThat(RawConnection.exchange(port, request)).startsWith("HTTP/1.1 400 ");
    }

    @Test
    void aHeaderWithoutEndIsCutOffAndCostsNoMemory() throws IOException {
        long before = residentBytes();
        String piece = "x".repeat(1 << 20);
        long sent = 0;
        try (RawConnection connection = RawConnection.open(port)) {
            connection.write("GET / HTTP/1.1\r\nX: ");
            for (; sent < 1 << 10; sent++) {
                connection.write(piece);
            }
        } catch (IOException refused) {
            // as it should be
        }
        assertThat(sent).as("megabytes that were taken, to be thrown away").isLessThan(1 << 10);
        assertThat(residentBytes() - before).isLessThan(100L << 20);
    }

    private long residentBytes() throws IOException {
        String status = Files.readString(Path.of("/proc", String.valueOf(swarmd.program().pid()), "status"));
        return Long.parseLong(status.replaceAll("(?s).*VmRSS:\\s*(\\d+) kB.*", "$1")) * 1024;
    }

    @ParameterizedTest
    @ValueSource(strings = {"throw spawn", "throw start", "throw active", "hang spawn", "hang start"})
    void anAdapterThatCannotStartIsOneSentence(String how) {
        Outcome outcome = swarmd.sh("swarm:create bad 'misbehave " + how + "'");

        assertThat(outcome.status()).isNotZero();
        assertThat(outcome.err()).contains("misbehave").doesNotContain("\tat ");
        assertThat(outcome.err().strip().lines()).hasSize(1);
        assertThat(swarmd.mustSh("swarm:chains")).doesNotContain("bad");
    }

    @ParameterizedTest
    @ValueSource(strings = {"throw send", "hang send"})
    void anAdapterThatFailsToAnswerIsAnErrorToWhoAsked(String how) {
        swarmd.mustSh("swarm:create bad 'misbehave " + how + "'");

        Outcome outcome = swarmd.sh("swarm:send bad Get /x");

        assertThat(outcome.status()).isNotZero();
        assertThat(outcome.err().strip().lines()).hasSize(1);
        swarmd.mustSh("swarm:destroy bad");
    }

    @ParameterizedTest
    @ValueSource(strings = {"throw stop", "hang stop", "throw drain", "hang drain", "never"})
    void anAdapterThatDoesNotStopKeepsNobody(String how) {
        swarmd.mustSh("swarm:create bad 'misbehave " + how + "'");

        swarmd.mustSh("swarm:destroy bad");

        assertThat(swarmd.mustSh("swarm:chains")).doesNotContain("bad");
    }
}
