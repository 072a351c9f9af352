package com.libswarm.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.libswarm.e2e.harness.Swarmd;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What is deployed into swarmd: it is there again after a restart, whatever has become of the framework's cache. */
class DeployTest {

    private static final String DEBUG = "com.libswarm.adapter.debug";
    private static final String SIMULATOR = "com.libswarm.adapter.simulator";

    private static Path bundle(String name) throws IOException {
        Path bundles = Path.of(System.getProperty("swarmd")).normalize().getParent().resolveSibling("bundle");
        try (Stream<Path> jars = Files.list(bundles)) {
            return jars.filter(jar -> jar.getFileName().toString().startsWith(name)).findFirst().orElseThrow();
        }
    }

    @Test
    void whatIsDeployedIsThereAfterARestartAndGoesWhenItIsTakenAway() throws Exception {
        try (Swarmd swarmd = Swarmd.start("debug", "simulator web")) {
            Path folder = swarmd.home().resolve("deploy");
            Path jar = folder.resolve("debug.jar");
            Files.copy(bundle(DEBUG), folder.resolve("debug.tmp"));
            Files.move(folder.resolve("debug.tmp"), jar, StandardCopyOption.ATOMIC_MOVE);
            await().atMost(Duration.ofSeconds(60)).untilAsserted(() ->
                    assertThat(swarmd.mustSh("swarm:deployments")).containsPattern(DEBUG + " .* current +" + jar));
            assertThat(swarmd.mustSh("swarm:deploy " + bundle(SIMULATOR))).startsWith(SIMULATOR + " is deployed")
                    .contains("main/2  simulator");
            String deployed = swarmd.mustSh("swarm:deployments");

            swarmd.restart();
            assertThat(swarmd.mustSh("swarm:deployments")).isEqualTo(deployed);
            assertThat(swarmd.mustSh("swarm:send main Ls /containers")).contains("/web");

            // the cache is thrown away at the next start, as it is for another framework
            Files.delete(swarmd.home().resolve("cache/installed"));
            swarmd.restart();
            assertThat(swarmd.mustSh("swarm:deployments")).isEqualTo(deployed);

            Files.delete(jar);
            await().atMost(Duration.ofSeconds(60))
                    .untilAsserted(() -> assertThat(swarmd.mustSh("swarm:deployments")).doesNotContain(DEBUG));
            assertThat(swarmd.mustSh("swarm:undeploy simulator")).startsWith(SIMULATOR + " is undeployed");
            assertThat(swarmd.mustSh("swarm:deployments")).isEmpty();
            assertThat(swarmd.mustSh("swarm:send main Ls /containers")).contains("/web");
        }
    }
}
