package com.libswarm.e2e.java;

import static org.assertj.core.api.Assertions.assertThat;

import com.libswarm.conformance.FreePort;
import com.libswarm.e2e.harness.Engine;
import com.libswarm.e2e.harness.NeedsEngine;
import com.libswarm.e2e.harness.Program;
import com.libswarm.e2e.harness.Swarmd;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Testcontainers finds a swarmd by DOCKER_HOST, as it finds an engine. */
@NeedsEngine
class TestcontainersTest {

    private static final String PRINTED = """
            published: a page
            exec: a page problem 3
            copied back: 1000000
            log: serving
            from its network: a page
            runs: false
            """;

    private String tcp;
    private Swarmd swarmd;

    @BeforeEach
    void start(Engine engine) {
        tcp = "tcp://127.0.0.1:" + FreePort.find();
        swarmd = Swarmd.start("dockerserver " + tcp, "debug", "dockerclient " + engine.unix());
        swarmd.mustSh("swarm:create unix 'dockerserver unix://" + socket() + "' 'dockerclient " + engine.tcp() + "'");
    }

    private Path socket() {
        return swarmd.home().resolve("docker.sock");
    }

    @AfterEach
    void stop() {
        swarmd.close();
    }

    /** @param host as DOCKER_HOST says it */
    private void run(String host) {
        // without Ryuk, whose image is not at hand; with a home of its own, where Testcontainers leaves notes
        Map<String, String> environment = Map.of("DOCKER_HOST", host, "DOCKER_CONFIG", "/nonexistent", "DOCKER_TLS_VERIFY", "",
                "TESTCONTAINERS_RYUK_DISABLED", "true", "TESTCONTAINERS_CHECKS_DISABLE", "true");
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        try (Program program = Program.start(environment, List.of(java, "-Xmx128m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1",
                "-Duser.home=" + swarmd.home(), "-cp", System.getProperty("java.class.path"), ContainersProgram.class.getName()))) {
            // each step may take its time
            PRINTED.lines().forEach(program::awaitOut);
            assertThat(program.finish().out()).isEqualTo(PRINTED);
        }
    }

    @Test
    void overTcp() {
        run(tcp);
    }

    @Test
    void overAUnixSocket() {
        run("unix://" + socket());
    }
}
