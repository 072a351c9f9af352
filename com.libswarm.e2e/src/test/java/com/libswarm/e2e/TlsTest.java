package com.libswarm.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.libswarm.e2e.harness.Certificates;
import com.libswarm.e2e.harness.Docker;
import com.libswarm.e2e.harness.Engine;
import com.libswarm.e2e.harness.NeedsEngine;
import com.libswarm.e2e.harness.Outcome;
import com.libswarm.e2e.harness.Ports;
import com.libswarm.e2e.harness.Swarmd;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** The docker command speaks TLS with {@code dockerserver} as it does with an engine. */
@NeedsEngine
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TlsTest {

    private Certificates certificates;
    private Swarmd swarmd;
    private Docker plain;
    private Docker docker;

    @BeforeAll
    void start(Engine engine) {
        certificates = Certificates.create();
        String url = "tcp://127.0.0.1:" + Ports.free();
        swarmd = Swarmd.start("dockerserver " + url + " " + certificates.serverOptions(), "debug", "dockerclient " + engine.unix());
        plain = Docker.at(url);
        docker = plain.withTls(certificates);
    }

    @AfterAll
    void stop() {
        swarmd.close();
        certificates.close();
    }

    @Test
    void aClientWithACertificateIsServedByEnvironmentAndByOptions() {
        assertThat(docker.run("version", "--format", "{{.Server.Version}}").status()).isZero();
        String folder = certificates.client().toString();
        Outcome outcome = plain.run("--tlsverify", "--tlscacert", folder + "/ca.pem", "--tlscert", folder + "/cert.pem", "--tlskey",
                folder + "/key.pem", "run", "--rm", "busybox", "echo", "hello");
        assertThat(outcome.out()).as(outcome.err()).isEqualTo("hello\n");
    }

    @Test
    void theEndOfInputIsNotTheEndOfOutput() {
        String many = "line after line\n".repeat(100_000);
        Outcome outcome = docker.runWithInput(many, "run", "-i", "--rm", "busybox", "sh", "-c", "cat; sleep 1; echo the end");
        assertThat(outcome.status()).as(outcome.err()).isZero();
        assertThat(outcome.out().equals(many + "the end\n")).as("all came back, and what came after").isTrue();
    }

    @Test
    void whoHasNoCertificateOfTheAuthorityIsNotServed() {
        assertThat(plain.run("ps").err()).contains("Client sent an HTTP request to an HTTPS server.");
        Outcome none = plain.run("--tlscacert", certificates.client().resolve("ca.pem").toString(), "--tlsverify", "ps");
        assertThat(none.status()).as(none.out()).isNotZero();
        assertThat(docker.run("ps").status()).isZero();
    }
}
