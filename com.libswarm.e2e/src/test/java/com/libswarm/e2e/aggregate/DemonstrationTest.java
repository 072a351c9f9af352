package com.libswarm.e2e.aggregate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.libswarm.conformance.FreePort;
import com.libswarm.e2e.harness.NeedsPrograms;
import com.libswarm.e2e.harness.NeedsThreeEngines;
import com.libswarm.e2e.harness.Outcome;
import com.libswarm.e2e.harness.Program;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.ThrowingConsumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The demonstration in docs/aggregate.md does what it says, as it stands there; with engines of its own, for they are killed. */
@NeedsThreeEngines
@NeedsPrograms("docker")
class DemonstrationTest {

    private static final String SECTION = "## Three engines on one machine\n";
    private static final Path DISTRIBUTION = Path.of(System.getProperty("swarmd")).normalize().getParent().getParent();
    private static final Path ENGINES = Path.of(System.getProperty("engines"));

    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final String port = String.valueOf(FreePort.find());
    private final String portBase = String.valueOf(FreePort.findRow(3) - 1);
    private Path folder;
    private List<String> commands;
    private int next;

    @BeforeEach
    void read() throws IOException {
        folder = Files.createTempDirectory(Path.of("/tmp"), "swx");
        String text = Files.readString(Path.of("..", "docs", "aggregate.md"));
        assertThat(text).contains(SECTION);
        String section = text.substring(text.indexOf(SECTION) + SECTION.length());
        commands = section.substring(0, section.indexOf("\n## ")).replaceAll("\\\\\n *", "").lines()
                .filter(line -> line.startsWith("    ")).map(String::strip).filter(line -> !line.startsWith("export ")).toList();
    }

    @AfterEach
    void cleanUp() {
        run("com.libswarm.e2e/peers/engines.sh stop /tmp/three; rm -rf --one-file-system /tmp/three");
    }

    @Test
    void itDoesWhatItSays() {
        assertThat(next("engines.sh start").out()).contains("ENGINE3_HOST");
        try (Program swarmd = start("exec " + commands.get(next++))) {
            swarmd.await("the chain", () -> run("./swarmd sh swarm:chains").status() == 0);
            assertThat(next("docker info").out()).contains("Nodes: 3").contains("Healthy");
            assertThat(next("for i in 1 2 3").out().lines()).hasSize(3);
            assertThat(next("docker inspect").out().lines()).hasSize(3)
                    .anyMatch(line -> line.endsWith("east")).anyMatch(line -> line.endsWith("west")).anyMatch(line -> line.endsWith("north"));
            next("docker run -d --name cache");
            assertThat(next("docker run --rm --network container:cache").out()).isEqualTo("beside the cache\n");
            assertThat(next("docker ps --filter node=north").out()).contains("cache");
            assertThat(next("docker exec").out()).isNotBlank();
            assertThat(next("docker events").out()).contains("cache on north\n", "web-1 on ", "web-2 on ", "web-3 on ");

            next("engines.sh kill");
            until("docker ps", outcome -> assertThat(outcome.out().lines()).hasSize(3).contains("cache"));
            until("docker info", outcome -> assertThat(outcome.out()).contains("Status: Unhealthy", "Error: ").contains("Healthy"));
            next("engines.sh start");
            assertThat(next("until docker info").out().lines()).hasSize(4).filteredOn(line -> line.endsWith("exited")).hasSize(1);

            assertThat(next("./swarmd sh 'swarm:node drain").status()).isZero();
            assertThat(next("docker rm -f cache").out().lines()).last().isIn("east", "west");
            assertThat(next("./swarmd sh 'swarm:node remove").out()).contains("east", "west").doesNotContain("north");
            assertThat(next("docker kill").out()).contains("Deleted Containers:");
            swarmd.signal("TERM");
            assertThat(swarmd.finish().status()).isZero();
        }
        next("engines.sh stop");
        assertThat(commands).hasSize(next);
    }

    /** Runs the next command, which is to succeed. */
    private Outcome next(String begins) {
        String command = commands.get(next++);
        assertThat(command).contains(begins);
        Outcome outcome = run(command);
        assertThat(outcome.status()).as(command + ": " + outcome).isZero();
        return outcome;
    }

    /** Runs the next command until it tells what it is to tell: that an engine is gone is seen after a moment. */
    private void until(String begins, ThrowingConsumer<Outcome> check) {
        String command = commands.get(next++);
        assertThat(command).contains(begins);
        await().atMost(PATIENCE).untilAsserted(() -> check.accept(run(command)));
    }

    private Outcome run(String command) {
        return Program.run(environment(), shell(command));
    }

    private Program start(String command) {
        return Program.start(environment(), shell(command));
    }

    private Map<String, String> environment() {
        return Map.of("SWARMD_HOME", folder.resolve("home").toString(), "ENGINES_PORT_BASE", portBase, "DOCKER_HOST", "tcp://localhost:" + port,
                "DOCKER_CONFIG", "/nonexistent", "DOCKER_CONTEXT", "");
    }

    /** As it stands there, but for what is different here: where swarmd was built, its port, the folder of the engines, and a busy machine. */
    private List<String> shell(String command) {
        return List.of("sh", "-c", command.replace("./swarmd", "'" + DISTRIBUTION.resolve("bin/swarmd") + "'")
                .replace("localhost:4243", "localhost:" + port)
                .replace("\"aggregate ", "\"aggregate --timeout 20 ").replace("/tmp/three", folder.toString())
                .replace("com.libswarm.e2e/peers/engines.sh", ENGINES.toString()));
    }
}
