package com.libswarm.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.libswarm.conformance.FreePort;
import com.libswarm.conformance.SshServer;
import com.libswarm.e2e.harness.Docker;
import com.libswarm.e2e.harness.Engine;
import com.libswarm.e2e.harness.NeedsEngine;
import com.libswarm.e2e.harness.NeedsSshd;
import com.libswarm.e2e.harness.Outcome;
import com.libswarm.e2e.harness.Swarmd;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/**
 * Much goes through one tunnel, both ways at a time, while keys are exchanged anew and swarmd has 64 MB of heap. By itself it is 100 MB, and
 * the server wants new keys after each megabyte; with TUNNEL_MEGABYTES=5000 in the environment it is so much, and this side wants them after each
 * gigabyte.
 */
@NeedsEngine
@NeedsSshd
class SshRekeyTest {

    private static final Optional<Integer> ASKED = Optional.ofNullable(System.getenv("TUNNEL_MEGABYTES")).map(Integer::valueOf);
    private static final int ROUND_MEGABYTES = 100;
    /** Exchanges before there are bytes: of the scan by which the server's start is seen, and of the login. */
    private static final int FIRST = 2;
    private static final long PEAK_KILOBYTES = 256 * 1024;

    private static final String BOTH_WAYS = """
            mkfifo /tmp/$N.fifo && sha256sum </tmp/$N.fifo >/tmp/$N.sent &
            until test -p /tmp/$N.fifo; do sleep 0.1; done
            head -c 100M /dev/urandom | tee /tmp/$N.fifo | docker exec -i $N cat | sha256sum >/tmp/$N.got
            wait
            cmp /tmp/$N.sent /tmp/$N.got; same=$?
            rm /tmp/$N.*
            exit $same
            """;

    @Test
    void allComesThroughWhileKeysAreExchanged(Engine engine) throws IOException {
        int rounds = (ASKED.orElse(ROUND_MEGABYTES) + ROUND_MEGABYTES - 1) / ROUND_MEGABYTES;
        int port = FreePort.find();
        String name = Docker.uniqueName();
        Docker docker = Docker.at("tcp://127.0.0.1:" + port);
        try (SshServer server = SshServer.start("LogLevel DEBUG1", ASKED.isPresent() ? "" : "RekeyLimit 1M");
                Swarmd swarmd = Swarmd.start(Map.of("SWARMD_JAVA_OPTS", "-Xmx64m -XX:MaxDirectMemorySize=64m -XX:+ExitOnOutOfMemoryError"),
                        "dockerserver tcp://127.0.0.1:" + port, "ssh " + server.address() + " " + server.login() + " --socket " + engine.socket())) {
            assertThat(docker.run("run", "-d", "--name", name, "busybox", "sleep", "100000").status()).isZero();
            try {
                for (int round = 0; round < rounds; round++) {
                    Outcome outcome = docker.script(BOTH_WAYS, name);
                    assertThat(outcome.status()).as("round " + round + ": " + outcome).isZero();
                }
            } finally {
                docker.run("rm", "-f", name);
            }
            String log = Files.readString(server.file("sshd.log"));
            assertThat(log.split("SSH2_MSG_KEXINIT received", -1).length - 1).as("exchanges of keys")
                    .isGreaterThanOrEqualTo(FIRST + (ASKED.isPresent() ? rounds * ROUND_MEGABYTES / 1_100 : ROUND_MEGABYTES / 2));
            assertThat(log.split("Accepted publickey", -1).length - 1).as("logins").isEqualTo(1);
            assertThat(swarmd.program().err()).doesNotContain("broke off");
            assertThat(swarmd.program().peakKilobytes()).as("kilobytes at most").isLessThan(PEAK_KILOBYTES);
        }
    }
}
