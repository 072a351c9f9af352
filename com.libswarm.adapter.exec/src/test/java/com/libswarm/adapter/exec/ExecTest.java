package com.libswarm.adapter.exec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.libswarm.api.Call;
import com.libswarm.api.Failure;
import com.libswarm.api.Message;
import com.libswarm.api.Verb;
import com.libswarm.conformance.Hop;
import com.libswarm.conformance.TestChain;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@Timeout(60)
final class ExecTest {

    @TempDir
    private Path folder;

    private static TestChain chain(Hop hop, String spec) {
        return TestChain.of(hop, List.of(new Exec()), spec);
    }

    private static List<String> lines(TestChain chain) {
        return chain.last().received().stream().map(Message::text).toList();
    }

    @ParameterizedTest
    @EnumSource
    void logsAreTheProgramsInputAndItsLinesAreLogs(Hop hop) throws Exception {
        try (TestChain chain = chain(hop, "exec sed -u 's/^/> /'")) {
            assertThat(chain.reply(Message.log("/containers/web", "hello")).verb()).isEqualTo(Verb.Ack);
            chain.head().send(Message.log("/containers/web", "two\nlines"));

            await().untilAsserted(() -> assertThat(lines(chain)).containsExactly("> hello", "> two", "> lines"));
            Message log = chain.last().received().get(0);
            assertThat(log.verb()).isEqualTo(Verb.Log);
            assertThat(log.path()).isEqualTo("/exec");
            assertThat(log.args().get("stream")).isEqualTo("stdout");
        }
    }

    @ParameterizedTest
    @EnumSource
    void argumentsPassAsTheyAre(Hop hop) {
        try (TestChain chain = chain(hop, "exec printf '%s\\n' --help 'two words' ''")) {
            await().untilAsserted(() -> assertThat(lines(chain)).containsExactly("--help", "two words", "",
                    "The program printf has ended with status 0."));
        }
    }

    @ParameterizedTest
    @EnumSource
    void whatItWritesToStandardErrorIsToldApart(Hop hop) {
        try (TestChain chain = chain(hop, "exec sh -c 'echo oops >&2; exec cat'")) {
            await().untilAsserted(() -> assertThat(lines(chain)).containsExactly("oops"));
            assertThat(chain.last().lastReceived().args().get("stream")).isEqualTo("stderr");
        }
    }

    @ParameterizedTest
    @EnumSource
    void aFailingProgramIsAnErrorWithItsStatus(Hop hop) throws Exception {
        try (TestChain chain = chain(hop, "exec sh -c 'exit 7'")) {
            await().until(() -> chain.last().received().size() == 1);
            Message error = chain.last().lastReceived();
            assertThat(error.verb()).isEqualTo(Verb.Error);
            assertThat(error.args().get("program")).isEqualTo("sh");
            assertThat(error.args().get("status")).isEqualTo("7");

            Message refused = chain.reply(Message.log("/a", "late"));
            assertThat(refused.status()).isEqualTo(503);
            assertThat(refused.text()).contains("sh has ended with status 7");
        }
    }

    @ParameterizedTest
    @EnumSource
    void aProgramThatASignalEndsIsAnErrorUnlessTheChainIsStopped(Hop hop) {
        try (TestChain chain = chain(hop, "exec sh -c 'kill -TERM $$'")) {
            await().until(() -> chain.last().received().size() == 1);
            assertThat(chain.last().lastReceived().args().get("status")).isEqualTo("143");
        }
        try (TestChain chain = chain(hop, "exec cat")) {
            chain.chain().stop();
            // that it ended well, at the end of its input, may still be told
            assertThat(chain.last().received()).noneMatch(Message::isError);
        }
    }

    @ParameterizedTest
    @EnumSource
    void aSwapGivesAFilterTheEndOfItsInputAndPassesItsLastLines(Hop hop) {
        try (TestChain chain = chain(hop, "exec sort")) {
            for (String line : List.of("b", "c", "a")) {
                chain.head().send(Message.log("/a", line));
            }
            chain.swap(1, "exec cat");

            await().untilAsserted(() -> assertThat(lines(chain)).containsExactly("a", "b", "c",
                    "The program sort has ended with status 0."));
        }
    }

