package com.libswarm.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.libswarm.conformance.FreePort;
import com.libswarm.e2e.harness.Docker;
import com.libswarm.e2e.harness.Engine;
import com.libswarm.e2e.harness.NeedsEngine;
import com.libswarm.e2e.harness.Outcome;
import com.libswarm.e2e.harness.Program;
import com.libswarm.e2e.harness.RawConnection;
import com.libswarm.e2e.harness.Swarmd;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Engines and clients that come late, hang or go away. */
@NeedsEngine
class EngineLossTest {

    private final int port = FreePort.find();
    private final Docker docker = Docker.at("tcp://127.0.0.1:" + port);

    @Test
    void anEngineThatIsNotThereIsOneWarningAndA502UntilItComes(Engine engine, @TempDir Path temp) throws IOException {
        Path socket = temp.resolve("late.sock");
        try (Swarmd swarmd = Swarmd.start("dockerserver tcp://127.0.0.1:" + port, "dockerclient unix://" + socket)) {
            for (int i = 0; i < 3; i++) {
                assertThat(get("/containers/json")).startsWith("HTTP/1.1 502 ").contains(socket.toString());
            }
            Outcome refused = docker.run("ps");
            assertThat(refused.status()).isEqualTo(1);
            assertThat(refused.err()).contains(socket.toString());
            swarmd.program().awaitErr(socket.toString());
            assertThat(swarmd.program().err().lines().filter(line -> line.contains(socket.toString()))).as("warnings").hasSize(1);

            Files.createSymbolicLink(socket, engine.socket());
            assertThat(docker.run("ps").status()).isZero();
        }
    }

    private String get(String path) throws IOException {
        return RawConnection.exchange(port, "GET " + path + " HTTP/1.1\r\nHost: d\r\nConnection: close\r\n\r\n");
    }

    /** With an engine of its own, for it is killed. */
    @Test
    void anEngineThatDiesEndsWhatItServedAndServesAgainWhenItIsBack() {
        try (Engine engine = Engine.start();
                Swarmd swarmd = Swarmd.start("dockerserver tcp://127.0.0.1:" + port, "debug", "dockerclient " + engine.unix())) {
            assertThat(docker.run("run", "-d", "--name", "web", "busybox", "sh", "-c", "echo one; sleep 1000").status()).isZero();
            try (Program logs = docker.start("logs", "-f", "web"); Program wait = docker.start("wait", "web")) {
                logs.awaitOut("one");
                engine.kill();
                assertThat(wait.finish().status()).isNotZero();
                assertThat(logs.finish().status()).as("a stream that broke off does not look whole").isNotZero();
            }
            assertThat(docker.run("ps").status()).isNotZero();

            engine.restart();
            assertThat(docker.run("ps", "-a", "--format", "{{.Names}}").out()).isEqualTo("web\n");
            docker.run("rm", "-f", "web");
        }
    }

    /** With an engine of its own, for it is frozen, and killed. */
    @Test
    void anEngineThatHangsIsWaitedForAndOneThatIsKilledBreaksItsAnswerOff() throws IOException {
        try (Engine engine = Engine.start();
                Swarmd swarmd = Swarmd.start("dockerserver tcp://127.0.0.1:" + port, "debug", "dockerclient " + engine.unix());
                RawConnection listed = RawConnection.open(port);
                RawConnection logs = RawConnection.open(port)) {
            assertThat(docker.run("run", "-d", "--name", "web", "busybox", "sh", "-c", "echo one; sleep 1000").status()).isZero();
            logs.write(request("/containers/web/logs?follow=1&stdout=1")).readUntil("one\n\r\n");

            engine.freeze();
            listed.write(request("/containers/json"));
            try (Program ps = docker.start("ps", "--format", "{{.Names}}")) {
                assertThat(swarmd.sh("swarm:chains").status()).as("swarmd itself does not hang").isZero();
                assertThat(ps.isAlive()).isTrue();
                engine.thaw();
                assertThat(ps.finish().out()).isEqualTo("web\n");
            }
            assertThat(listed.readUntil("]\n")).startsWith("HTTP/1.1 200 OK\r\n").contains("/web");

            engine.kill();
            assertThat(logs.readAll()).as("what comes after the engine was killed: no last chunk").isEmpty();
        }
    }

    private static String request(String path) {
        return "GET " + path + " HTTP/1.1\r\nHost: d\r\n\r\n";
    }

    @Test
    void aClientThatIsKilledEndsItsProgramInTheContainer(Engine engine) {
        String name = Docker.uniqueName();
        try (Swarmd swarmd = Swarmd.start("dockerserver tcp://127.0.0.1:" + port, "debug", "dockerclient " + engine.unix())) {
            assertThat(docker.run("run", "-d", "--name", name, "busybox", "sleep", "1000").status()).isZero();
            try (Program exec = docker.start("exec", "-i", name, "cat")) {
                exec.write("hello\n");
                exec.awaitOut("hello");
                assertThat(processes(name)).contains("cat");
                exec.signal("KILL");
                swarmd.program().await("the end of cat", () -> !processes(name).contains("cat"));
            } finally {
                docker.run("rm", "-f", name);
            }
        }
    }

    private String processes(String name) {
        Outcome top = docker.run("top", name, "-o", "pid,args");
        assertThat(top.status()).as(top.err()).isZero();
        return top.out();
    }
}
