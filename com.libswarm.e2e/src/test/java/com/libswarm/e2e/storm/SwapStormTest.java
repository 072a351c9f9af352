package com.libswarm.e2e.storm;

import static org.assertj.core.api.Assertions.assertThat;

import com.libswarm.conformance.FreePort;
import com.libswarm.e2e.harness.Certificates;
import com.libswarm.e2e.harness.Engine;
import com.libswarm.e2e.harness.NeedsEngine;
import com.libswarm.e2e.harness.ShellSession;
import com.libswarm.e2e.harness.Swarmd;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;

/**
 * Every link of chains is replaced in every way, at random, while clients ask a real engine, and one that is played, over tcp, unix and TLS: no
 * request fails, none is answered twice, no connection is refused or ends.
 */
@NeedsEngine(of = Storm.OF)
@ResourceLock(Storm.LOCK)
class SwapStormTest {

    private static final int ROUNDS = Scale.of(4, 40);
    private static final int SWAPS = Scale.of(25, 250);
    private static final int CLIENTS = Scale.of(3, 8);
    private static final int RATE = Scale.of(600, 3_000);
    private static final int WARM_UP = Scale.of(500, 60_000);

    @Test
    void noRequestFailsWhileLinksAreReplaced(Engine engine) throws Exception {
        Random random = Scale.random("swap storm");
        int plain = FreePort.find();
        int secret = FreePort.find();
        int played = FreePort.find();
        var stamps = new Stamps();
        try (Certificates certificates = Certificates.create();
                EchoEngine echo = EchoEngine.start();
                Swarmd swarmd = Swarmd.startUnheard("fakeclient 3600").withConformanceKit();
                ShellSession shell = swarmd.openShell()) {
            Path socket = swarmd.home().resolve("s.sock");
            List<String> engines = List.of("dockerclient " + engine.unix(), "dockerclient " + engine.tcp());
            List<RandomSwaps> chains = List.of(
                    new RandomSwaps("plain", servers("tcp://127.0.0.1:" + plain, "unix://" + socket), List.of("debug", "debug"), engines, stamps, random),
                    new RandomSwaps("secret", List.of("dockerserver tcp://127.0.0.1:" + secret + " " + certificates.serverOptions()),
                            List.of("debug", "debug"), engines, stamps, random),
                    new RandomSwaps("played", servers("tcp://127.0.0.1:" + played, "unix://" + socket + "2"), List.of("debug", "debug"),
                            echo.urls().stream().map(url -> "dockerclient " + url).toList(), stamps, random));
            chains.forEach(chain -> shell.mustRun(chain.create()));
            Questions questions = new EngineQuestions(engine);
            List<Load.Target> targets = List.of(new Load.Target("plain", Endpoint.tcp(plain), questions),
                    new Load.Target("plain", Endpoint.unix(socket), questions),
                    new Load.Target("secret", Endpoint.tls(secret, certificates.context()), questions),
                    new Load.Target("played", Endpoint.tcp(played), new EchoQuestions()));
            Load load = new Load(targets, stamps, CLIENTS, RATE, random);
            try (load) {
                var storm = new Storm(load, () -> chains.get(random.nextInt(chains.size())).next(shell));
                storm.warmUp(WARM_UP);
                storm.rage(ROUNDS, SWAPS);
                System.out.println("swap storm: " + storm);
                chains.forEach(chain -> System.out.println("swap storm: " + chain.done()));
            }
            load.tally().assertFlawless(swarmd.program().err());
            assertThat(echo.twice()).as("requests that came twice to the engine").isZero();
            assertThat(stamps.seen()).as("generations that answers showed").isPositive();
        }
    }

    /** Specs that listen at the same two addresses, in different ways. */
    private static List<String> servers(String tcp, String unix) {
        return List.of("dockerserver " + tcp + " " + unix, "dockerserver " + unix + " --socket-mode 0600 " + tcp,
                "dockerserver " + tcp + " tcp://127.0.0.1:" + FreePort.find() + " " + unix);
    }
}
