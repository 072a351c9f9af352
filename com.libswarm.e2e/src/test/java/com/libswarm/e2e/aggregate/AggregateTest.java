package com.libswarm.e2e.aggregate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.libswarm.conformance.FreePort;
import com.libswarm.e2e.harness.Docker;
import com.libswarm.e2e.harness.Engine;
import com.libswarm.e2e.harness.NeedsPrograms;
import com.libswarm.e2e.harness.NeedsThreeEngines;
import com.libswarm.e2e.harness.Outcome;
import com.libswarm.e2e.harness.Program;
import com.libswarm.e2e.harness.Swarmd;
import com.libswarm.e2e.harness.ThreeEngines;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceAccessMode;
import org.junit.jupiter.api.parallel.ResourceLock;

/** What others do on the engines behind the aggregate's back is seen, and nodes come and go while clients ask. */
@NeedsThreeEngines
@NeedsPrograms("curl")
@ResourceLock(value = ThreeEngines.LOCK, mode = ResourceAccessMode.READ)
class AggregateTest {

    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final int port = FreePort.find();
    private final Docker docker = Docker.at("tcp://127.0.0.1:" + port);
    private final String name = Docker.uniqueName();
    private Engine east;
    private Engine west;
    private Swarmd swarmd;

    @BeforeEach
    void start(ThreeEngines engines) {
        east = engines.east();
        west = engines.west();
        swarmd = Swarmd.start("dockerserver tcp://127.0.0.1:" + port, "aggregate --timeout 20 " + east.node("east") + " " + west.node("west")
                + " 'lab=simulator " + name + "-sim'");
    }

    @AfterEach
    void stop() {
        swarmd.close();
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

    /** The names of its containers. */
    private List<String> names() {
        return must("ps", "-a", "--format", "{{.Names}}", "--filter", "name=" + name).lines().toList();
    }

    /** What others do is known a moment later. */
    private void awaitNames(String... names) {
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(names()).containsExactlyInAnyOrder(names));
    }

    @Test
    void imagesNetworksAndVolumesThatOthersMadeAreListed() {
        for (String list : List.of("images", "network ls", "volume ls")) {
            assertThat(must(list.split(" "))).doesNotContain(name);
        }
        must(directly(west), "create", "--name", name, "busybox", "true");
        must(directly(west), "commit", name, name);
        must(directly(west), "network", "create", name);
        must(directly(west), "volume", "create", name);
        for (String list : List.of("images", "network ls", "volume ls")) {
            await().atMost(PATIENCE).untilAsserted(() -> assertThat(must(list.split(" "))).contains(name));
        }
        assertThat(must("rm", name)).contains(name);
        must("rmi", name);
        must("network", "rm", name);
        must("volume", "rm", name);
        for (String list : List.of("images", "network ls", "volume ls")) {
            assertThat(must(list.split(" "))).doesNotContain(name);
        }
    }

    @Test
    void containersThatOthersMadeAreListedAndAskedWhereTheyAre() {
        String web = name + "-web";
        String db = name + "-db";
        must(directly(east), "run", "-d", "--name", web, "busybox", "sh", "-c", "echo from east; sleep 1000");
        must(directly(west), "run", "-d", "--name", db, "busybox", "sh", "-c", "echo from west; sleep 1000");
        awaitNames(web, db, name + "-sim");
        assertThat(must("inspect", "--format", "{{.Node.Name}} {{.Name}}", web, "west/" + db, name + "-sim"))
                .isEqualTo("east /" + web + "\nwest /" + db + "\nlab /" + name + "-sim\n");
        assertThat(must("exec", db, "sh", "-c", "echo -n here")).isEqualTo("here");

        must(directly(west), "run", "-d", "--name", web, "busybox", "sleep", "1000");
        awaitNames("east/" + web, db, "west/" + web, name + "-sim");
        assertThat(docker.run("stop", web).err()).contains("east/" + web + " or west/" + web);
        must("rename", "west/" + web, name + "-other");
        must(directly(west), "rename", name + "-other", name + "-renamed");
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(must("inspect", "-f", "{{.Node.Name}}", name + "-renamed")).isEqualTo("west\n"));
        must(directly(east), "rm", "-f", web);
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(docker.run("inspect", web).status()).isEqualTo(1));
        must("rm", "-f", db, name + "-renamed", name + "-sim");
        assertThat(names()).isEmpty();
    }

    @Test
    void workMovesToAnotherEngineWhileClientsAsk() {
        must("run", "-d", "--name", name + "-mover", "-e", "constraint:node==west", "busybox", "sleep", "1000");
        for (String drained : List.of("west", "lab")) {
            swarmd.mustSh("swarm:node drain main " + drained);
        }
        assertThat(swarmd.mustSh("swarm:node ls main")).containsPattern("west +draining");
        assertThat(must("info")).contains("└ Status: Draining");
        must("run", "-d", "--name", name + "-moved", "busybox", "sleep", "1000");
        assertThat(must("inspect", "-f", "{{.Node.Name}}", name + "-mover", name + "-moved")).isEqualTo("west\neast\n");
        must("rm", "-f", name + "-mover");
        swarmd.mustSh("swarm:node remove main west");
        assertThat(must("ps", "--format", "{{.Names}}", "--filter", "name=" + name + "-moved")).isEqualTo(name + "-moved\n");
        assertThat(must("info")).contains("Nodes: 2").doesNotContain("west");

        swarmd.mustSh("swarm:node add main west 'dockerclient " + west.unix() + "'");
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(swarmd.mustSh("swarm:node ls main")).containsPattern("west +healthy"));
        must("rm", "-f", name + "-moved");
    }

    @Test
    void connectionsToTheEnginesDoNotPileUp() {
        String rounds = "for i in 1 2 3; do for n in east west lab; do c=$N-$i-$n; u=http://${DOCKER_HOST#tcp://}/v1.41/containers; "
                + "curl -sf -o /dev/null -H 'Content-Type: application/json' "
                + "-d '{\"Image\":\"busybox\",\"Env\":[\"constraint:node=='$n'\"]}' $u/create?name=$c "
                + "&& curl -sf -o /dev/null $u/$c/json && curl -sf -o /dev/null \"$u/$c/logs?stdout=1\" && curl -sf -o /dev/null \"$u/json?all=1\" "
                + "&& curl -sf -X DELETE $u/$c || exit 1; done; done";
        assertThat(docker.script(rounds, name).status()).isZero();
        long open = openFiles();
        for (int i = 0; i < 3; i++) {
            assertThat(docker.script(rounds, name).status()).isZero();
        }
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(openFiles()).as("files that swarmd has open").isLessThan(open + 10));
    }

    private long openFiles() {
        return Program.run(Map.of(), List.of("ls", "/proc/" + swarmd.program().pid() + "/fd")).out().lines().count();
    }
}
