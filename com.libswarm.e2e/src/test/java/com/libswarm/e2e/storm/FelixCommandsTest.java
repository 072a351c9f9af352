package com.libswarm.e2e.storm;

import static org.assertj.core.api.Assertions.assertThat;

import com.libswarm.conformance.FreePort;
import com.libswarm.e2e.harness.RawConnection;
import com.libswarm.e2e.harness.ShellSession;
import com.libswarm.e2e.harness.Swarmd;
import java.io.IOException;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The framework's own commands in swarmd's shell, on the bundle of a link that is in use. */
class FelixCommandsTest {

    private static final Pattern ID = Pattern.compile("Bundle ID: (\\d+)");
    private static final String REQUEST = "GET /_ping HTTP/1.1\r\nHost: d\r\nConnection: close\r\n\r\n";

    private final int port = FreePort.find();
    @TempDir
    private Path folder;
    private Swarmd swarmd;
    private AdapterVersions debug;

    @BeforeEach
    void start() throws IOException {
        Path jar = Swarmd.adapterJars().stream().filter(each -> each.toString().contains("adapter.debug")).findFirst().orElseThrow();
        debug = new AdapterVersions(jar, folder);
        swarmd = Swarmd.start("dockerserver tcp://127.0.0.1:" + port, "debug", "simulator web");
    }

    @AfterEach
    void stop() {
        swarmd.close();
    }

    private String install(Path jar) {
        Matcher id = ID.matcher(swarmd.mustSh("felix:install " + jar.toUri()));
        assertThat(id.find()).isTrue();
        return id.group(1);
    }

    private void awaitDebug(String version) {
        swarmd.program().await("version " + version + " of debug", () -> swarmd.mustSh("swarm:show main").lines()
                .anyMatch(line -> line.matches("2 +running .*" + Pattern.quote(version) + ".*")));
    }

    private String ping() throws IOException {
        return RawConnection.exchange(port, REQUEST);
    }

    @Test
    void installAndStartBringANewVersionThatStopUninstallAndUpdateReplace() throws IOException {
        String nine = install(debug.of("9.0.0"));
        swarmd.mustSh("felix:start " + nine);
        awaitDebug("9.0.0");
        assertThat(ping()).startsWith("HTTP/1.1 200 ");

        swarmd.mustSh("felix:update " + nine + " " + debug.of("9.1.0").toUri());
        awaitDebug("9.1.0");
        assertThat(ping()).startsWith("HTTP/1.1 200 ");

        swarmd.mustSh("felix:stop " + nine);
        awaitDebug("0.1.0");
        assertThat(ping()).startsWith("HTTP/1.1 200 ");

        swarmd.mustSh("felix:start " + nine);
        awaitDebug("9.1.0");
        swarmd.mustSh("felix:uninstall " + nine);
        awaitDebug("0.1.0");
        assertThat(ping()).startsWith("HTTP/1.1 200 ");
        assertThat(swarmd.mustSh("felix:lb -s com.libswarm.adapter.debug")).contains("0.1.0").doesNotContain("9.1.0");
    }

    @Test
    void whileTheOnlyVersionIsStoppedRequestsWaitAndThenGetAnErrorThatNamesTheAdapter() throws IOException {
        String id = swarmd.mustSh("felix:lb -s com.libswarm.adapter.debug").lines().filter(line -> line.contains("adapter.debug"))
                .map(line -> line.strip().split("\\D", 2)[0]).findFirst().orElseThrow();
        swarmd.mustSh("felix:stop " + id);
        // a shell that is there already, for a request waits ten seconds
        try (ShellSession shell = swarmd.openShell(); RawConnection waiting = RawConnection.open(port)) {
            shell.run("swarm:chains");
            waiting.write(REQUEST);
            shell.run("felix:start " + id);
            assertThat(waiting.readAll()).startsWith("HTTP/1.1 200 ");
        }

        swarmd.mustSh("felix:stop " + id);
        assertThat(ping()).startsWith("HTTP/1.1 503 ").containsPattern("(?i)\r\nretry-after: \\d+\r\n")
                .contains("{\"message\":\"The adapter 'debug' is not there.");
        swarmd.mustSh("felix:start " + id);
        assertThat(ping()).startsWith("HTTP/1.1 200 ");
    }
}
