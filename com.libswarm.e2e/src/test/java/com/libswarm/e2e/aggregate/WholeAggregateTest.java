package com.libswarm.e2e.aggregate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.libswarm.conformance.FreePort;
import com.libswarm.e2e.harness.Docker;
import com.libswarm.e2e.harness.NeedsThreeEngines;
import com.libswarm.e2e.harness.Outcome;
import com.libswarm.e2e.harness.Scenario;
import com.libswarm.e2e.harness.Swarmd;
import com.libswarm.e2e.harness.ThreeEngines;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.parallel.ResourceLock;

/** What concerns all of three engines: prunes, sums, the emptiest one. One after the other, and nobody else uses the engines meanwhile. */
@NeedsThreeEngines
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@ResourceLock(ThreeEngines.LOCK)
class WholeAggregateTest {

    private final String url = "tcp://127.0.0.1:" + FreePort.find();
    private Swarmd swarmd;

    /** What other tests may have left. */
    private static final String CLEAN = "docker ps -aq | xargs -r docker rm -f; "
            + "docker images --format '{{.Repository}}:{{.Tag}}' | grep -v -e ^busybox: -e ^alpine: | xargs -r docker rmi -f; docker system prune -f --volumes";

    @BeforeAll
    void start(ThreeEngines engines) {
        engines.all().forEach(engine -> Docker.at(engine.unix()).script(CLEAN, ""));
        swarmd = Swarmd.start("dockerserver " + url, "aggregate --timeout 20 " + engines.nodes());
    }

    @AfterAll
    void stop() {
        swarmd.close();
    }

    @TestFactory
    Stream<DynamicTest> wholeEngines() {
        return Scenario.read("aggregate-whole.txt").stream().map(scenario -> dynamicTest(scenario.title(), () -> {
            Outcome outcome = scenario.runAndCheck(Docker.at(url));

            assertThat(outcome.status()).as(outcome.toString()).isZero();
        }));
    }
}
