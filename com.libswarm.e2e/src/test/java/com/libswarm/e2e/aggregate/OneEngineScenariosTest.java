package com.libswarm.e2e.aggregate;

import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.libswarm.conformance.FreePort;
import com.libswarm.e2e.harness.Docker;
import com.libswarm.e2e.harness.NeedsPrograms;
import com.libswarm.e2e.harness.NeedsThreeEngines;
import com.libswarm.e2e.harness.Scenario;
import com.libswarm.e2e.harness.Swarmd;
import com.libswarm.e2e.harness.ThreeEngines;
import java.util.Set;
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

/** What scenarios that know nothing of nodes expect of one engine, they find with three. */
@NeedsThreeEngines
@NeedsPrograms("docker-compose")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@ResourceLock(value = ThreeEngines.LOCK, mode = ResourceAccessMode.READ)
@Execution(ExecutionMode.CONCURRENT)
class OneEngineScenariosTest {

    /** What is otherwise with three, on purpose: the versions of all are told. */
    private static final Set<String> OTHERWISE = Set.of("version, in full and in parts",
            // what was created in the same second on two engines is neither before nor after the other
            "ps of the last, with sizes, as a table and as JSON", "ps with filters and formats",
            // each takes its time, and the others say what the one of a network and the one of aggregate.txt say
            "compose up, in the background: ps, logs, exec, down", "compose up in the foreground, to the end of one service", "compose build",
            "compose events, kill, pause, and errors");

    private final Docker docker = Docker.at("tcp://127.0.0.1:" + FreePort.find());
    private Swarmd swarmd;

    @BeforeAll
    void start(ThreeEngines engines) {
        swarmd = Swarmd.start("dockerserver " + docker.host(), "aggregate --timeout 20 " + engines.nodes());
    }

    @AfterAll
    void stop() {
        swarmd.close();
    }

    @TestFactory
    Stream<DynamicTest> theSameAsWithOneEngine() {
        return Stream.of("containers.txt", "streams.txt", "exec.txt", "images.txt", "networks.txt", "lists.txt", "compose.txt")
                .flatMap(file -> Scenario.read(file).stream()).filter(scenario -> !OTHERWISE.contains(scenario.title()))
                .map(scenario -> dynamicTest(scenario.title(), () -> scenario.runAndCheck(docker)));
    }
}
