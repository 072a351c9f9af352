package com.libswarm.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.libswarm.conformance.FreePort;
import com.libswarm.e2e.harness.Docker;
import com.libswarm.e2e.harness.Engine;
import com.libswarm.e2e.harness.NeedsEngine;
import com.libswarm.e2e.harness.Outcome;
import com.libswarm.e2e.harness.Program;
import com.libswarm.e2e.harness.Scenario;
import com.libswarm.e2e.harness.Swarmd;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;

/** Two engines and a simulator as one, by the docker command. The engines are its own, for they are killed and frozen. */
@NeedsEngine
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AggregateTest {

    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final int port = FreePort.find();
    private final Docker docker = Docker.at("tcp://127.0.0.1:" + port);
    private Engine east;
    private Engine west;
    private Swarmd swarmd;
    /** The engines without the simulator, which has neither files nor networks. */
    private Docker twoEngines;

    @BeforeAll
    void start() {
        east = Engine.start();
        west = Engine.start();
        swarmd = Swarmd.start("dockerserver tcp://127.0.0.1:" + port, "aggregate --timeout 20 'east=dockerclient " + east.unix() + "' 'west=dockerclient "
                + west.tcp() + "' 'lab=simulator sim'");
        int free = FreePort.find();
        swarmd.mustSh("swarm:create two 'dockerserver tcp://127.0.0.1:" + free + "' \"aggregate --timeout 20 'east=dockerclient "
                + east.unix() + "' 'west=dockerclient " + west.unix() + "'\"");
        twoEngines = Docker.at("tcp://127.0.0.1:" + free);
    }

    @AfterAll
    void stop() {
        swarmd.close();
        west.close();
        east.close();
    }

    private String must(String... arguments) {
        return must(docker, arguments);
    }

    private static String must(Docker docker, String... arguments) {
        Outcome outcome = docker.run(arguments);
        assertThat(outcome.status()).as(() -> String.join(" ", arguments) + ": " + outcome).isZero();
        return outcome.out();
    }

    private static Docker directly(Engine engine) {
        return Docker.at(engine.unix());
    }

    /** The names of containers with this label. */
    private List<String> names(String label) {
        return must("ps", "-a", "--format", "{{.Names}}", "--filter", "label=" + label).lines().toList();
    }

    @Test
    void containersOfAllEnginesAreListedAndAskedWhereTheyAre() {
        must(directly(east), "run", "-d", "--name", "web", "--label", "test=list", "busybox", "sh", "-c", "echo from east; sleep 1000");
        must(directly(west), "run", "-d", "--name", "db", "--label", "test=list", "busybox", "sh", "-c", "echo from west; sleep 1000");
        assertThat(names("test=list")).containsExactlyInAnyOrder("web", "db");
        assertThat(must("ps", "--format", "{{.Names}}")).contains("sim\n");
        assertThat(must("ps", "--filter", "node=west", "--filter", "label=test=list", "--format", "{{.Names}}")).isEqualTo("db\n");
        assertThat(must("ps", "-a", "--filter", "since=web", "--filter", "label=test=list", "--format", "{{.Names}}")).isIn("db\n", "");

        assertThat(must("inspect", "--format", "{{.Node.Name}} {{.Name}}", "web", "west/db", "sim"))
                .isEqualTo("east /web\nwest /db\nlab /sim\n");
        assertThat(must("logs", "web")).isEqualTo("from east\n");
        assertThat(must("exec", "db", "sh", "-c", "echo -n here; exit 0")).isEqualTo("here");
        assertThat(docker.run("exec", "db", "sh", "-c", "exit 7").status()).isEqualTo(7);
        assertThat(docker.runWithInput("both ways", "exec", "-i", "web", "cat").out()).isEqualTo("both ways");
        assertThat(must("top", "db")).contains("sleep 1000");
        assertThat(must("stats", "--no-stream", "--format", "{{.Name}}", "web", "db")).isEqualTo("web\ndb\n");

        must(directly(west), "run", "-d", "--name", "web", "--label", "test=list", "busybox", "sleep", "1000");
        assertThat(names("test=list")).containsExactlyInAnyOrder("east/web", "db", "west/web");
        assertThat(docker.run("stop", "web").err()).contains("east/web or west/web");
        must("rename", "west/web", "other");
        assertThat(names("test=list")).containsExactlyInAnyOrder("web", "db", "other");
        assertThat(docker.run("rename", "other", "db").err()).contains("already in use");

        must("rm", "-f", "web", "db", "other");
        assertThat(names("test=list")).isEmpty();
    }

    @TestFactory
    Stream<DynamicTest> clientsFindOneEngine() {
        return Scenario.read("aggregate.txt").stream().map(scenario -> dynamicTest(scenario.title(), () -> {
            Outcome outcome = scenario.runAndCheck(twoEngines);

            assertThat(outcome.status()).as(outcome.toString()).isZero();
        }));
    }

    @Test
    void workMovesToAnotherEngineWhileClientsAsk() {
        must(twoEngines, "run", "-d", "--name", "mover", "-e", "constraint:node==west", "busybox", "sleep", "1000");
        swarmd.mustSh("swarm:node drain two west");
        assertThat(swarmd.mustSh("swarm:node ls two")).containsPattern("west +draining");
        must(twoEngines, "run", "-d", "--name", "moved", "busybox", "sleep", "1000");
        assertThat(must(twoEngines, "inspect", "-f", "{{.Node.Name}}", "mover", "moved")).isEqualTo("west\neast\n");
        must(twoEngines, "rm", "-f", "mover");
        swarmd.mustSh("swarm:node remove two west");
        assertThat(must(twoEngines, "ps", "--format", "{{.Names}}", "--filter", "name=moved")).isEqualTo("moved\n");
        assertThat(must(twoEngines, "info")).contains("Nodes: 1").doesNotContain("west");

        swarmd.mustSh("swarm:node add two west 'dockerclient " + west.unix() + "'");
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(swarmd.mustSh("swarm:node ls two")).containsPattern("west +healthy"));
        must(twoEngines, "rm", "-f", "moved");
    }

    @Test
    void theEnginesAreOneSystem() {
        String info = must("info");
        assertThat(info).contains("Nodes: 3", "east: unix://", "west: 127.0.0.1:", "lab: simulator sim", "└ Status: Healthy", "engine=e1");
        assertThat(must("version", "--format", "{{.Server.APIVersion}}")).isEqualTo("1.41\n");
        assertThat(must("network", "ls", "--format", "{{.Name}}")).contains("east/bridge\n", "west/bridge\n", "lab/bridge\n");
        assertThat(must("images", "--format", "{{.Repository}}:{{.Tag}}")).contains("busybox:latest\n");
        assertThat(must("system", "df")).contains("Images", "Containers");
        assertThat(docker.run("service", "ls").err()).contains("This node is not a swarm manager.");
    }

    @Test
    void theOthersAnswerForAnEngineThatHangsOrIsDeadAndItsEventsGoOnWhenItIsBack() {
        must(directly(west), "run", "-d", "--name", "survivor", "--label", "test=loss", "busybox", "sleep", "1000");
        try (Engine shaky = Engine.start();
                Swarmd ours = Swarmd.start("dockerserver tcp://127.0.0.1:" + FreePort.find(), "debug")) {
            int free = FreePort.find();
            ours.mustSh("swarm:create agg 'dockerserver tcp://127.0.0.1:" + free + "' \"aggregate --timeout 10 'west=dockerclient " + west.unix()
                    + "' 'shaky=dockerclient " + shaky.unix() + "'\"");
            Docker both = Docker.at("tcp://127.0.0.1:" + free);
            must(directly(shaky), "run", "-d", "--name", "unlucky", "--label", "test=loss", "busybox", "sleep", "1000");
            var list = List.of("ps", "-a", "--filter", "label=test=loss", "--format", "{{.Names}}").toArray(String[]::new);
            assertThat(must(both, list).lines()).containsExactlyInAnyOrder("survivor", "unlucky");

            try (Program events = both.start("events", "--filter", "event=pause", "--format", "{{.Actor.Attributes.name}}")) {
                shaky.freeze();
                assertThat(must(both, list)).isEqualTo("survivor\n");
                assertThat(both.run("inspect", "unlucky").err()).contains("The node shaky is unhealthy");
                assertThat(must(both, "info")).contains("└ Status: Unhealthy");
                shaky.thaw();
                await().atMost(PATIENCE).untilAsserted(() -> assertThat(both.run(list).out().lines()).containsExactlyInAnyOrder("survivor", "unlucky"));

                shaky.kill();
                await().atMost(PATIENCE).untilAsserted(() -> assertThat(both.run(list).out()).isEqualTo("survivor\n"));
                shaky.restart();
                await().atMost(PATIENCE).untilAsserted(() -> assertThat(both.run(list).out().lines()).containsExactlyInAnyOrder("survivor", "unlucky"));
                must(both, "start", "unlucky");
                must(both, "pause", "unlucky");
                must(both, "pause", "survivor");
                events.await("both events", () -> events.out().lines().toList().containsAll(List.of("survivor", "unlucky")));
                events.signal("KILL");
            }
            must(both, "unpause", "unlucky");
            must(both, "rm", "-f", "unlucky", "survivor");
        }
    }
}
