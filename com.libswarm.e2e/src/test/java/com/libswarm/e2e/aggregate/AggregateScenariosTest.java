package com.libswarm.e2e.aggregate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.libswarm.conformance.FreePort;
import com.libswarm.e2e.harness.Docker;
import com.libswarm.e2e.harness.NeedsPrograms;
import com.libswarm.e2e.harness.NeedsThreeEngines;
import com.libswarm.e2e.harness.Outcome;
import com.libswarm.e2e.harness.Registry;
import com.libswarm.e2e.harness.Scenario;
import com.libswarm.e2e.harness.Swarmd;
import com.libswarm.e2e.harness.ThreeEngines;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.api.parallel.ResourceAccessMode;
import org.junit.jupiter.api.parallel.ResourceLock;

/** Clients find one engine where there are three. Scenarios that were made for one engine must hold as well as those made for three. */
@NeedsThreeEngines
@NeedsPrograms({"docker-compose", "docker-registry", "curl"})
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@ResourceLock(value = ThreeEngines.LOCK, mode = ResourceAccessMode.READ)
@Execution(ExecutionMode.CONCURRENT)
class AggregateScenariosTest {

    /** On a busy machine an engine takes its time. */
    private static final String AGGREGATE = "aggregate --timeout 20 ";

    private Registry registry;
    private Registry closed;
    private Swarmd swarmd;
    private Docker three;
    private Docker nested;
    private Docker mixed;

    @BeforeAll
    void start(ThreeEngines engines) {
        registry = Registry.open();
        closed = Registry.closed();
        String url = "tcp://127.0.0.1:" + FreePort.find();
        // by the command line: in the shell there would be one more level of quotes
        swarmd = Swarmd.start("dockerserver " + url, AGGREGATE + "'near=" + AGGREGATE + inner(engines.east().node("east")) + " "
                + inner(engines.west().node("west")) + "' 'far=" + AGGREGATE + inner(engines.north().nodeOnTcp("north")) + "'");
        nested = Docker.at(url);
        three = chain("three", engines.nodes());
        mixed = chain("mixed", engines.east().node("east") + " 'lab=simulator' " + engines.north().nodeOnTcp("north"));
    }

    private static String inner(String node) {
        return node.replace('\'', '"');
    }

    private Docker chain(String name, String nodes) {
        String url = "tcp://127.0.0.1:" + FreePort.find();
        swarmd.mustSh("swarm:create " + name + " 'dockerserver " + url + "' \"" + AGGREGATE + nodes + "\"");
        return Docker.at(url);
    }

    @AfterAll
    void stop() {
        swarmd.close();
        closed.close();
        registry.close();
    }

    private static Stream<DynamicTest> run(String file, Docker docker) {
        return Scenario.read(file).stream().map(scenario -> dynamicTest(scenario.title(), () -> {
            Outcome outcome = scenario.runAndCheck(docker);

            assertThat(outcome.status()).as(outcome.toString()).isZero();
        }));
    }

    @TestFactory
    Stream<DynamicTest> clientsFindOneEngine() {
        return run("aggregate.txt", three);
    }

    @TestFactory
    Stream<DynamicTest> reading() {
        return run("aggregate-reading.txt", three);
    }

    @TestFactory
    Stream<DynamicTest> acting() {
        return run("aggregate-acting.txt", three);
    }

    @TestFactory
    Stream<DynamicTest> scheduling() {
        return run("aggregate-scheduling.txt", three);
    }

    @TestFactory
    Stream<DynamicTest> whatClassicSwarmWasTestedFor() {
        return run("aggregate-classic.txt", three);
    }

    @TestFactory
    Stream<DynamicTest> registry() {
        return run("aggregate-registry.txt", three.with("REGISTRY", registry.address()).with("PRIVATE", closed.address()));
    }

    @TestFactory
    Stream<DynamicTest> nested() {
        return run("aggregate-nested.txt", nested);
    }

    @TestFactory
    Stream<DynamicTest> mixed() {
        return run("aggregate-mixed.txt", mixed);
    }
}
