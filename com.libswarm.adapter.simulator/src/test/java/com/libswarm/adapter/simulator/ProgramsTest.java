package com.libswarm.adapter.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import com.libswarm.api.Verb;
import com.libswarm.conformance.Hop;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What the programs and the shell do, as their container's log and exit code tell it. */
@ParameterizedClass
@EnumSource(Hop.class)
class ProgramsTest {

    @Parameter
    Hop hop;

    private SimulatorFixture simulator;

    @BeforeEach
    void start() {
        simulator = SimulatorFixture.start(hop, "simulator");
    }

    @AfterEach
    void stop() {
        simulator.close();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '#', textBlock = """
            echo hi                                                   # hi|                             # 0
            echo a; echo b >&2; exit 7                                # a|b|                            # 7
            true && echo yes || echo no                               # yes|                            # 0
            false && echo yes || echo no                              # no|                             # 0
            echo hidden >/dev/null; echo b 2>/dev/null                # b|                              # 0
            X=1; echo "$X ${X}2" '$X' \\$X                            # 1 12 $X $X|                     # 0
            for i in a b c; do echo $i; done                          # a|b|c|                          # 0
            while true; do echo once; exit 3; done                    # once|                           # 3
            nosuch; echo $?                                           # sh: nosuch: not found|127|      # 0
            nosuch                                                    # sh: nosuch: not found|          # 127
            seq 3; seq 5 6                                            # 1|2|3|5|6|                      # 0
            echo a b   c "d  e"                                       # a b c d  e|                     # 0
            echo -n x; echo y                                         # xy|                             # 0
            sleep x                                                   # sleep: invalid number 'x'|      # 1
            exec echo last; echo never                                # last|                           # 0
            echo "open                                                # sh: syntax error: unterminated quoted string| # 2
            ls | wc                                                   # sh: syntax error: '|' is not known here|      # 2
            echo $0 $HOME                                             # sh /root|                       # 0
            while false; do true; done                                # ''                              # 0
            """)
    void aShellRunsScripts(String script, String output, int code) {
        assertThat(simulator.run("c1", "sh", "-c", script)).isEqualTo(code);
        assertThat(simulator.logs("c1")).isEqualTo(output.replace("| is", "\0 is").replace("'|'", "'\0'").replace('|', '\n').replace('\0', '|'));
    }

    @Test
    void theOutputsAreApart() {
        simulator.run("c1", "sh", "-c", "echo out; echo err >&2");
        assertThat(simulator.logs("c1", "stdout", "1")).isEqualTo("out\n");
        assertThat(simulator.logs("c1", "stderr", "1")).isEqualTo("err\n");
    }

    @Test
    void aManyTimesRepeatedLoopNeedsNoStack() {
        assertThat(simulator.run("c1", "sh", "-c", "for i in " + "x ".repeat(3000) + "; do true; done; echo done")).isZero();
        assertThat(simulator.logs("c1")).isEqualTo("done\n");
    }

    @Test
    void anUnknownProgramIsSaidToBe() {
        simulator.createWith("c1", "nosuch");
        var reply = simulator.ask(Verb.Start, "/containers/c1", "");
        assertThat(reply.status()).isEqualTo(400);
        assertThat(reply.text()).contains("exec: \"nosuch\": executable file not found in $PATH");
        assertThat(simulator.state("c1")).containsEntry("Status", "created").containsEntry("ExitCode", 127);
    }
}
