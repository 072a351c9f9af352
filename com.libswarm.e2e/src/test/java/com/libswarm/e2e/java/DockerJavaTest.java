package com.libswarm.e2e.java;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.core.DefaultDockerClientConfig;
import com.github.dockerjava.core.DockerClientImpl;
import com.github.dockerjava.zerodep.ZerodepDockerHttpClient;
import com.libswarm.adapter.docker.DockerAdapters;
import com.libswarm.conformance.FreePort;
import com.libswarm.dockerjava.ChainDockerClients;
import com.libswarm.e2e.harness.Docker;
import com.libswarm.e2e.harness.Engine;
import com.libswarm.e2e.harness.NeedsEngine;
import com.libswarm.e2e.harness.Swarmd;
import com.libswarm.runtime.Chain;
import com.libswarm.runtime.Swarm;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** docker-java does the same directly, through swarmd, and on top of a chain in this process. */
@NeedsEngine
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DockerJavaTest {

    /** docker-java itself waits for ever. */
    private static final Duration HANGS = Duration.ofMinutes(4);

    // its callbacks log each error that the conversations provoke; held, for the loggers' registry does not hold it
    private final Logger log = Logger.getLogger("com.github.dockerjava");
    private final Swarm swarm = Swarm.create((level, source, line) -> { });
    private Swarmd swarmd;
    private DockerClient direct;
    private DockerClient tcp;
    private DockerClient unix;
    private DockerClient inProcess;

    @BeforeAll
    void start(Engine engine) {
        log.setLevel(Level.OFF);
        direct = zerodep(engine.unix());
        String url = "tcp://127.0.0.1:" + FreePort.find();
        swarmd = Swarmd.start("dockerserver " + url, "dockerclient " + engine.unix());
        String socket = "unix://" + swarmd.home().resolve("docker.sock");
        swarmd.mustSh("swarm:create unix 'dockerserver " + socket + "' debug 'dockerclient " + engine.tcp() + "'");
        tcp = zerodep(url);
        unix = zerodep(socket);
        DockerAdapters.create().forEach(swarm::add);
        Chain chain = swarm.create("main", List.of("dockerclient " + engine.unix()));
        inProcess = ChainDockerClients.over(chain.head());
    }

    /** docker-java as it is, with the transport that most use. */
    static DockerClient zerodep(String host) {
        var config = DefaultDockerClientConfig.createDefaultConfigBuilder().withDockerHost(host).withCustomSslConfig(() -> null)
                .withDockerConfig("/nonexistent").build();
        return DockerClientImpl.getInstance(config, new ZerodepDockerHttpClient.Builder().dockerHost(URI.create(host)).build());
    }

    @AfterAll
    void stop() throws IOException {
        for (DockerClient client : List.of(direct, tcp, unix, inProcess)) {
            client.close();
        }
        swarm.close();
        swarmd.close();
    }

    @TestFactory
    @Execution(ExecutionMode.CONCURRENT)
    Stream<DynamicTest> theSameAsDirectly() {
        return Conversation.all().stream().map(conversation -> dynamicTest(conversation.title(),
                () -> assertTimeoutPreemptively(HANGS, () -> compare(conversation))));
    }

    private void compare(Conversation conversation) throws Exception {
        String expected = conversation.with(direct);
        assertThat(conversation.with(tcp)).as("over TCP").isEqualTo(expected);
        assertThat(conversation.with(unix)).as("over a unix socket, to an engine on TCP").isEqualTo(expected);
        assertThat(conversation.with(inProcess)).as("in process").isEqualTo(expected);
    }

    /** zerodep does not pass the end of the input on, so there is nothing to compare. */
    @Test
    @Timeout(240)
    void inProcessAnExecReadsItsInputToTheEndOfIt() throws Exception {
        String name = Docker.uniqueName();
        inProcess.createContainerCmd("busybox").withName(name).withCmd("sleep", "600").exec();
        try {
            inProcess.startContainerCmd(name).exec();
            String id = inProcess.execCreateCmd(name).withCmd("wc", "-c").withAttachStdin(true).withAttachStdout(true).exec().getId();
            Frames frames = inProcess.execStartCmd(id).withStdIn(new ByteArrayInputStream(new byte[3_000_000])).exec(new Frames());
            frames.awaitCompletion();
            assertThat(frames).hasToString("{STDOUT=3000000\n}");
        } finally {
            inProcess.removeContainerCmd(name).withForce(true).exec();
        }
    }
}
