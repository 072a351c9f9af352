package com.libswarm.e2e.storm;

import static org.assertj.core.api.Assertions.assertThat;

import com.libswarm.conformance.FreePort;
import com.libswarm.e2e.harness.Engine;
import com.libswarm.e2e.harness.NeedsEngine;
import com.libswarm.e2e.harness.ShellSession;
import com.libswarm.e2e.harness.Swarmd;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;

/** What is deployed under load and is no good: the command says why, the chain stays as it is, and no client notices. */
@NeedsEngine(of = Storm.OF)
@ResourceLock(Storm.LOCK)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DeployFaultsTest {

    private static final int CLIENTS = 2;
    private static final int RATE = 200;
    private static final int SOME = 50;

    @TempDir
    static Path folder;

    private AdapterVersions docker;
    private Swarmd swarmd;
    private ShellSession shell;
    private Load load;

    @BeforeAll
    void start(Engine engine) throws IOException {
        Path jar = Swarmd.adapterJars().stream().filter(path -> path.getFileName().toString().contains(".docker-")).findAny().orElseThrow();
        docker = new AdapterVersions(jar, folder);
        int port = FreePort.find();
        swarmd = Swarmd.startUnheard("dockerserver tcp://127.0.0.1:" + port, "debug", "dockerclient " + engine.unix());
        shell = swarmd.openShell();
        load = new Load(List.of(new Load.Target("main", Endpoint.tcp(port), new EngineQuestions(engine))), new Stamps(), CLIENTS, RATE,
                Scale.random("deploy faults"));
    }

    @AfterAll
    void stop() throws InterruptedException {
        load.close();
        shell.close();
        swarmd.close();
    }

    private void refused(Path jar, String... why) {
        load.awaitAnswers(SOME);
        String before = shell.run("swarm:show main");
        assertThat(shell.run("swarm:deploy " + jar)).contains(why).doesNotContain("\tat ");
        assertThat(shell.run("swarm:show main")).isEqualTo(before);
        load.awaitAnswers(SOME);
        load.tally().assertFlawless(swarmd.program().err());
    }

    @Test
    void aCorruptJarChangesNothing() throws IOException {
        byte[] whole = Files.readAllBytes(docker.of("9.0.0"));
        refused(Files.write(folder.resolve("half.jar"), Arrays.copyOf(whole, whole.length / 2)), "half.jar");
    }

    @Test
    void aJarThatIsNoBundleChangesNothing() throws IOException {
        Path jar = folder.resolve("plain.jar");
        new JarOutputStream(Files.newOutputStream(jar), new Manifest()).close();
        refused(jar, "plain.jar");
    }

    @Test
    void aBundleThatDoesNotResolveIsToldWhatItLacks() throws IOException {
        refused(docker.with("lacks", "Require-Capability", "com.example.nowhere;filter:=\"(name=something)\""), "com.example.nowhere");
    }

    @Test
    void aVersionThatDoesNotStartChangesNothing() throws IOException {
        refused(docker.with("fails", "Bundle-Activator", "com.example.Nowhere"), docker.name());
    }
}
