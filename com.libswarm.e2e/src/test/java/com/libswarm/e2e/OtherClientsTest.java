package com.libswarm.e2e;

import com.libswarm.e2e.harness.Chains;
import com.libswarm.e2e.harness.Docker;
import com.libswarm.e2e.harness.Engine;
import com.libswarm.e2e.harness.NeedsEngine;
import com.libswarm.e2e.harness.NeedsPrograms;
import com.libswarm.e2e.harness.Registry;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** Registries behind the engine, and clients that are not the docker command, meet the same through a chain as directly. */
@NeedsEngine(tls = true)
@NeedsPrograms({"docker-registry", "docker-compose", "/usr/lib/python3/dist-packages/docker"})
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Execution(ExecutionMode.CONCURRENT)
class OtherClientsTest {

    private Registry registry;
    private Registry closed;
    private Chains chains;

    @BeforeAll
    void start(Engine engine) {
        registry = Registry.open();
        closed = Registry.closed();
        chains = Chains.toTls(engine);
    }

    @AfterAll
    void stop() {
        chains.close();
        closed.close();
        registry.close();
    }

    private Docker withRegistries(Docker docker) {
        return docker.with("REGISTRY", registry.address()).with("PRIVATE", closed.address());
    }

    @TestFactory
    Stream<DynamicTest> registry() {
        return chains.compare("registry.txt", this::withRegistries);
    }

    @TestFactory
    Stream<DynamicTest> python() {
        return chains.compareWithFew("python.txt", this::withRegistries);
    }

    @TestFactory
    Stream<DynamicTest> compose() {
        return chains.compareWithFew("compose.txt", this::withRegistries);
    }
}
