package com.libswarm.e2e.java;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.exception.DockerException;
import com.github.dockerjava.api.exception.NotFoundException;
import com.libswarm.conformance.FreePort;
import com.libswarm.e2e.harness.Docker;
import com.libswarm.e2e.harness.NeedsThreeEngines;
import com.libswarm.e2e.harness.Swarmd;
import com.libswarm.e2e.harness.ThreeEngines;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.parallel.ResourceAccessMode;
import org.junit.jupiter.api.parallel.ResourceLock;

/** docker-java does the same with three engines as with one of them. */
@NeedsThreeEngines
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@ResourceLock(value = ThreeEngines.LOCK, mode = ResourceAccessMode.READ)
class AggregateDockerJavaTest {

    private static final Duration HANGS = Duration.ofMinutes(4);
    /** What several engines answer otherwise than one does. */
    private static final Set<String> OTHERWISE = Set.of("version and info", "a pull that fails");

    // held, for the loggers' registry does not hold it
    private final Logger log = Logger.getLogger("com.github.dockerjava");
    private Swarmd swarmd;
    private DockerClient one;
    private DockerClient three;

    @BeforeAll
    void start(ThreeEngines engines) {
        log.setLevel(Level.OFF);
        String url = "tcp://127.0.0.1:" + FreePort.find();
        swarmd = Swarmd.start("dockerserver " + url, "aggregate --timeout 20 " + engines.nodes());
        one = DockerJavaTest.zerodep(engines.west().unix());
        three = DockerJavaTest.zerodep(url);
    }

    @AfterAll
    void stop() throws IOException {
        one.close();
        three.close();
        swarmd.close();
    }

    @TestFactory
    Stream<DynamicTest> theSameAsWithOneEngine() {
        return Conversation.all().stream().filter(conversation -> !OTHERWISE.contains(conversation.title())).map(conversation ->
                dynamicTest(conversation.title(), () -> assertTimeoutPreemptively(HANGS,
                        () -> assertThat(conversation.with(three)).isEqualTo(conversation.with(one)))));
    }

    @Test
    void theEnginesAreOneSystem() {
        three.pingCmd().exec();
        assertThat(three.versionCmd().exec().getApiVersion()).isEqualTo(one.versionCmd().exec().getApiVersion());
        var info = three.infoCmd().exec();
        assertThat(info.getOsType()).isEqualTo("linux");
        assertThat(info.getDriverStatuses()).contains(List.of("Nodes", "3"));
        assertThat(info.getNCPU()).isEqualTo(3 * one.infoCmd().exec().getNCPU());
    }

    @Test
    void aContainerIsCreatedWhereItIsWantedAndFoundThere() {
        String name = Docker.uniqueName();
        String id = three.createContainerCmd("busybox").withName(name).withEnv("constraint:node==north", "A=b")
                .withLabels(Map.of("l", name)).exec().getId();
        try {
            assertThat(three.inspectContainerCmd("north/" + name).exec().getConfig().getEnv()).contains("A=b").doesNotContain("constraint:node==north");
            assertThat(three.listContainersCmd().withShowAll(true).withLabelFilter(List.of("l=" + name)).withFilter("node", List.of("north")).exec())
                    .singleElement().satisfies(container -> assertThat(container.getId()).isEqualTo(id));
            assertThatThrownBy(() -> three.inspectContainerCmd("west/" + name).exec()).isInstanceOf(NotFoundException.class)
                    .hasMessageContaining("No such container: west/" + name);
        } finally {
            three.removeContainerCmd(id).exec();
        }
    }

    @Test
    void ofAPullThatFailsItIsToldOnceWhatAllEnginesSay() {
        assertThatThrownBy(() -> three.pullImageCmd("127.0.0.1:1/team/nothing").withTag("1").start().awaitCompletion())
                .isInstanceOf(DockerException.class).hasMessageContaining("connection refused").hasMessageNotContaining("east: ");
    }
}
