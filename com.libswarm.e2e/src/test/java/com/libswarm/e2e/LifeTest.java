package com.libswarm.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.libswarm.conformance.FreePort;
import com.libswarm.e2e.harness.Outcome;
import com.libswarm.e2e.harness.RawConnection;
import com.libswarm.e2e.harness.Swarmd;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How swarmd lives with what its links say, and ends. */
class LifeTest {

    @TempDir
    Path temp;

    @ParameterizedTest
    @ValueSource(strings = {"TERM", "INT"})
    void aSignalEndsItWithZeroAndLeavesNothing(String signal) throws IOException {
        Path file = temp.resolve("s.sock");
        int port = FreePort.find();
        try (Swarmd swarmd = Swarmd.start("dockerserver tcp://127.0.0.1:" + port + " unix://" + file, "exec sleep 1000", "simulator web");
                RawConnection stream = RawConnection.open(port)) {
            stream.write("GET /events HTTP/1.1\r\nHost: d\r\n\r\n").readUntil("\r\n\r\n");
            List<ProcessHandle> children = swarmd.program().children();
            assertThat(children).isNotEmpty();

            swarmd.program().signal(signal);
            Outcome outcome = swarmd.program().finish();

            assertThat(outcome.status()).as(outcome.toString()).isZero();
            assertThat(outcome.err()).doesNotContain("Exception");
            assertThat(file).doesNotExist();
            assertThat(swarmd.home().resolve("shell.sock")).doesNotExist();
            Swarmd.awaitEnd(children);
            assertThatThrownBy(() -> RawConnection.open(port)).isInstanceOf(IOException.class);
        }
    }

    @Test
    void aHomeServesAgainAfterItsDaemonWasKilled() throws IOException {
        Path file = temp.resolve("s.sock");
        try (Swarmd killed = Swarmd.launch("dockerserver unix://" + file, "simulator")) {
            killed.program().await("its socket", () -> Files.exists(killed.home().resolve("shell.sock")));
            killed.program().signal("KILL");
            killed.program().finish();
            assertThat(file).exists();
            assertThat(killed.sh("swarm:chains").err()).contains("no swarmd runs in");

            killed.restart();
            assertThat(killed.mustSh("swarm:chains")).contains("running");
        }
        assertThat(file).doesNotExist();
    }

    /** What the script does for the memory of the JVM is no concern of the programs that this runs. */
    @Test
    void aProgramHasTheEnvironmentThatSwarmdWasGiven() throws IOException {
        try (Swarmd swarmd = Swarmd.start(Map.of("FRUIT", "pear"), "exec sh -c 'echo fruit $FRUIT, threshold ${MALLOC_MMAP_THRESHOLD_:-none}; cat'")) {
            swarmd.program().awaitOut("fruit pear, threshold none");
            assertThat(Files.readString(Path.of("/proc/" + swarmd.program().pid() + "/environ"))).contains("MALLOC_MMAP_THRESHOLD_=32000");
        }
    }

    @Test
    void logsThatLeaveTheLastLinkArePrintedAndEndNothing() {
        try (Swarmd swarmd = Swarmd.start("fakeclient 0.05")) {
            swarmd.program().awaitOut("fake event 3");
        }
    }

    @Test
    void aProgramIsAFilterOfLogs() {
        try (Swarmd swarmd = Swarmd.start("fakeclient 0.05", "exec cat")) {
            swarmd.program().awaitOut("fake event 3");
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            exec true                                | true
            exec sh -c 'echo first words; exit 0'    | first words
            """)
    void aProgramThatEndsWellIsALog(String spec, String said) {
        try (Swarmd swarmd = Swarmd.start(spec)) {
            swarmd.program().awaitOut(said);
            assertThat(swarmd.mustSh("swarm:chains")).contains("running");
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            exec false                   | false  | 1
            exec sh -c 'exit 7'          | sh     | 7
            exec sh -c 'kill -9 $$'      | sh     | 137
            """)
    void aProgramThatEndsBadlyIsAnErrorThatEndsNothing(String spec, String program, String status) {
        try (Swarmd swarmd = Swarmd.start(spec)) {
            String said = "The program " + program + " has ended with status " + status + ".";
            swarmd.program().awaitErr(said);
            assertThat(swarmd.mustSh("swarm:chains")).contains("running");
        }
    }
}
