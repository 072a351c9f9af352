package com.libswarm.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.libswarm.conformance.FreePort;
import com.libswarm.e2e.harness.Engine;
import com.libswarm.e2e.harness.NeedsEngine;
import com.libswarm.e2e.harness.NeedsPrograms;
import com.libswarm.e2e.harness.Outcome;
import com.libswarm.e2e.harness.Program;
import com.libswarm.e2e.harness.Swarmd;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The demonstration in the README does what it says, as it stands there. */
@NeedsEngine
@NeedsPrograms({"docker", "curl"})
class ReadmeTest {

    private static final String SECTION = "## Swap anything while it runs\n";
    private static final Path DISTRIBUTION = Path.of(System.getProperty("swarmd")).normalize().getParent().getParent();

    private final String port = String.valueOf(FreePort.find());

    @Test
    void theLogTicksOnAndNoRequestFails(Engine engine) throws IOException {
        List<String> commands = commands(engine);
        assertThat(commands).as("commands of the README").hasSize(10).element(0).asString().startsWith("./swarmd 'dockerserver");
        try (Swarmd swarmd = Swarmd.start("dockerserver tcp://localhost:" + port, "simulator")) {
            assertThat(run(swarmd, commands.get(1)).status()).isZero();
            try (Program logs = start(swarmd, commands.get(2))) {
                logs.awaitOut("tick");
                assertThat(run(swarmd, commands.get(3)).status()).isZero();
                assertThat(run(swarmd, commands.get(4)).out()).contains("CONTAINER").doesNotContain("clock");
                assertThat(run(swarmd, commands.get(5)).out()).contains("draining").contains("logs");
                try (Program requests = start(swarmd, commands.get(6))) {
                    assertThat(run(swarmd, commands.get(7)).out()).contains("is deployed");
                    assertThat(run(swarmd, commands.get(8)).out()).contains("is rolled back");
                    assertThat(run(swarmd, commands.get(9)).out()).contains("swap").contains("code");
                    assertThat(requests.isAlive()).as("no request has failed").isTrue();
                }
                long ticks = logs.out().lines().count();
                logs.await("another tick", () -> logs.out().lines().count() > ticks);
            }
        }
    }

    /** As they stand there, but for what is different here: where swarmd was built, its port, and the engine. */
    private List<String> commands(Engine engine) throws IOException {
        String text = Files.readString(Path.of("..", "README.md"));
        assertThat(text).contains(SECTION);
        String section = text.substring(text.indexOf(SECTION) + SECTION.length());
        return section.substring(0, section.indexOf("\n## ")).lines().filter(line -> line.startsWith("    "))
                .map(line -> line.strip().replace("localhost:4243", "localhost:" + port).replace("/var/run/docker.sock", engine.socket().toString())
                        .replace("launch/target/swarmd/bundle", DISTRIBUTION.resolve("bundle").toString()))
                .toList();
    }

    private static Outcome run(Swarmd swarmd, String command) {
        return Program.run(Map.of("SWARMD_HOME", swarmd.home().toString()), shell(command));
    }

    private static Program start(Swarmd swarmd, String command) {
        return Program.start(Map.of("SWARMD_HOME", swarmd.home().toString()), shell(command));
    }

    private static List<String> shell(String command) {
        return List.of("sh", "-c", command.replace("./swarmd", "'" + DISTRIBUTION.resolve("bin/swarmd") + "'"));
    }
}
