package com.libswarm.e2e.aggregate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.libswarm.conformance.FreePort;
import com.libswarm.e2e.harness.Docker;
import com.libswarm.e2e.harness.Engine;
import com.libswarm.e2e.harness.NeedsEngine;
import com.libswarm.e2e.harness.Outcome;
import com.libswarm.e2e.harness.Swarmd;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;

/** What an aggregate lists without asking its engine is what the engine lists. */
@NeedsEngine
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AggregateListTest {

    private static final Duration PATIENCE = Duration.ofMinutes(1);
    private static final String FIELDS = "{{.Names}} {{.State}} {{.Image}} {{.Command}} {{.Networks}} {{.Mounts}} {{.Labels}} {{.LocalVolumes}}";

    private final String mine = Docker.uniqueName();
    private final int port = FreePort.find();
    private final Docker aggregate = Docker.at("tcp://127.0.0.1:" + port);
    private Docker direct;
    private Swarmd swarmd;

    @BeforeAll
    void start(Engine engine) {
        direct = Docker.at(engine.unix());
        String run = "docker run -d -l " + mine + " --name " + mine;
        String set = String.join("\n", "set -e",
                "docker network create " + mine + "-net",
                run + "-web -l a=1 -l b=2 busybox sleep 1000",
                run + "-other -l a=2 --expose 90 --network " + mine + "-net busybox sleep 1000",
                "docker create -l " + mine + " --name " + mine + "-made -v " + mine + "-vol:/data busybox true",
                "docker run -l " + mine + " --name " + mine + "-done -l a=1 busybox true",
                "docker run -l " + mine + " --name " + mine + "-seven busybox sh -c 'exit 7' || true",
                run + "-well --health-cmd true --health-interval 1s busybox sleep 1000",
                run + "-still busybox sleep 1000",
                "docker pause " + mine + "-still",
                "until [ \"$(docker inspect -f '{{.State.Health.Status}}' " + mine + "-well)\" = healthy ]; do sleep 0.2; done");
        Outcome made = direct.script(set, "");
        assertThat(made.status()).as(made.toString()).isZero();
        swarmd = Swarmd.start("dockerserver tcp://127.0.0.1:" + port, "aggregate --timeout 20 " + engine.node("east"));
    }

    @AfterAll
    void stop() {
        direct.script("docker rm -f $(docker ps -aq --filter label=" + mine + "); docker network rm " + mine + "-net; docker volume rm " + mine + "-vol", "");
        swarmd.close();
    }

    private static List<String> lines(Docker docker, String format, List<String> arguments) {
        var command = new ArrayList<>(List.of("ps", "--no-trunc", "--format", format));
        command.addAll(arguments);
        Outcome outcome = docker.run(command.toArray(String[]::new));
        assertThat(outcome.status()).as(outcome.toString()).isZero();
        return outcome.out().lines().toList();
    }

    @TestFactory
    Stream<DynamicTest> aFilterChoosesWhatTheEngineChooses() {
        String id = lines(direct, "{{.ID}}", List.of("-a", "--filter", "name=" + mine + "-done")).get(0);
        String network = direct.run("network", "inspect", "-f", "{{.Id}}", mine + "-net").out().strip();
        return Stream.of("name=" + mine, "name=^/" + mine + "-done$", "name=" + mine + "-[ws]", "name=.*-s.*", "name=" + mine + "-(web|done)", "id=" + id,
                "id=" + id.substring(0, 12), "id=" + id.substring(2, 12), "label=a", "label=a=1", "label=b=1", "label=", "status=running",
                "status=exited", "status=created", "status=paused", "status=dead", "network=" + mine + "-net", "network=bridge", "network=none",
                "network=" + network.substring(0, 9), "volume=" + mine + "-vol", "volume=/data", "volume=/dat", "before=" + mine + "-made",
                "since=" + mine + "-made", "exited=0", "exited=7", "health=healthy", "health=none", "ancestor=busybox", "expose=90", "publish=90",
                "is-task=false").map(filter -> dynamicTest(filter, () -> {
                    for (List<String> more : List.of(List.<String>of(), List.of("-a"), List.of("-n", "2"))) {
                        var arguments = new ArrayList<>(List.of("--filter", filter, "--filter", "label=" + mine));
                        arguments.addAll(more);
                        assertThat(lines(aggregate, FIELDS, arguments)).as(more.toString()).isEqualTo(lines(direct, FIELDS, arguments));
                    }
                }));
    }

    @Test
    void theStatusIsWhatTheEnginePrints() {
        List<String> arguments = List.of("-a", "--filter", "label=" + mine);
        String format = "{{.Names}} {{.Status}}";
        for (int i = 0; i < 5; i++) {
            assertThat(withoutTimes(aggregate, arguments)).isEqualTo(withoutTimes(direct, arguments))
                    .anyMatch(line -> line.endsWith("-seven Exited (7) TIME ago")).anyMatch(line -> line.endsWith("-still Up TIME (Paused)"));
            // on a busy machine some seconds may pass between the two
            await().atMost(PATIENCE).until(() -> lines(aggregate, format, arguments).equals(lines(direct, format, arguments)));
        }
        assertThat(lines(aggregate, "{{.Size}}", List.of("-a", "-s", "--filter", "label=" + mine))).allMatch(size -> size.contains("virtual"));
    }

    private static List<String> withoutTimes(Docker docker, List<String> arguments) {
        return lines(docker, "{{.Names}} {{.Status}}", arguments).stream()
                .map(line -> line.replaceFirst("(?:Less than a|About an?|\\d+) (?:second|minute|hour)s?", "TIME")).toList();
    }

    @Test
    void whatWasChangedIsListed() {
        String script = String.join("\n", "set -e", "n=" + mine + "-life",
                "is() { s=$(docker ps -a --filter name=^/$1\\$ --format '{{.State}}'); [ \"$s\" = \"$2\" ] || { echo \"$3: $1 is '$s', not '$2'\"; exit 1; }; }",
                "for i in 1 2 3; do",
                "docker create -l " + mine + " --name $n busybox sleep 1000; is $n created create",
                "docker start $n; is $n running start",
                "docker pause $n; is $n paused pause",
                "docker unpause $n; is $n running unpause",
                "docker rename $n $n-2; is $n '' rename; is $n-2 running rename",
                "docker kill $n-2; is $n-2 exited kill",
                "docker start $n-2; is $n-2 running start",
                "docker stop -t 0 $n-2; is $n-2 exited stop",
                "docker rm $n-2; is $n-2 '' rm",
                "docker run -l " + mine + " --name $n busybox true; is $n exited run",
                "docker rm $n; is $n '' rm",
                "docker run --rm -l " + mine + " --name $n busybox true; is $n '' 'run --rm'",
                "done");
        Outcome outcome = aggregate.script(script, "");
        assertThat(outcome.status()).as(outcome.toString()).isZero();
    }
}
