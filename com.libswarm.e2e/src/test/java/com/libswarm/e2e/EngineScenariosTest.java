package com.libswarm.e2e;

import com.libswarm.e2e.harness.Chains;
import com.libswarm.e2e.harness.Engine;
import com.libswarm.e2e.harness.NeedsEngine;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** Whatever the docker command does, it does the same through a chain as directly. */
@NeedsEngine
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Execution(ExecutionMode.CONCURRENT)
class EngineScenariosTest {

    private Chains chains;

    @BeforeAll
    void start(Engine engine) {
        chains = Chains.to(engine);
    }

    @AfterAll
    void stop() {
        chains.close();
    }

    @TestFactory
    Stream<DynamicTest> containers() {
        return chains.compare("containers.txt");
    }

    @TestFactory
    Stream<DynamicTest> streams() {
        return chains.compareAlsoByWire("streams.txt");
    }

    @TestFactory
    Stream<DynamicTest> exec() {
        return chains.compareAlsoByWire("exec.txt");
    }

    @TestFactory
    Stream<DynamicTest> files() {
        return chains.compareAlsoByWire("files.txt");
    }

    @TestFactory
    Stream<DynamicTest> images() {
        return chains.compare("images.txt");
    }

    @TestFactory
    Stream<DynamicTest> build() {
        return chains.compare("build.txt");
    }

    @TestFactory
    Stream<DynamicTest> buildKit() {
        return chains.compare("buildkit.txt");
    }

    @TestFactory
    Stream<DynamicTest> networksAndVolumes() {
        return chains.compare("networks.txt");
    }

    @TestFactory
    Stream<DynamicTest> lists() {
        return chains.compare("lists.txt");
    }
}
