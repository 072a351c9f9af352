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
 * Streams of a real engine are open, over tcp, unix and TLS, while every link of their chains is replaced: each byte comes, once and in order, and
 * the ends of both directions too; and the links that carried them go when they have ended.
 */
@NeedsEngine(tls = true, of = Storm.OF)
@ResourceLock(Storm.LOCK)
class StreamStormTest {

    private static final int STREAMS = Scale.of(12, 100);
    private static final int SWAPS = Scale.of(60, 500);
    /** After so many swaps one stream ends, and another begins. */
    private static final int TURN = Scale.of(10, 5);
    private static final int RATE = 100;

    @Test
    void noStreamIsCutWhileLinksAreReplaced(Engine engine) throws Exception {
        Random random = Scale.random("stream storm");
        Certificates certificates = engine.certificates();
        int plain = FreePort.find();
        int secret = FreePort.find();
        var stamps = new Stamps();
        String overTls = "dockerclient " + engine.tcp() + " " + certificates.clientOptions();
        try (Swarmd swarmd = Swarmd.startUnheard("fakeclient 3600").withConformanceKit(); ShellSession shell = swarmd.openShell()) {
            Path socket = swarmd.home().resolve("s.sock");
            String server = "dockerserver tcp://127.0.0.1:" + plain + " unix://" + socket;
            List<RandomSwaps> chains = List.of(
                    new RandomSwaps("plain", List.of(server, server + " --socket-mode 0600"), List.of("debug", "debug"),
                            List.of("dockerclient " + engine.unix(), overTls), stamps, random),
                    new RandomSwaps("secret", List.of("dockerserver tcp://127.0.0.1:" + secret + " " + certificates.serverOptions()),
                            List.of("debug", "debug"), List.of(overTls), stamps, random));
            chains.forEach(chain -> shell.mustRun(chain.create()));

            List<Endpoint> endpoints = List.of(Endpoint.tcp(plain), Endpoint.unix(socket), Endpoint.tls(secret, certificates.context()));
            Questions questions = new EngineQuestions(engine);
            List<Load.Target> targets = List.of(new Load.Target("plain", endpoints.get(0), questions),
                    new Load.Target("secret", endpoints.get(2), questions));
            Load load = new Load(targets, stamps, 1, RATE, random);
            try (load; Streams streams = new Streams(engine, endpoints, random)) {
                streams.open(STREAMS);
                for (int i = 1; i <= SWAPS; i++) {
                    chains.get(random.nextInt(chains.size())).next(shell);
                    if (i % TURN == 0) {
                        streams.finishAny();
                        streams.open(1);
                    }
                    streams.check();
                }
                assertThat(shell.run("swarm:show plain") + shell.run("swarm:show secret")).as("what still drains").contains("(stream)");
                streams.finishAll();
                System.out.println("stream storm: " + SWAPS + " swaps; " + streams);
            }
            load.tally().assertFlawless(swarmd.program().err());
            for (String chain : List.of("plain", "secret")) {
                swarmd.program().await("the end of the old links", () -> !shell.run("swarm:show " + chain).contains("drain"));
            }
        }
    }
}
