package com.libswarm.e2e.aggregate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.libswarm.conformance.FreePort;
import com.libswarm.e2e.harness.Docker;
import com.libswarm.e2e.harness.Engine;
import com.libswarm.e2e.harness.NeedsEngine;
import com.libswarm.e2e.harness.NeedsPrograms;
import com.libswarm.e2e.harness.Outcome;
import com.libswarm.e2e.harness.Program;
import com.libswarm.e2e.harness.Scenario;
import com.libswarm.e2e.harness.Swarmd;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Two engines as one: containers that are moved when theirs fails, and builds by BuildKit. The engines are its own, for they are killed. */
@NeedsEngine
@NeedsPrograms({"/usr/bin/docker", "socat", "docker-compose"})
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class MovingTest {

    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final int port = FreePort.find();
    private final Docker docker = Docker.at("tcp://127.0.0.1:" + port);
    private Engine east;
    private Engine west;
    private Swarmd swarmd;

    @BeforeAll
    void start() {
        east = Engine.start();
        west = Engine.start();
        swarmd = Swarmd.start("dockerserver tcp://127.0.0.1:" + port, "aggregate --timeout 20 --reschedule-after 4 'east=dockerclient " + east.unix()
                + "' 'west=dockerclient " + west.tcp() + "'");
    }

    @AfterAll
    void stop() {
        swarmd.close();
        west.close();
        east.close();
    }

    private String must(String... arguments) {
        Outcome outcome = docker.run(arguments);
        assertThat(outcome.status()).as(() -> String.join(" ", arguments) + ": " + outcome).isZero();
        return outcome.out();
    }

    private void awaitOn(String node, String container) {
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(docker.run("inspect", "-f", "{{.Node.Name}} {{.State.Status}}", container).out())
                .isEqualTo(node + " running\n"));
    }

    private void awaitHealthy(String node) {
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(swarmd.mustSh("swarm:node ls main")).containsPattern(node + " +healthy"));
    }

    private static String containers(Engine engine, String name) {
        Outcome outcome = Docker.at(engine.unix()).run("ps", "-a", "--format", "{{.Names}}", "--filter", "name=" + name);
        assertThat(outcome.status()).as(outcome.err()).isZero();
        return outcome.out();
    }

    @TestFactory
    Stream<DynamicTest> buildsByBuildKit() {
        return Scenario.read("aggregate-buildkit.txt").stream().map(scenario -> dynamicTest(scenario.title(), () -> scenario.runAndCheck(docker)));
    }

    @Test
    void aContainerGoesOnElsewhereWhenItsEngineIsKilledAndOnceOnly() {
        String name = Docker.uniqueName();
        must("network", "create", "--label", "east", "east/" + name);
        must("run", "-d", "--name", name, "--label", "mine=yes", "-e", "SECRET=s3cret", "-e", "reschedule:on-node-failure", "-e", "constraint:node==~west",
                "--restart", "always", "busybox", "sh", "-c", "echo begun; sleep 1000");
        awaitOn("west", name);
        String before = must("inspect", "-f", "{{.Id}} {{index .Config.Labels \"com.docker.swarm.id\"}}", name).strip();
        try (Program events = docker.start("events", "--format", "{{.Action}} {{.Actor.Attributes.name}} {{.Actor.Attributes.from}}")) {
            // the stream of events is there when it tells of something
            events.await("an event", () -> {
                docker.run("exec", name, "true");
                return events.out().contains(name);
            });
            west.kill();
            awaitOn("east", name);
            events.await("the event", () -> events.out().contains("reschedule " + name + " west"));
            events.signal("KILL");
        }
        String after = must("inspect", "-f", "{{.Id}} {{index .Config.Labels \"com.docker.swarm.id\"}}", name).strip();
        assertThat(after.split(" ")[1]).isEqualTo(before.split(" ")[1]);
        assertThat(after.split(" ")[0]).isNotEqualTo(before.split(" ")[0]);
        assertThat(must("exec", name, "sh", "-c", "echo $SECRET")).isEqualTo("s3cret\n");
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(must("logs", name)).isEqualTo("begun\n"));
        assertThat(must("ps", "-a", "--format", "{{.Names}} {{.Label \"mine\"}}", "--filter", "name=" + name)).isEqualTo(name + " yes\n");
        // it has a network more, which only this engine has
        must("network", "connect", name, name);

        west.restart();
        awaitHealthy("west");
        assertThat(containers(west, name)).as("what the engine has when it counts again").isEmpty();
        assertThat(containers(east, name)).isEqualTo(name + "\n");

        // the other engine has no such network, and would not say so before the container is started
        east.kill();
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(docker.run("info").out() + docker.run("info").err())
                .contains("The container " + name + " of the node east waits for another node: No node that answers has the network " + name + "."));
        assertThat(containers(west, name)).isEmpty();
        must("network", "create", "west/" + name);
        awaitOn("west", name);
        assertThat(must("inspect", "-f", "{{range $name, $network := .NetworkSettings.Networks}}{{$name}} {{end}}", name).split(" "))
                .contains("bridge", name);
        east.restart();
        awaitHealthy("east");
        assertThat(containers(east, name)).isEmpty();
        swarmd.program().await("the line that it is moved", () -> (swarmd.program().out() + swarmd.program().err()).contains("is moved from the node west"));
        assertThat(swarmd.program().out() + swarmd.program().err()).doesNotContain("s3cret");
        must("rm", "-f", name);
        for (String node : List.of("east/", "west/")) {
            must("network", "rm", node + name);
        }
    }

    @Test
    void whatComposeMadeGoesOnElsewhereIfItMay(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("docker-compose.yml"), """
                version: "2.4"
                services:
                  one: {image: busybox, command: sleep 1000, network_mode: bridge, environment: ["reschedule:on-node-failure", "constraint:node==~west"]}
                  two: {image: busybox, command: sleep 1000, network_mode: bridge, environment: ["constraint:node==~west"]}
                """);
        String name = Docker.uniqueName();
        var environment = Map.of("DOCKER_HOST", "tcp://127.0.0.1:" + port, "COMPOSE_PROJECT_NAME", name);
        Outcome up = Program.run(environment, List.of("docker-compose", "-f", file.toString(), "up", "-d"));
        assertThat(up.status()).as(up.toString()).isZero();
        awaitOn("west", name + "_one_1");
        awaitOn("west", name + "_two_1");
        west.kill();
        awaitOn("east", name + "_one_1");
        assertThat(must("ps", "--format", "{{.Names}}", "--filter", "name=" + name)).isEqualTo(name + "_one_1\n");
        west.restart();
        awaitHealthy("west");
        Outcome down = Program.run(environment, List.of("docker-compose", "-f", file.toString(), "down", "-t", "0"));
        assertThat(down.status()).as(down.toString()).isZero();
        assertThat(containers(east, name) + containers(west, name)).isEmpty();
    }

    /** What is known of moves is in memory; after a restart the labels tell. */
    @Test
    void nothingRunsTwiceAcrossARestartOfSwarmd() {
        String name = Docker.uniqueName();
        must("run", "-d", "--name", name, "-e", "reschedule:on-node-failure", "-e", "constraint:node==~west", "busybox", "sleep", "1000");
        awaitOn("west", name);
        west.kill();
        awaitOn("east", name);
        swarmd.restart();
        awaitOn("east", name);
        west.restart();
        awaitHealthy("west");
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(containers(west, name)).isEmpty());
        assertThat(containers(east, name)).isEqualTo(name + "\n");
        must("rm", "-f", name);
    }
}
