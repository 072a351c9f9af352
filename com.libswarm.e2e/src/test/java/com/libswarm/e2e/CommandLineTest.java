package com.libswarm.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the launcher answers by itself. */
class CommandLineTest {

    @TempDir
    Path temp;

    @Test
    void helpAndVersionMakeNoHome() throws Exception {
        for (String word : List.of("-h", "--help", "help", "h")) {
            assertThat(run(word)).isEqualTo(0);
            assertThat(output()).startsWith("usage: swarmd");
        }
        for (String word : List.of("-v", "--version")) {
            assertThat(run(word)).isEqualTo(0);
            assertThat(output()).matches("swarmd \\d+\\.\\d+\\.\\d+\\S*\n");
        }
        assertThat(temp.resolve("home")).doesNotExist();
    }

    @Test
    void aShellWithoutADaemonIsOneLine() throws Exception {
        assertThat(run("sh", "swarm:chains")).isEqualTo(1);
        assertThat(output()).isEqualTo("swarmd: no swarmd runs in " + temp.resolve("home") + "\n");
    }

    @Test
    void aHomeIsForOneDaemonAndASignalEndsItWithZero() throws Exception {
        Process first = start("simulator a");
        try {
            Awaitility.await().until(() -> Files.exists(temp.resolve("home/cache/installed")));
            assertThat(Files.getPosixFilePermissions(temp.resolve("home"))).isEqualTo(PosixFilePermissions.fromString("rwx------"));

            assertThat(run("simulator b")).isEqualTo(1);
            assertThat(output()).isEqualTo("swarmd: a swarmd (process " + first.pid() + ") runs in " + temp.resolve("home")
                    + " already; use --home for another, or 'swarmd sh' to talk to it\n");
            // A look at the adapters needs no home of its own.
            assertThat(run()).isEqualTo(0);
        } finally {
            first.destroy();
            assertThat(first.waitFor(20, TimeUnit.SECONDS)).isTrue();
        }
        assertThat(first.exitValue()).isEqualTo(0);
    }

    private int run(String... args) throws Exception {
        Process process = start(args);
        assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
        return process.exitValue();
    }

    private Process start(String... args) throws Exception {
        List<String> command = new ArrayList<>(List.of(System.getProperty("swarmd"), "--home", temp.resolve("home").toString()));
        command.addAll(List.of(args));
        return new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(temp.resolve("output").toFile()).start();
    }

    private String output() throws Exception {
        return Files.readString(temp.resolve("output"));
    }
}