    @ParameterizedTest
    @EnumSource
    void aSlowReaderLosesOnlyLinesThatNobodyCounts(Hop hop) throws Exception {
        Path gate = folder.resolve("gate");
        try (TestChain chain = chain(hop, "exec sh -c 'while [ ! -e " + gate + " ]; do sleep 0.05; done; exec wc -l'")) {
            List<Call> counted = new ArrayList<>();
            String large = "x".repeat(1_000);
            for (int i = 0; i < 1_500; i++) {
                counted.add(chain.ask(Message.log("/a", large)));
            }
            for (int i = 0; i < 500; i++) {
                chain.head().send(Message.log("/a", large));
            }
            assertThat(counted.get(1_499).result()).isNotDone();
            Files.createFile(gate);

            for (Call call : counted) {
                assertThat(call.result().get(10, TimeUnit.SECONDS).verb()).isEqualTo(Verb.Ack);
            }
            await().untilAsserted(() -> assertThat(lines(chain)).containsExactly("500 lines were dropped, because sh reads too slowly."));
            chain.swap(1, "exec cat");
            await().untilAsserted(() -> assertThat(lines(chain)).contains("1500"));
        }
    }

    @ParameterizedTest
    @EnumSource
    void theProgramAndWhatItStartedEndWithTheChain(Hop hop) throws Exception {
        Path pids = folder.resolve("pids");
        try (TestChain chain = chain(hop, "exec sh -c 'sleep 1000 & echo $! $$ > " + pids + "; wait'")) {
            await().until(() -> Files.exists(pids) && Files.readString(pids).endsWith("\n"));
            assertThat(chain.chain().links()).isNotEmpty();
        }
        for (String pid : Files.readString(pids).trim().split(" ")) {
            await().until(() -> ProcessHandle.of(Long.parseLong(pid)).filter(ProcessHandle::isAlive).isEmpty());
        }
    }

    @ParameterizedTest
    @EnumSource
    void aProgramThatIgnoresTheEndOfInputIsKilled(Hop hop) throws Exception {
        Path pid = folder.resolve("pid");
        long started = System.nanoTime();
        try (TestChain chain = chain(hop, "exec sh -c 'trap \"\" TERM; echo $$ > " + pid + "; while true; do sleep 1; done'")) {
            await().until(() -> Files.exists(pid) && Files.readString(pid).endsWith("\n"));
        }
        assertThat(System.nanoTime() - started).isLessThan(TimeUnit.SECONDS.toNanos(40));
        await().until(() -> ProcessHandle.of(Long.parseLong(Files.readString(pid).trim())).filter(ProcessHandle::isAlive).isEmpty());
    }

    @ParameterizedTest
    @EnumSource
    void aSwapToAProgramThatIsNotThereChangesNothing(Hop hop) throws Exception {
        try (TestChain chain = chain(hop, "exec cat")) {
            assertThatThrownBy(() -> chain.swap(1, "exec no-such-program")).isInstanceOf(Failure.class)
                    .hasMessageContaining("There is no program 'no-such-program' in PATH");
            assertThat(chain.reply(Message.log("/a", "still there")).verb()).isEqualTo(Verb.Ack);
            await().untilAsserted(() -> assertThat(lines(chain)).containsExactly("still there"));
        }
    }

    @ParameterizedTest
    @EnumSource
    void aNextLinkThatDoesNotAnswerSlowsTheProgram(Hop hop) {
        try (TestChain chain = chain(hop, "exec yes")) {
            chain.last().keepSilent();
            // some lines were answered before; then a thousand may wait
            AtomicInteger seen = new AtomicInteger();
            await().pollInterval(200, TimeUnit.MILLISECONDS).until(() -> {
                int now = chain.last().received().size();
                return now >= 1_000 && seen.getAndSet(now) == now;
            });
        }
    }
}
