package com.libswarm.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.libswarm.conformance.FreePort;
import com.libswarm.e2e.harness.Outcome;
import com.libswarm.e2e.harness.Swarmd;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What swarmd answers to a command line that starts no chain, or a wrong one. */
class CommandLineTest {

    @ParameterizedTest
    @ValueSource(strings = {"-h", "--help", "help", "h"})
    void helpIsPrintedAndIsNoError(String word) {
        Outcome outcome = Swarmd.run(word);

        assertThat(outcome.status()).isZero();
        assertThat(outcome.out()).startsWith("usage: swarmd").contains("--home", "--shell", "sh");
        assertThat(outcome.err()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"-v", "--version"})
    void theVersionIsOneLine(String word) {
        Outcome outcome = Swarmd.run(word);

        assertThat(outcome.status()).isZero();
        assertThat(outcome.out()).matches("swarmd \\d+\\.\\d+\\.\\d+\\S*\n");
    }

    @Test
    void nothingListsTheAdaptersALineEach() {
        Outcome outcome = Swarmd.run();

        assertThat(outcome.status()).isZero();
        assertThat(outcome.out().lines()).extracting(line -> line.split(" {2,}")[0])
                .containsExactly("aggregate", "debug", "dockerclient", "dockerserver", "exec", "fakeclient", "nova", "rax", "simulator", "ssh");
        assertThat(outcome.out().lines()).allMatch(line -> line.matches("\\S+ {2,}\\S.{10,}"));
        assertThat(outcome.err()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            dockerserv tcp://127.0.0.1:0            | did you mean 'dockerserver'
            debugg                                  | did you mean 'debug'
            nothing-like-it                         | 'nothing-like-it'
            debug 'unclosed                         | quote
            dockerserver http://localhost           | http://localhost
            dockerserver tcp://localhost:99999      | tcp://localhost:99999
            dockerserver unix:///no/such/folder/s   | unix:///no/such/folder/s
            dockerserver tcp://0.0.0.0:0            | --insecure
            dockerserver --nonsense                 | --nonsense
            dockerclient ftp://nowhere              | ftp://nowhere
            fakeclient never                        | never
            exec                                    | PROGRAM
            exec /no/such/program                   | /no/such/program
            simulator a/b                           | a/b
            """)
    void aWrongSpecIsOneClearLineAndStatusOne(String spec, String said) {
        assertRefused(said, spec);
    }

    @Test
    void anEmptySpecAndAnUnknownOptionAreRefused() {
        assertRefused("empty", "");
        assertRefused("--nonsense", "--nonsense");
        assertRefused("--home needs a directory", "--home");
    }

    @Test
    void aTakenPortIsOneClearLineAndStatusOne() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            String url = "tcp://127.0.0.1:" + taken.getLocalPort();

            assertRefused(url, "dockerserver " + url, "simulator");
        }
    }

    /** It is to take less than a second on a machine that is idle; here the time is only reported. */
    private static void assertRefused(String said, String... arguments) {
        long begun = System.nanoTime();
        Outcome outcome = Swarmd.run(arguments);
        System.out.printf("refused in %d ms: %s%n", (System.nanoTime() - begun) / 1_000_000, String.join(" ", arguments));
        assertThat(outcome.status()).as(outcome.toString()).isEqualTo(1);
        assertThat(outcome.out()).isEmpty();
        assertThat(outcome.err()).startsWith("swarmd: ").containsIgnoringCase(said);
        assertThat(outcome.err().lines()).as("the lines on standard error").hasSize(1);
    }

    @Test
    void aShellWithoutADaemonIsOneLine() {
        Outcome outcome = Swarmd.run("sh", "swarm:chains");

        assertThat(outcome.status()).isEqualTo(1);
        assertThat(outcome.err()).matches("swarmd: no swarmd runs in \\S+; start one, or name its home with --home\n");
    }

    @Test
    void aHomeIsItsOwnersAndForOneDaemon() throws Exception {
        try (Swarmd first = Swarmd.start("simulator one")) {
            assertThat(Files.getPosixFilePermissions(first.home())).isEqualTo(PosixFilePermissions.fromString("rwx------"));
            assertThat(Files.getPosixFilePermissions(first.home().resolve("shell.sock"))).isEqualTo(PosixFilePermissions.fromString("rw-------"));

            Outcome second = first.beside("simulator two");
            assertThat(second.status()).isEqualTo(1);
            assertThat(second.err()).isEqualTo("swarmd: a swarmd (process " + first.program().pid() + ") runs in " + first.home()
                    + " already; use --home for another, or 'swarmd sh' to talk to it\n");
            assertThat(first.beside().status()).as("a look at the adapters").isZero();
        }
    }

    @Test
    void twoWithTwoHomesRunSideBySide() {
        try (Swarmd one = Swarmd.start("dockerserver tcp://127.0.0.1:" + FreePort.find(), "simulator one");
                Swarmd two = Swarmd.start("dockerserver tcp://127.0.0.1:" + FreePort.find(), "simulator two")) {
            assertThat(one.mustSh("swarm:send main Ls /containers")).contains("/one").doesNotContain("/two");
            assertThat(two.mustSh("swarm:send main Ls /containers")).contains("/two").doesNotContain("/one");
        }
    }
}
