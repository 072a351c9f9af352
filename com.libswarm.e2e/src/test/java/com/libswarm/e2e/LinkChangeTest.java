package com.libswarm.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.libswarm.conformance.FreePort;
import com.libswarm.e2e.harness.Docker;
import com.libswarm.e2e.harness.Engine;
import com.libswarm.e2e.harness.NeedsEngine;
import com.libswarm.e2e.harness.Outcome;
import com.libswarm.e2e.harness.Program;
import com.libswarm.e2e.harness.Swarmd;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Links are swapped, put in and taken out while the docker command works, and it notices nothing. */
@NeedsEngine
class LinkChangeTest {

    private static final int ROUNDS = 40;

    @Test
    void noRequestFailsAndNoStreamIsCut(Engine engine) {
        String server = "dockerserver tcp://127.0.0.1:" + FreePort.find();
        String client = "dockerclient " + engine.unix();
        List<String> round = List.of("swarm:swap main 1 '" + server + "'", "swarm:swap main 2 '" + client + "'",
                "swarm:insert main 2 debug", "swarm:swap main 2 debug", "swarm:remove main 2");
        String script = IntStream.range(0, ROUNDS).mapToObj(i -> String.join("\n", round)).collect(Collectors.joining("\n", "", "\n"));
        String name = Docker.uniqueName();
        Docker docker = Docker.at(server.substring("dockerserver ".length()));

        try (Swarmd swarmd = Swarmd.start(server, client)) {
            // It sleeps at the end, for an engine leaves out the last lines of a container that ends before a slow reader has read them.
            assertThat(docker.run("run", "-d", "--name", name, "busybox", "sh", "-c",
                    "i=0; until [ -f /enough ]; do i=$((i+1)); echo line $i; done; echo last $i; sleep 1000").status()).isZero();
            try (Program logs = docker.start("logs", "-f", name); Program changes = swarmd.startSh()) {
                logs.awaitOut("line 10\n");
                changes.write(script);
                changes.endInput();
                do {
                    assertThat(docker.run("ps", "-q", "--filter", "name=" + name)).extracting(Outcome::status, Outcome::err).containsExactly(0, "");
                } while (changes.isAlive());
                assertThat(changes.finish()).isEqualTo(new Outcome(0, "", ""));

                assertThat(docker.run("exec", name, "touch", "/enough").status()).isZero();
                logs.awaitOut("last");
                assertThat(docker.run("rm", "-f", name).status()).isZero();
                Outcome read = logs.finish();
                assertThat(read.status()).as(read.err()).isZero();
                assertIsWhole(read.out());
            } finally {
                docker.run("rm", "-f", name);
            }
        }
    }

    /** Each line once, in order, to the last. */
    private static void assertIsWhole(String logs) {
        String[] lines = logs.split("\n");
        for (int i = 0; i < lines.length - 1; i++) {
            assertThat(lines[i]).isEqualTo("line " + (i + 1));
        }
        assertThat(lines[lines.length - 1]).isEqualTo("last " + (lines.length - 1));
    }
}
