package com.libswarm.e2e.aggregate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.libswarm.conformance.FreePort;
import com.libswarm.e2e.harness.Docker;
import com.libswarm.e2e.harness.Engine;
import com.libswarm.e2e.harness.HangingRegistry;
import com.libswarm.e2e.harness.NeedsThreeEngines;
import com.libswarm.e2e.harness.Outcome;
import com.libswarm.e2e.harness.Program;
import com.libswarm.e2e.harness.Swarmd;
import com.libswarm.e2e.harness.ThreeEngines;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.parallel.ResourceAccessMode;
import org.junit.jupiter.api.parallel.ResourceLock;

/** One of three engines, {@code shaky}, is frozen, killed and replaced in the middle of every kind of call, while others are asked. */
@NeedsThreeEngines
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@ResourceLock(value = ThreeEngines.LOCK, mode = ResourceAccessMode.READ)
class EngineFaultsTest {

    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final String TOLD = "The node shaky is unhealthy";

    private final int port = FreePort.find();
    private final Docker docker = Docker.at("tcp://127.0.0.1:" + port);
    private final List<Program> programs = new ArrayList<>();
    private String name;
    private String ticking;
    private String sleeping;
    private Engine shaky;
    private Swarmd swarmd;
    private HangingRegistry registry;

    @BeforeAll
    void start(ThreeEngines engines) {
        shaky = Engine.startWithTls();
        swarmd = Swarmd.start("dockerserver tcp://127.0.0.1:" + port, "aggregate --timeout 10 --stream-timeout 600 " + engines.east().node("east") + " "
                + engines.west().nodeOnTcp("west"));
    }

    @AfterAll
    void stop() {
        swarmd.close();
        shaky.close();
    }

    @BeforeEach
    void prepare() throws IOException {
        registry = HangingRegistry.start();
        name = Docker.uniqueName();
        ticking = name + "-ticking";
        sleeping = name + "-sleeping";
    }

    @AfterEach
    void cleanUp() {
        programs.forEach(Program::close);
        programs.clear();
        docker.run("rm", "-f", name + "-east", ticking, sleeping, name + "-new");
        swarmd.sh("swarm:node remove main shaky");
        registry.close();
    }

    /** An argument of an aggregate without the name. */
    private static String spec(String node) {
        return node.replaceFirst("'[a-z]*=", "'");
    }

    private void join(String node) {
        swarmd.mustSh("swarm:node add main shaky " + spec(node));
        awaitState("healthy");
        must("run", "-d", "--name", ticking, "-e", "constraint:node==shaky", "busybox", "sh", "-c", "while :; do echo tick; sleep 0.2; done");
        // its first process takes no notice of TERM
        must("run", "-d", "--name", sleeping, "-e", "constraint:node==shaky", "busybox", "sleep", "1000");
        must("run", "-d", "--name", name + "-east", "-e", "constraint:node==east", "busybox", "sleep", "1000");
    }

    private String must(String... arguments) {
        Outcome outcome = docker.run(arguments);
        assertThat(outcome.status()).as(() -> String.join(" ", arguments) + ": " + outcome).isZero();
        return outcome.out();
    }

    private Program begin(Docker docker, String... arguments) {
        Program program = docker.start(arguments);
        programs.add(program);
        return program;
    }

    private Program begin(String... arguments) {
        return begin(docker, arguments);
    }

