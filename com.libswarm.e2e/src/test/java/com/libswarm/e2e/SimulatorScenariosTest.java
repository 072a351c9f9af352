package com.libswarm.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.libswarm.conformance.FreePort;
import com.libswarm.e2e.harness.Docker;
import com.libswarm.e2e.harness.NeedsDocker;
import com.libswarm.e2e.harness.Outcome;
import com.libswarm.e2e.harness.Scenario;
import com.libswarm.e2e.harness.Swarmd;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;

/** The docker command works with the simulator, and no Docker engine. */
@NeedsDocker
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SimulatorScenariosTest {

    private final String url = "tcp://127.0.0.1:" + FreePort.find();
    private Swarmd swarmd;

    @BeforeAll
    void start() {
        swarmd = Swarmd.start("dockerserver " + url, "debug", "simulator web db");
    }

    @AfterAll
    void stop() {
        swarmd.close();
    }

    @TestFactory
    Stream<DynamicTest> worksWithoutAnEngine() {
        return Scenario.read("simulator.txt").stream().map(scenario -> dynamicTest(scenario.title(), () -> {
            Outcome outcome = scenario.runAndCheck(Docker.at(url));

            assertThat(outcome.status()).as(outcome.toString()).isZero();
        }));
    }
}
