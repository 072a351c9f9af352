package com.libswarm.dockerjava;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.model.Container;
import com.libswarm.adapter.docker.DockerAdapters;
import com.libswarm.adapter.simulator.Simulator;
import com.libswarm.runtime.Chain;
import com.libswarm.runtime.Swarm;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The program in docs/docker-java.md. */
final class ExampleTest {

    private static final String HERE = "src/test/java/com/libswarm/dockerjava/ExampleTest.java";

    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
    private final PrintStream out = new PrintStream(printed, true, StandardCharsets.UTF_8);

    private void example() throws Exception {
        try (Swarm swarm = Swarm.create((level, source, line) -> System.err.println(source + ": " + line))) {
            swarm.add(new Simulator());
            DockerAdapters.create().forEach(swarm::add);
            Chain chain = swarm.create("main", List.of("simulator web"));
            try (DockerClient docker = ChainDockerClients.over(chain.head())) {
                for (Container container : docker.listContainersCmd().exec()) {
                    out.println(container.getNames()[0] + " " + container.getState());
                }
            }
        }
    }

    @Test
    void itRuns() throws Exception {
        example();
        assertThat(printed.toString(StandardCharsets.UTF_8)).isEqualTo("/web running\n");
    }

    @Test
    void theDocumentationShowsIt() throws Exception {
        List<String> source = Files.readAllLines(Path.of(HERE));
        int from = source.indexOf("    private void example() throws Exception {") + 1;
        String program = source.subList(from, from + 10).stream().map(line -> line.substring(4)).collect(Collectors.joining("\n"));

        assertThat(String.join("\n", Files.readAllLines(Path.of("../docs/docker-java.md"))).replace("System.out", "out")).contains(program);
    }
}