    private void awaitState(String state) {
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(swarmd.mustSh("swarm:node ls main")).containsPattern("shaky +" + state));
    }

    private List<String> names() {
        return must("ps", "-a", "--format", "{{.Names}}", "--filter", "name=" + name).lines().toList();
    }

    /** Calls of every kind that take long, all of which have been begun on the engine. */
    private final class LongCalls {

        final Program logs = begin("logs", "-f", ticking).awaitOut("tick");
        final Program attached = begin("attach", "--no-stdin", "--sig-proxy=false", ticking).awaitOut("tick");
        final Program stats = begin("stats", "--format", "{{.Name}}", ticking).awaitOut(ticking);
        final Program exec = begin("exec", "-i", ticking, "cat");
        final Program wait = begin("wait", sleeping);
        final Program events = begin("events", "--filter", "type=container", "--format", "{{.Action}} {{.Actor.Attributes.name}}");
        final Program build = begin(docker.with("DOCKER_BUILDKIT", "0"), "build", "--build-arg", "constraint:node==shaky", "-");
        final Program pull = begin("pull", registry.address() + "/none");
        final Program load = begin("load");
        final Program stop;

        LongCalls() {
            exec.write("hello\n");
            exec.awaitOut("hello");
            build.write("FROM busybox\nRUN echo the step runs; sleep 1000\n");
            build.endInput();
            build.awaitOut("\nthe step runs");
            pull.await("all engines to pull", () -> registry.waiting() >= 3);
            // the beginning of an archive
            load.write("manifest.json" + "\0".repeat(87) + "0000644\0");
            // the stream of events is there when it tells of something
            events.await("an event", () -> {
                docker.run("exec", name + "-east", "true");
                return events.out().contains(name + "-east");
            });
            stop = begin("stop", "-t", "1000", sleeping);
            events.awaitOut("kill " + sleeping);
        }

        /** Those of shaky alone that go on for ever. */
        Map<String, Program> streams() {
            var streams = new LinkedHashMap<String, Program>();
            streams.put("logs", logs);
            streams.put("attach", attached);
            streams.put("exec", exec);
            streams.put("wait", wait);
            streams.put("build", build);
            return streams;
        }

        /** Those that all engines take part in end, and tell of shaky. */
        void endOfThoseOfAll() {
            registry.refuse();
            assertThat(pull.finish()).as("pull").satisfies(outcome -> assertThat(outcome.status()).isNotZero())
                    .satisfies(outcome -> assertThat(outcome.err()).contains("shaky: ", "east: ", "west: "));
            load.endInput();
            assertThat(load.finish()).as("load").satisfies(outcome -> assertThat(outcome.status()).isNotZero())
                    .satisfies(outcome -> assertThat(outcome.toString()).contains("shaky: "));
        }
    }

    /** Each kind of call, begun at once: those of all are answered by the others, those of shaky's objects are told what is wrong. */
    private void everyCallIsAnswered() {
        long begun = System.nanoTime();
        var ofAll = new ArrayList<Program>();
        for (String line : List.of("ps -a", "info", "images", "network ls", "volume ls", "system df", "version", "exec " + name + "-east true",
                "inspect " + name + "-east", "run --rm busybox true", "events --since 1h --until 1s", "top " + name + "-east",
                "create --name " + name + "-new -e constraint:node==~shaky busybox")) {
            ofAll.add(begin(line.split(" ")));
        }
        // a frozen engine does what it was asked as soon as it thaws: without --pause=false it would pause the container just then
        var ofShaky = new ArrayList<Program>();
        for (String line : List.of("inspect CONTAINER", "logs CONTAINER", "top CONTAINER", "exec CONTAINER true", "start CONTAINER", "port CONTAINER",
                "diff CONTAINER", "cp CONTAINER:/etc/passwd -", "stats --no-stream CONTAINER", "update --cpu-shares 100 CONTAINER", "wait CONTAINER",
                "attach --no-stdin CONTAINER", "export CONTAINER", "commit --pause=false CONTAINER", "unpause CONTAINER")) {
            ofShaky.add(begin(line.replace("CONTAINER", ticking).split(" ")));
        }
        ofAll.forEach(program -> assertThat(program.finish()).as(program.toString()).extracting(Outcome::status).isEqualTo(0));
        ofShaky.forEach(program -> assertThat(program.finish()).as(program.toString()).satisfies(outcome -> {
            assertThat(outcome.status()).isNotZero();
            assertThat(outcome.err()).contains(TOLD).doesNotContain("daemon: Error");
        }));
        assertThat(Duration.ofNanos(System.nanoTime() - begun)).as("with a limit of 10 seconds, on a busy machine").isLessThan(Duration.ofMinutes(2));
        assertThat(names()).as("shaky's are not listed").contains(name + "-east", name + "-new").doesNotContain(ticking);
        Outcome info = docker.run("info");
        assertThat(info.out()).contains("└ Status: Unhealthy");
        assertThat(info.err()).contains("The answer of shaky is missing: " + TOLD);
        assertThat(must("inspect", "-f", "{{.Node.Name}}", name + "-new")).isIn("east\n", "west\n");
    }

    private void isBackByItself(Program events) {
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(names()).contains(ticking, sleeping));
        must("start", ticking);
        must("rename", ticking, ticking + "-2");
        events.awaitOut("rename " + ticking + "-2");
        must("rename", ticking + "-2", ticking);
        assertThat(must("exec", ticking, "echo", "again")).isEqualTo("again\n");
        // docker counts the time that has passed in whole seconds
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(must("events", "--since", "1h", "--until", "0s", "--filter", "type=swarm", "--filter", "node=shaky",
                "--format", "{{.Action}}").lines()).containsSubsequence("engine_connect", "engine_disconnect", "engine_reconnect"));
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(names()).as("each once").doesNotHaveDuplicates().noneMatch(each -> each.contains("/")));
        must("rm", "-f", name + "-new");
    }

    @Test
    void frozen() {
        join(shaky.node("shaky"));
        var calls = new LongCalls();
        long told = swarmd.program().err().lines().filter(line -> line.contains(TOLD)).count();
        shaky.freeze();

        everyCallIsAnswered();
        assertThat(calls.stop.finish().err()).contains(TOLD);
        calls.endOfThoseOfAll();
        calls.streams().forEach((what, program) -> assertThat(program.isAlive()).as(what + " waits for its engine").isTrue());

        long ticks = calls.logs.out().lines().count();
        shaky.thaw();
        calls.logs.await("more ticks", () -> calls.logs.out().lines().count() > ticks + 2);
        calls.exec.write("still here\n");
        calls.exec.awaitOut("still here");
        isBackByItself(calls.events);
        must("kill", sleeping);
        assertThat(calls.wait.finish().out()).isEqualTo("137\n");
        assertThat(swarmd.program().err().lines().filter(line -> line.contains(TOLD)).count() - told).as("warnings").isEqualTo(1);
    }

    @Test
    void killed() {
        join(shaky.nodeOnTcp("shaky"));
        var calls = new LongCalls();
        shaky.kill();

        calls.streams().forEach((what, program) -> assertThat(program.finish().status()).as(what + " has broken off").isNotZero());
        assertThat(calls.stop.finish().status()).isNotZero();
        calls.endOfThoseOfAll();
        everyCallIsAnswered();

        shaky.restart();
        isBackByItself(calls.events);
        assertThat(calls.events.isAlive()).isTrue();
    }

    @Test
    void replacedByAnotherEngineAtItsAddress() {
        join(shaky.nodeOnTcp("shaky"));
        String id = must("inspect", "-f", "{{.Node.ID}}", ticking);
        var calls = new LongCalls();
        shaky.replace();

        await().atMost(PATIENCE).untilAsserted(() -> {
            // of one that was created, but not started
            docker.run("rm", "-f", name + "-new");
            assertThat(docker.run("run", "--name", name + "-new", "-e", "constraint:node==shaky", "busybox", "true")).extracting(Outcome::status).isEqualTo(0);
        });
        assertThat(must("inspect", "-f", "{{.Node.ID}} {{.Node.Name}}", name + "-new")).doesNotContain(id.strip()).endsWith(" shaky\n");
        assertThat(names()).containsExactlyInAnyOrder(name + "-east", name + "-new");
        assertThat(docker.run("inspect", ticking).err()).containsIgnoringCase("no such");
        must("run", "-d", "--name", ticking, "-e", "constraint:node==shaky", "busybox", "sleep", "1000");
        calls.events.awaitOut("start " + ticking);
        assertThat(must("info")).doesNotContain("Unhealthy", "Pending", id.strip());
    }
}
