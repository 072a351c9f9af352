package com.libswarm.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.libswarm.conformance.FreePort;
import com.libswarm.e2e.harness.Certificates;
import com.libswarm.e2e.harness.Docker;
import com.libswarm.e2e.harness.Engine;
import com.libswarm.e2e.harness.NeedsEngine;
import com.libswarm.e2e.harness.Outcome;
import com.libswarm.e2e.harness.Program;
import com.libswarm.e2e.harness.Swarmd;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** The docker command speaks TLS with {@code dockerserver} as with an engine, and {@code dockerclient} with an engine as the command does. */
@NeedsEngine(tls = true)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TlsTest {

    private Engine engine;
    private Certificates certificates;
    private Swarmd swarmd;
    private Docker plain;
    private Docker docker;

    @BeforeAll
    void start(Engine started) {
        engine = started;
        certificates = engine.certificates();
        String url = "tcp://127.0.0.1:" + FreePort.find();
        swarmd = Swarmd.start("dockerserver " + url + " " + certificates.serverOptions(), "debug",
                "dockerclient " + engine.tcp() + " " + certificates.clientOptions());
        plain = Docker.at(url);
        docker = plain.withTls(certificates);
    }

    @AfterAll
    void stop() {
        swarmd.close();
    }

    private static String mustPrint(Outcome outcome) {
        assertThat(outcome.status()).as(outcome.err()).isZero();
        return outcome.out();
    }

    @Test
    void aClientWithACertificateIsServedByEnvironmentAndByOptions() {
        assertThat(mustPrint(docker.run("run", "--rm", "busybox", "echo", "hello"))).isEqualTo("hello\n");
        String folder = certificates.folders().client().toString();
        assertThat(mustPrint(plain.run("--tlsverify", "--tlscacert", folder + "/ca.pem", "--tlscert", folder + "/cert.pem", "--tlskey",
                folder + "/key.pem", "run", "--rm", "busybox", "echo", "hello"))).isEqualTo("hello\n");
    }

    @Test
    void theEndOfInputIsNotTheEndOfOutput() {
        String many = "line after line\n".repeat(100_000);
        String[] command = {"run", "-i", "--rm", "busybox", "sh", "-c", "cat; sleep 1; echo the end"};
        assertThat(mustPrint(docker.runWithInput(many, command)).equals(many + "the end\n")).as("all came back, and what came after").isTrue();
        assertThat(mustPrint(Docker.at(engine.tcp()).withTls(certificates).runWithInput("x", command))).as("as directly").isEqualTo("xthe end\n");
    }

    @Test
    void whoHasNoCertificateOfTheAuthorityIsNotServed() {
        assertThat(plain.run("ps").err()).contains("Client sent an HTTP request to an HTTPS server.");
        assertThat(plain.withTls(certificates.folders().stranger()).run("ps").status()).isNotZero();
        Outcome none = plain.run("--tlscacert", certificates.folders().client().resolve("ca.pem").toString(), "--tlsverify", "ps");
        assertThat(none.status()).as(none.out()).isNotZero();
        assertThat(docker.run("ps").status()).isZero();
    }

    @Test
    void theEnvironmentAndTheContextsOfDockerAreThoseOfDockerclient() {
        Path folder = certificates.folders().client();
        var environment = Map.of("DOCKER_CONFIG", swarmd.home().resolve("docker").toString(), "DOCKER_HOST", engine.tcp(), "DOCKER_TLS_VERIFY", "1",
                "DOCKER_CERT_PATH", folder.toString());
        mustPrint(Program.run(environment, List.of("docker", "context", "create", "production", "--docker", "host=" + engine.tcp()
                + ",ca=" + folder.resolve("ca.pem") + ",cert=" + folder.resolve("cert.pem") + ",key=" + folder.resolve("key.pem"))));
        String byEnvironment = "tcp://127.0.0.1:" + FreePort.find();
        String byContext = "tcp://127.0.0.1:" + FreePort.find();
        try (Swarmd other = Swarmd.start(environment, "dockerserver " + byEnvironment, "dockerclient")) {
            other.mustSh("swarm:create context 'dockerserver " + byContext + "' 'dockerclient context:production'");
            for (String url : List.of(byEnvironment, byContext)) {
                assertThat(mustPrint(Docker.at(url).run("version", "--format", "{{.Server.Version}}"))).startsWith("20.");
            }
        }
    }

    @Test
    void anEngineThatWantsTlsSaysSo() {
        String url = "tcp://127.0.0.1:" + FreePort.find();
        swarmd.mustSh("swarm:create plain 'dockerserver " + url + "' 'dockerclient " + engine.tcp() + "'");
        assertThat(Docker.at(url).run("ps").err()).contains("Client sent an HTTP request to an HTTPS server.");
    }
}
