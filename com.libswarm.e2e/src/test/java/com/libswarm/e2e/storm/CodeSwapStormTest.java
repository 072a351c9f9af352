package com.libswarm.e2e.storm;

import static org.assertj.core.api.Assertions.assertThat;

import com.libswarm.conformance.FreePort;
import com.libswarm.e2e.harness.Certificates;
import com.libswarm.e2e.harness.Engine;
import com.libswarm.e2e.harness.NeedsEngine;
import com.libswarm.e2e.harness.ShellSession;
import com.libswarm.e2e.harness.Swarmd;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;

/**
 * New versions of every adapter's bundle are deployed while clients ask through all of them: no request fails, and the code of the versions
 * before goes.
 */
@NeedsEngine(of = Storm.OF)
@ResourceLock(Storm.LOCK)
class CodeSwapStormTest {

    private static final int ROUNDS = Scale.of(2, 25);
    private static final int DEPLOYS = Scale.of(4, 20);
    private static final int CLIENTS = Scale.of(2, 6);
    private static final int RATE = Scale.of(400, 2_500);
    private static final int WARM_UP = Scale.of(300, 60_000);
    /** What a JVM may load late, or hold for a while, without anything to do with bundles. */
    private static final int LATE_CLASSES = 600;
    private static final int LATE_BYTES = 16 * 1024 * 1024;

    @TempDir
    Path folder;

    private final List<AdapterVersions> bundles = new ArrayList<>();
    private int deployed;

    @Test
    void noRequestFailsWhileCodeIsReplaced(Engine engine) throws Exception {
        Random random = Scale.random("code swap storm");
        for (Path jar : Swarmd.adapterJars()) {
            bundles.add(new AdapterVersions(jar, folder));
        }
        int plain = FreePort.find();
        int secret = FreePort.find();
        int played = FreePort.find();
        int simulated = FreePort.find();
        try (Certificates certificates = Certificates.create();
                EchoEngine echo = EchoEngine.start();
                Swarmd swarmd = Swarmd.startUnheard("fakeclient 3600");
                ShellSession shell = swarmd.openShell()) {
            Path socket = swarmd.home().resolve("s.sock");
            shell.mustRun("swarm:create plain 'dockerserver tcp://127.0.0.1:" + plain + " unix://" + socket + "' debug debug 'dockerclient "
                    + engine.unix() + "'");
            shell.mustRun("swarm:create secret 'dockerserver tcp://127.0.0.1:" + secret + " " + certificates.serverOptions() + "' debug 'dockerclient "
                    + engine.tcp() + "'");
            shell.mustRun("swarm:create played 'dockerserver tcp://127.0.0.1:" + played + "' debug 'dockerclient " + echo.urls().get(0) + "'");
            shell.mustRun("swarm:create simulated 'dockerserver tcp://127.0.0.1:" + simulated + "' 'exec cat' simulator");
            Questions questions = new EngineQuestions(engine);
            List<Load.Target> targets = List.of(new Load.Target("plain", Endpoint.tcp(plain), questions),
                    new Load.Target("plain", Endpoint.unix(socket), questions),
                    new Load.Target("secret", Endpoint.tls(secret, certificates.context()), questions),
                    new Load.Target("played", Endpoint.tcp(played), new EchoQuestions()),
                    new Load.Target("simulated", Endpoint.tcp(simulated), new EngineQuestions(Endpoint.tcp(simulated))));
            Footprint settled;
            Load load = new Load(targets, new Stamps(), CLIENTS, RATE, random);
            try (load) {
                var storm = new Storm(load, () -> deploy(shell));
                storm.warmUp(WARM_UP);
                // each bundle twice: from now on each has a version before the one that serves
                for (int i = 0; i < 2 * bundles.size(); i++) {
                    deploy(shell);
                }
                load.awaitAnswers(WARM_UP / 10);
                settled = Footprint.of(swarmd.program().pid());
                storm.rage(ROUNDS, DEPLOYS);
                System.out.println("code swap storm: " + storm);
            }
            load.tally().assertFlawless(swarmd.program().err());
            assertThat(echo.twice()).as("requests that came twice to the engine").isZero();
            awaitFlat(swarmd, settled);
        }
    }

    /** Deploys the next version of the next bundle. */
    private void deploy(ShellSession shell) {
        AdapterVersions bundle = bundles.get(deployed % bundles.size());
        String version = "9.0." + deployed++ / bundles.size() % 2;
        try {
            String printed = shell.run("swarm:deploy " + bundle.of(version));
            assertThat(printed).as("deploying " + bundle + " " + version).contains(version);
        } catch (IOException noJar) {
            throw new UncheckedIOException(noJar);
        }
    }

    /** The old code goes when what it carried has ended. */
    private static void awaitFlat(Swarmd swarmd, Footprint before) {
        Footprint[] after = new Footprint[1];
        swarmd.program().await("an end of the old versions' class loaders", () -> {
            after[0] = Footprint.of(swarmd.program().pid());
            return after[0].bundleLoaders() <= before.bundleLoaders();
        });
        System.out.println("code swap storm: before " + before);
        System.out.println("code swap storm: after  " + after[0]);
        assertThat(after[0].classes()).as("loaded classes").isLessThan(before.classes() + LATE_CLASSES);
        assertThat(after[0].metaspace()).as("bytes of metaspace").isLessThan(before.metaspace() + LATE_BYTES);
        assertThat(after[0].heap()).as("bytes of heap").isLessThan(before.heap() + LATE_BYTES);
    }
}
