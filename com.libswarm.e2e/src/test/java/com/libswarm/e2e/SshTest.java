package com.libswarm.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.libswarm.conformance.FreePort;
import com.libswarm.conformance.SshServer;
import com.libswarm.e2e.harness.Docker;
import com.libswarm.e2e.harness.Engine;
import com.libswarm.e2e.harness.HangingRegistry;
import com.libswarm.e2e.harness.NeedsEngine;
import com.libswarm.e2e.harness.NeedsSshd;
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

/** A real engine behind a real sshd, by the docker command. */
@NeedsEngine
@NeedsSshd
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SshTest {

    /** Each is a stream of another kind. */
    private static final List<String> SCENARIOS = List.of("containers.txt", "streams.txt", "exec.txt", "files.txt", "build.txt", "images.txt");
    private static final int SCENARIOS_OF_A_FILE = 3;

    private final String url = freeUrl();
    private final Docker docker = Docker.at(url);
    private SshServer server;
    private Swarmd swarmd;
    private Engine engine;

    @BeforeAll
    void start(Engine shared) {
        engine = shared;
        server = SshServer.start();
        swarmd = Swarmd.start("dockerserver " + url, ssh(server));
    }

    @AfterAll
    void stop() {
        swarmd.close();
        server.close();
    }

    private String ssh(SshServer of) {
        return "ssh " + of.address() + " " + of.login() + " --socket " + engine.socket();
    }

    /** What dockerd itself does with these commands is known from other tests: here what is expected of them is looked at. */
    @TestFactory
    Stream<DynamicTest> dockerWorksThroughATunnel() {
        return SCENARIOS.stream().flatMap(file -> Scenario.read(file).stream().filter(scenario -> !scenario.expected().isEmpty()).limit(SCENARIOS_OF_A_FILE)
                .map(scenario -> DynamicTest.dynamicTest(file + ": " + scenario.title(), () -> scenario.runAndCheck(docker))));
    }

    @Test
    void anImageComesThroughAsItIs() {
        String hash = "docker -H %s save busybox | sha256sum";
        Outcome through = Program.run(Map.of(), List.of("sh", "-c", hash.formatted(url)));
        Outcome directly = Program.run(Map.of(), List.of("sh", "-c", hash.formatted(engine.unix())));
        assertThat(through.out()).isEqualTo(directly.out()).hasSizeGreaterThan(60);
    }

    @Test
    void dockerclientDoesTheSameWithSshsConfiguration(@TempDir Path home) throws IOException {
        Files.createDirectories(home.resolve(".ssh"));
        Files.writeString(home.resolve(".ssh/config"), "Host lab\n  HostName 127.0.0.1\n  Port " + server.port() + "\n  IdentityFile " + server.file("id_ed25519")
                + "\n  UserKnownHostsFile " + server.file("known_hosts") + "\n");
        String own = freeUrl();
        String user = System.getProperty("user.name");
        Map<String, String> environment = Map.of("HOME", home.toString(), "DOCKER_CONTEXT", "", "DOCKER_HOST", "ssh://" + user + "@lab" + engine.socket());
        try (Swarmd near = Swarmd.start(environment, "dockerserver " + own, "dockerclient")) {
            Docker through = Docker.at(own);
            assertThat(through.runWithInput("hello\n", "run", "-i", "--rm", "busybox", "cat").out()).isEqualTo("hello\n");
            assertThat(near.mustSh("swarm:show main")).contains("ssh " + user + "@lab --socket " + engine.socket());
        }
    }

    @Test
    void whereForwardingIsForbiddenDockerOverThereLeadsToTheEngine() {
        String own = freeUrl();
        try (SshServer strict = SshServer.start("DisableForwarding yes"); Swarmd near = Swarmd.start("dockerserver " + own, ssh(strict))) {
            Docker through = Docker.at(own);
            assertThat(through.runWithInput("hello\n", "run", "-i", "--rm", "busybox", "cat").out()).isEqualTo("hello\n");
            through.must("images");
        }
    }

    private static String freeUrl() {
        return "tcp://127.0.0.1:" + FreePort.find();
    }

    @Test
    void theLastLinkOfAChainMovesIntoATunnelWhileLogsAreFollowed() {
        String own = freeUrl();
        String name = Docker.uniqueName();
        try (Swarmd near = Swarmd.start("dockerserver " + own, "dockerclient " + engine.unix())) {
            Docker through = Docker.at(own);
            through.must("run", "-d", "--name", name, "busybox", "sh", "-c", "i=0; while true; do i=$((i+1)); echo line $i; sleep 0.1; done");
            try (Program logs = through.start("logs", "-f", name)) {
                logs.awaitOut("line 3\n");
                near.mustSh("swarm:swap main 2 '" + ssh(server) + "'");
                int seen = logs.out().split("\n").length;
                logs.awaitOut("line " + (seen + 10) + "\n");
                try (Program more = through.start("logs", "-f", "--tail", "1", name)) {
                    more.awaitOut("line ");
                    near.mustSh("swarm:swap main 2 'dockerclient " + engine.unix() + "'");
                    int then = more.out().split("\n").length;
                    await().atMost(Duration.ofMinutes(2)).until(() -> more.out().split("\n").length > then + 10);
                    through.must("rm", "-f", name);
                    assertThat(more.finish().status()).isZero();
                }
                assertThat(logs.finish().status()).isZero();
                String[] lines = logs.out().split("\n");
                for (int i = 0; i < lines.length; i++) {
                    assertThat(lines[i]).isEqualTo("line " + (i + 1));
                }
            } finally {
                through.run("rm", "-f", name);
            }
        }
    }

    @Test
    void anAggregateHasEnginesHereAndBehindSsh() {
        String own = freeUrl();
        try (Swarmd near = Swarmd.start("dockerserver " + own, "aggregate --timeout 20 'here=simulator local' 'there=" + ssh(server) + "'")) {
            Docker through = Docker.at(own);
            String name = Docker.uniqueName();
            through.must("run", "-d", "--name", name, "-e", "constraint:node==there", "busybox", "sleep", "1000");
            try {
                assertThat(through.must("ps", "--format", "{{.Names}} {{.Image}}")).contains(name);
                assertThat(Docker.at(engine.unix()).must("ps", "--format", "{{.Names}}")).contains(name);
                assertThat(through.must("exec", name, "echo", "over there")).isEqualTo("over there\n");
            } finally {
                through.must("rm", "-f", name);
            }
        }
    }

    /** With a server of its own, for its connections are killed. */
    @Test
    void aTunnelThatIsCutEndsWhatItCarriedWithAnErrorAndServesAgain() throws IOException {
        String own = freeUrl();
        String name = Docker.uniqueName();
        try (SshServer cut = SshServer.start(); Swarmd near = Swarmd.start("dockerserver " + own, ssh(cut));
                HangingRegistry registry = HangingRegistry.start()) {
            Docker through = Docker.at(own);
            try (Program run = through.start("run", "--name", name, "busybox", "sh", "-c", "echo one; sleep 1000")) {
                run.awaitOut("one");
                try (Program logs = through.start("logs", "-f", name); Program pull = through.start("pull", registry.address() + "/none")) {
                    logs.awaitOut("one");
                    pull.await("the engine to pull", () -> registry.waiting() > 0);
                    cut.drop();
                    assertThat(pull.finish().status()).as("docker pull").isNotZero();
                    assertThat(logs.finish().status()).as("logs -f").isNotZero();
                    assertThat(run.finish().status()).as("docker run").isNotZero();
                }
            }
            through.must("rm", "-f", name);
            near.program().awaitErr("The SSH connection to " + cut.address() + " broke off");
        } finally {
            docker.run("rm", "-f", name);
        }
    }

    @Test
    void whatIsWrongWithTheHostIsPrintedByDocker(@TempDir Path folder) throws IOException {
        String own = freeUrl();
        Path hosts = Files.createFile(folder.resolve("hosts"));
        String unknown = "ssh " + server.address() + " --config none --key " + server.file("id_ed25519") + " --known-hosts " + hosts;
        try (Swarmd near = Swarmd.start("dockerserver " + own, unknown)) {
            Outcome outcome = Docker.at(own).run("ps");
            assertThat(outcome.status()).isNotZero();
            assertThat(outcome.err()).contains("is not known").contains("--accept-new").doesNotContain("swarmd-ssh-");
            near.program().awaitErr("is not known");
            assertThat(near.program().err().lines().filter(line -> line.contains("is not known"))).hasSize(1);
        }
    }
}
