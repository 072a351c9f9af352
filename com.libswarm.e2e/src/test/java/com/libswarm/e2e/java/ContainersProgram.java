package com.libswarm.e2e.java;

import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.testcontainers.containers.Container.ExecResult;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.Network;
import org.testcontainers.containers.output.OutputFrame.OutputType;
import org.testcontainers.containers.output.WaitingConsumer;
import org.testcontainers.containers.startupcheck.OneShotStartupCheckStrategy;
import org.testcontainers.containers.wait.strategy.Wait;
import org.testcontainers.containers.wait.strategy.WaitAllStrategy;
import org.testcontainers.images.builder.Transferable;

/** What tests do with Testcontainers. A process of its own, as Testcontainers looks for its engine once, in the environment. */
final class ContainersProgram {

    private static final String IMAGE = "busybox:latest";
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private ContainersProgram() {
    }

    public static void main(String[] args) throws Exception {
        try (Network network = Network.newNetwork(); GenericContainer<?> web = server(network)) {
            web.start();
            System.out.println("published: " + get("http://" + web.getHost() + ":" + web.getMappedPort(8080) + "/"));
            use(web);
            try (GenericContainer<?> client = new GenericContainer<>(IMAGE).withNetwork(network)
                    .withCommand("wget", "-q", "-O", "-", "http://web:8080/")
                    .withStartupCheckStrategy(new OneShotStartupCheckStrategy().withTimeout(PATIENCE))) {
                client.start();
                System.out.println("from its network: " + client.getLogs().strip());
            }
            web.stop();
            System.out.println("runs: " + web.isRunning());
        }
    }

    private static GenericContainer<?> server(Network network) {
        return new GenericContainer<>(IMAGE).withNetwork(network).withNetworkAliases("web")
                .withCopyToContainer(Transferable.of("a page"), "/www/index.html")
                .withCommand("sh", "-c", "echo serving; exec httpd -f -p 8080 -h /www")
                .withExposedPorts(8080)
                .waitingFor(new WaitAllStrategy().withStrategy(Wait.forLogMessage("serving\n", 1))
                        .withStrategy(Wait.forListeningPort()).withStrategy(Wait.forHttp("/")).withStartupTimeout(PATIENCE));
    }

    private static void use(GenericContainer<?> web) throws Exception {
        ExecResult result = web.execInContainer("sh", "-c", "cat /www/index.html; echo problem >&2; exit 3");
        System.out.println("exec: " + result.getStdout() + " " + result.getStderr().strip() + " " + result.getExitCode());

        web.copyFileToContainer(Transferable.of(new byte[1_000_000]), "/large");
        int copied = web.copyFileFromContainer("/large", in -> in.readAllBytes().length);
        System.out.println("copied back: " + copied);

        WaitingConsumer log = new WaitingConsumer();
        web.followOutput(log, OutputType.STDOUT);
        log.waitUntil(frame -> frame.getUtf8String().contains("serving"));
        System.out.println("log: " + web.getLogs(OutputType.STDOUT).strip());
    }

    private static String get(String url) throws Exception {
        try (InputStream in = URI.create(url).toURL().openStream()) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
