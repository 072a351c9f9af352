package com.libswarm.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.libswarm.e2e.harness.Outcome;
import com.libswarm.e2e.harness.Program;
import com.libswarm.e2e.harness.Swarmd;
import org.junit.jupiter.api.Test;

/** Sessions of the shell: on a terminal, in another process, and where Gogo is missing. */
class ShellSessionTest {

    @Test
    void aShellOnTheTerminalEndsSwarmdWithItself() {
        try (Swarmd swarmd = Swarmd.launchInTerminal("--shell", "simulator web")) {
            Program terminal = swarmd.program();
            terminal.await("a prompt", () -> !terminal.out().isEmpty());
            terminal.write("swarm:chains\r");
            terminal.awaitOut("running");
            terminal.write("exit\r");

            assertThat(terminal.finish().status()).isZero();
        }
    }

    @Test
    void aSessionReadsCommandsAndItsStatusIsThatOfTheLast() {
        try (Swarmd swarmd = Swarmd.start("simulator web")) {
            Program session = swarmd.startSh();
            session.write("swarm:chains\nswarm:show none\n");
            session.endInput();
            Outcome outcome = session.finish();
            session.close();

            assertThat(outcome.status()).isEqualTo(1);
            assertThat(outcome.out()).contains("running");
            assertThat(outcome.err()).contains("There is no chain 'none'");
        }
    }

    @Test
    void chainsRunWithoutGogoAndAShellSaysThatItIsMissing() {
        try (Swarmd swarmd = Swarmd.startWithoutGogo("fakeclient 0.05")) {
            swarmd.program().awaitOut("fake event");

            Outcome outcome = swarmd.sh("swarm:chains");
            assertThat(outcome.status()).isEqualTo(1);
            assertThat(outcome.err()).contains("Gogo").doesNotContain("\tat ");
            assertThat(outcome.err().strip().lines()).hasSize(1);
        }
    }
}
