package com.libswarm.e2e.aggregate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.libswarm.conformance.FreePort;
import com.libswarm.e2e.harness.Docker;
import com.libswarm.e2e.harness.Engine;
import com.libswarm.e2e.harness.NeedsEngine;
import com.libswarm.e2e.harness.Outcome;
import com.libswarm.e2e.harness.RawAnswer;
import com.libswarm.e2e.harness.RawConnection;
import com.libswarm.e2e.harness.Swarmd;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
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

    /** On a busy machine an engine may not be able to freeze a container in time; the script has a limit. */
    private static final String PAUSE = "pause() { until docker pause $1; do sleep 0.1; done; }";
    private static final String PRUNING = "a prune operation is already running";

    private final String mine = Docker.uniqueName();
    private final int port = FreePort.find();
    private final Docker aggregate = Docker.at("tcp://127.0.0.1:" + port);
    private Docker direct;
    private int enginePort;
    private Swarmd swarmd;

    @BeforeAll
    void start(Engine engine) {
        direct = Docker.at(engine.unix());
        enginePort = engine.port();
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
                PAUSE, "pause " + mine + "-still",
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

    /** Status and words, also where the engine's are strange. */
    @TestFactory
    Stream<DynamicTest> whatIsWrongIsToldAsByTheEngine() {
        Stream<String> filters = Stream.of("[]", "nonsense", "{\"status\":{\"running\":1}}", "{\"status\":[1]}", "{\"status\":\"running\"}",
                "{\"nonsense\":[\"x\"]}", "{\"label\":{\"a\":true}", "7")
                .flatMap(filter -> Stream.of("GET /containers/json", "GET /images/json", "GET /networks", "GET /volumes", "GET /events?until=1",
                        "POST /containers/prune", "POST /volumes/prune", "POST /networks/prune").map(request -> request + (request.contains("?") ? "&" : "?") + "filters="
                        + URLEncoder.encode(filter, StandardCharsets.UTF_8)));
        Stream<String> paths = Stream.of("GET /containers/NOPE/nonsense", "POST /containers/NOPE/nonsense", "DELETE /containers/NOPE/nonsense",
                "PUT /containers/NOPE/nonsense", "GET /containers/NOPE/kill", "POST /containers/NOPE/json", "POST /containers/NOPE/kill",
                "POST /containers/NOPE/start", "GET /containers/NOPE/logs", "GET /containers/NOPE/logs?stdout=1", "GET /containers/NOPE/json",
                "POST /containers/NOPE/wait", "DELETE /containers/NOPE", "GET /containers/NOPE/stats?stream=0", "GET /containers/NOPE/archive?path=/",
                "GET /containers/NOPE/export", "GET /containers/NOPE/top", "GET /containers/NOPE/changes",
                "GET /images/NOPE/nonsense", "GET /images/NOPE/json", "GET /networks/NOPE", "GET /networks/NOPE/nonsense", "POST /networks/NOPE/nonsense",
                "GET /volumes/NOPE", "GET /volumes/NOPE/nonsense", "GET /exec/NOPE/json", "GET /exec/NOPE/nonsense",
                "GET /swarm", "GET /swarm/nonsense", "POST /swarm/nonsense", "DELETE /swarm", "GET /swarm/unlockkey", "GET /services",
                "GET /services/NOPE", "GET /services/NOPE/nonsense", "GET /services/NOPE/logs", "POST /services/NOPE/update?version=1",
                "DELETE /services/NOPE", "GET /tasks", "POST /tasks", "GET /tasks/NOPE", "DELETE /tasks/NOPE", "GET /tasks/NOPE/logs",
                "GET /nodes/NOPE/nonsense", "POST /nodes/NOPE", "GET /secrets/NOPE", "DELETE /configs/NOPE", "GET /nonsense", "POST /nonsense/x",
                "GET /system/nonsense", "GET /plugins/NOPE/nonsense", "GET /distribution/NOPE/nonsense", "POST /build/nonsense");
        return Stream.concat(paths, filters).map(request -> dynamicTest(request, () ->
                assertThat(answer(port, request)).isEqualTo(answer(enginePort, request))));
    }

    /** An engine prunes one thing at a time, and other tests prune there, too. */
    private String answer(int at, String request) throws IOException {
        String answer = ask(at, request);
        while (answer.contains(PRUNING)) {
            answer = ask(at, request);
        }
        return answer;
    }

    private String ask(int at, String request) throws IOException {
        String[] methodAndUrl = request.split(" ");
        try (RawConnection connection = RawConnection.open(at)) {
            connection.write(methodAndUrl[0] + " /v1.41" + methodAndUrl[1] + " HTTP/1.1\r\nHost: docker\r\nContent-Type: application/json\r\n"
                    + (methodAndUrl[0].startsWith("P") ? "Content-Length: 2\r\n\r\n{}" : "\r\n"));
            RawAnswer answer = RawAnswer.read(connection, false, mine);
            return answer.line() + "\n" + answer.body();
        }
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
        String script = String.join("\n", "set -e", PAUSE, "n=" + mine + "-life",
                "is() { s=$(docker ps -a --filter name=^/$1\\$ --format '{{.State}}'); [ \"$s\" = \"$2\" ] || { echo \"$3: $1 is '$s', not '$2'\"; exit 1; }; }",
                "for i in 1 2 3; do",
                "docker create -l " + mine + " --name $n busybox sleep 1000; is $n created create",
                "docker start $n; is $n running start",
                "pause $n; is $n paused pause",
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
