package com.libswarm.swarmd.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Semaphore;
import org.junit.jupiter.api.Test;

final class ConsoleJournalTest {

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    private ConsoleJournal open(OutputStream to, boolean debug) {
        return ConsoleJournal.open(new PrintStream(to, false, StandardCharsets.UTF_8),
                new PrintStream(err, false, StandardCharsets.UTF_8), debug);
    }

    @Test
    void linesGoWhereTheyBelong() throws Exception {
        try (var journal = open(out, false)) {
            journal.line(Level.INFO, "main/1 debug", "---> Ls ü");
            journal.line(Level.WARNING, "main/2 dockerclient", "gone");
            journal.line(Level.ERROR, "main", "failed");
            journal.line(Level.DEBUG, "main", "hidden");
        }
        assertThat(out.toString(StandardCharsets.UTF_8)).isEqualTo("---> Ls ü\n");
        assertThat(err.toString(StandardCharsets.UTF_8))
                .isEqualTo("swarmd: warning: main/2 dockerclient: gone\nswarmd: error: main: failed\n");
    }

    @Test
    void debugLinesAreShownOnRequest() throws Exception {
        try (var journal = open(out, true)) {
            journal.line(Level.DEBUG, "main", "shown");
        }
        assertThat(err.toString(StandardCharsets.UTF_8)).isEqualTo("swarmd: debug: main: shown\n");
    }

    @Test
    void aLineIsFlushedWhenNoneFollows() throws Exception {
        try (var journal = open(out, false)) {
            journal.line(Level.INFO, "x", "now");
            await().until(() -> out.toString(StandardCharsets.UTF_8).equals("now\n"));
        }
    }

    @Test
    void aReaderThatStopsSlowsNobodyAndHearsWhatItMissed() throws Exception {
        var room = new Semaphore(0);
        var slow = new OutputStream() {
            @Override
            public void write(int b) throws IOException {
                room.acquireUninterruptibly();
                out.write(b);
            }
        };
        try (var journal = open(slow, false)) {
            for (int i = 0; i < 30_000; i++) {
                journal.line(Level.INFO, "x", "line " + i);
            }
            room.release(10_000_000);
            await().until(() -> err.toString(StandardCharsets.UTF_8).matches("swarmd: warning: \\d+ lines are not shown.*\n"));
        }
        assertThat(out.toString(StandardCharsets.UTF_8)).startsWith("line 0\nline 1\n");
    }

    @Test
    void aPipeThatNobodyReadsEndsNothing() throws Exception {
        var closed = new OutputStream() {
            @Override
            public void write(int b) throws IOException {
                throw new IOException("Broken pipe");
            }
        };
        try (var journal = open(closed, false)) {
            journal.line(Level.INFO, "x", "lost");
            journal.line(Level.WARNING, "x", "seen");
        }
        assertThat(err.toString(StandardCharsets.UTF_8)).contains("seen");
    }

    @Test
    void aShellTakesTheLinesWhileItHasTheTerminal() throws Exception {
        List<String> shown = new CopyOnWriteArrayList<>();
        try (var journal = open(out, false)) {
            journal.printOn(shown::add);
            journal.line(Level.INFO, "x", "above");
            await().until(() -> shown.equals(List.of("above")));
            journal.printOnStandardStreams();
            journal.line(Level.INFO, "x", "below");
        }
        assertThat(out.toString(StandardCharsets.UTF_8)).isEqualTo("below\n");
    }
}
