package com.libswarm.e2e.storm;

import static org.assertj.core.api.Assertions.assertThat;

import com.libswarm.conformance.FreePort;
import com.libswarm.e2e.harness.Engine;
import com.libswarm.e2e.harness.NeedsEngine;
import com.libswarm.e2e.harness.Outcome;
import com.libswarm.e2e.harness.ShellSession;
import com.libswarm.e2e.harness.Swarmd;
import com.libswarm.e2e.storm.Tally.Fault;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;

/** What goes wrong in the middle of swaps, under load: who is not concerned does not notice, and who is gets a clear answer or a clean end. */
@NeedsEngine(of = Storm.OF)
@ResourceLock(Storm.LOCK)
class SwapFaultsTest {

    private static final int CLIENTS = 2;
    private static final int RATE = 200;
    private static final int SOME = 100;

    private final int port = FreePort.find();
    private final Random random = Scale.random("swap faults");
    private final Stamps stamps = new Stamps();
    private Swarmd swarmd;
    private Path socket;

    @BeforeEach
    void start() {
        swarmd = Swarmd.startUnheard("fakeclient 3600").withConformanceKit();
        socket = swarmd.home().resolve("s.sock");
    }

    @AfterEach
    void stop() {
        swarmd.close();
    }

    private RandomSwaps chainTo(Engine engine) {
        return new RandomSwaps("web", List.of(server(), server() + " --socket-mode 0600"), List.of("debug", "debug"),
                List.of("dockerclient " + engine.unix(), "dockerclient " + engine.tcp()), stamps, random);
    }

    private String server() {
        return "dockerserver tcp://127.0.0.1:" + port + " unix://" + socket;
    }

    private Load loadOn(Engine engine) {
        Questions questions = new EngineQuestions(engine);
        return new Load(List.of(new Load.Target("web", Endpoint.tcp(port), questions), new Load.Target("web", Endpoint.unix(socket), questions)),
                stamps, CLIENTS, RATE, random);
    }

    /** Something happens to a chain that carries a load. */
    private void underLoad(Engine engine, Consumer<ShellSession> event) throws Exception {
        try (ShellSession shell = swarmd.openShell()) {
            shell.mustRun(chainTo(engine).create());
            Load load = loadOn(engine);
            try (load) {
                load.awaitAnswers(SOME);
                event.accept(shell);
                load.awaitAnswers(SOME);
            }
            load.tally().assertFlawless(swarmd.program().err());
        }
    }

    private static void refuses(ShellSession shell, String command, String why) {
        String before = shell.run("swarm:show web");
        assertThat(shell.run(command)).as(command).contains(why).doesNotContain("\tat ");
        assertThat(shell.run("swarm:show web")).as("the chain after " + command).isEqualTo(before);
    }

    @Test
    void aNewLinkThatCannotBeMadeOrStartedChangesNothing(Engine engine) throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            underLoad(engine, shell -> {
                refuses(shell, "swarm:swap web 2 'misbehave throw spawn'", "Thrown on purpose in spawn");
                refuses(shell, "swarm:swap web 3 'misbehave throw start'", "Thrown on purpose in start");
                refuses(shell, "swarm:insert web 2 'misbehave throw start'", "Thrown on purpose in start");
                refuses(shell, "swarm:swap web 1 '" + server() + " tcp://127.0.0.1:" + taken.getLocalPort() + "'", "in use");
                refuses(shell, "swarm:swap web 4 'dockerclient npipe://nowhere'", "npipe://nowhere");
                refuses(shell, "swarm:swap web 2 'debag'", "debag");
            });
        }
    }

    @Test
    void aNewLinkWhoseStartHangsChangesNothing(Engine engine) throws Exception {
        underLoad(engine, shell -> refuses(shell, "swarm:swap web 2 'misbehave hang start'", "could not be started"));
    }

    @Test
    void twoSwapsOfOneLinkAtOnceAreBothMade(Engine engine) throws Exception {
        underLoad(engine, shell -> atOnce(2, number -> IntStream.range(0, 20).mapToObj(i -> "swarm:swap web 2 'wire " + number + "'").toList()));
    }

    @Test
    void swapsOfEveryLinkAtOnceAreAllMade(Engine engine) throws Exception {
        List<String> links = List.of("1 '" + server() + "'", "2 debug", "3 'wire 7'", "4 'dockerclient " + engine.tcp() + "'");
        underLoad(engine, shell -> atOnce(links.size(), number -> IntStream.range(0, 20).mapToObj(i -> "swarm:swap web " + links.get(number)).toList()));
    }

    /** Each of some shells runs commands of its own, all at the same time. */
    private void atOnce(int shells, IntFunction<List<String>> commands) {
        List<CompletableFuture<Void>> running = new ArrayList<>();
        for (int i = 0; i < shells; i++) {
            List<String> own = commands.apply(i);
            running.add(CompletableFuture.runAsync(() -> {
                try (ShellSession shell = swarmd.openShell()) {
                    own.forEach(shell::mustRun);
                }
            }, task -> new Thread(task, "shell").start()));
        }
        running.forEach(CompletableFuture::join);
    }

    /** With an engine of its own, for it is killed. */
    @Test
    void anEngineThatDiesDuringSwapsIsClearErrorsUntilItIsBack() throws Exception {
        try (Engine engine = Engine.start(); ShellSession shell = swarmd.openShell()) {
            RandomSwaps chain = chainTo(engine);
            shell.mustRun(chain.create());
            Load load = loadOn(engine);
            try (load) {
                load.awaitAnswers(SOME);
                for (int i = 0; i < 10; i++) {
                    shell.mustRun("swarm:swap web 4 'dockerclient " + (i % 2 == 0 ? engine.tcp() : engine.unix()) + "'");
                    if (i == 4) {
                        load.tally().excuse(Fault.UNAVAILABLE, Fault.RESET);
                        engine.kill();
                    }
                }
                swarmd.program().await("answers that tell of the engine", () -> load.tally().excused() > SOME);
                engine.restart();
                load.awaitAnswers(10 * SOME);
                load.tally().excuse();
                shell.mustRun("swarm:swap web 4 'dockerclient " + engine.tcp() + "'");
                load.awaitAnswers(SOME);
            }
            load.tally().assertFlawless(swarmd.program().err());
        }
    }

    @Test
    void swarmdThatIsToldToEndDuringSwapsAnswersOrClosesAndEnds(Engine engine) throws Exception {
        try (ShellSession shell = swarmd.openShell()) {
            RandomSwaps chain = chainTo(engine);
            shell.mustRun(chain.create());
            Load load = loadOn(engine);
            try (load) {
                load.awaitAnswers(SOME);
                CompletableFuture<Void> swaps = CompletableFuture.runAsync(() -> IntStream.iterate(2, link -> 5 - link)
                        .forEach(link -> shell.mustRun("swarm:swap web " + link + " debug")));
                load.awaitAnswers(SOME);
                load.tally().excuse(Fault.UNAVAILABLE, Fault.RESET, Fault.REFUSED, Fault.CLOSED);
                swarmd.program().signal("TERM");
                Outcome outcome = swarmd.program().finish();

                assertThat(outcome.status()).as(outcome.toString()).isZero();
                assertThat(outcome.err()).doesNotContain("Exception");
                assertThat(socket).doesNotExist();
                assertThat(swaps).failsWithin(Duration.ofMinutes(1));
            }
            load.tally().assertFlawless(swarmd.program().err());
        }
    }
}
