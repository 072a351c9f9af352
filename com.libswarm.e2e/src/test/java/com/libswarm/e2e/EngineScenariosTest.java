package com.libswarm.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.libswarm.e2e.harness.Docker;
import com.libswarm.e2e.harness.Engine;
import com.libswarm.e2e.harness.NeedsEngine;
import com.libswarm.e2e.harness.Outcome;
import com.libswarm.e2e.harness.Ports;
import com.libswarm.e2e.harness.Scenario;
import com.libswarm.e2e.harness.Swarmd;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** Whatever the docker command does, it does the same through {@code dockerserver | debug | dockerclient} as directly. */
@NeedsEngine
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class EngineScenariosTest {

    private Docker direct;
    private Swarmd swarmd;
    private Docker tcp;
    private Docker unix;
    private Docker wire;

    @BeforeAll
    void start(Engine engine) {
        direct = Docker.at(engine.unix());
        String tcpUrl = "tcp://127.0.0.1:" + Ports.free();
        String wireUrl = "tcp://127.0.0.1:" + Ports.free();
        swarmd = Swarmd.start("dockerserver " + tcpUrl, "debug", "dockerclient " + engine.unix()).withConformanceKit();
        String unixUrl = "unix://" + swarmd.home().resolve("docker.sock");
        swarmd.mustSh("swarm:create unix 'dockerserver " + unixUrl + "' debug 'dockerclient " + engine.tcp() + "'");
        swarmd.mustSh("swarm:create wire 'dockerserver " + wireUrl + "' 'wire 42' 'dockerclient " + engine.unix() + "'");
        tcp = Docker.at(tcpUrl);
        unix = Docker.at(unixUrl);
        wire = Docker.at(wireUrl);
    }

    @AfterAll
    void stop() {
        swarmd.close();
    }

    @TestFactory
    @Execution(ExecutionMode.CONCURRENT)
    Stream<DynamicTest> theSameThroughTheChain() {
        return Scenario.read("engine.txt").stream().map(scenario -> dynamicTest(scenario.title(), () -> {
            Outcome expected = scenario.run(direct);
            assertThat(scenario.run(tcp)).as("over TCP").isEqualTo(expected);
            assertThat(scenario.run(unix)).as("over a unix socket, to an engine on TCP").isEqualTo(expected);
            assertThat(scenario.run(wire)).as("with a hop that turns all into bytes and back").isEqualTo(expected);
        }));
    }
}
