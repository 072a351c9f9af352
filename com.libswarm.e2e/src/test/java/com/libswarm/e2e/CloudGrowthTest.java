package com.libswarm.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.libswarm.conformance.FreePort;
import com.libswarm.conformance.SshServer;
import com.libswarm.e2e.harness.Docker;
import com.libswarm.e2e.harness.Engine;
import com.libswarm.e2e.harness.NeedsEngine;
import com.libswarm.e2e.harness.NeedsOpenStack;
import com.libswarm.e2e.harness.NeedsSshd;
import com.libswarm.e2e.harness.OpenStack;
import com.libswarm.e2e.harness.Outcome;
import com.libswarm.e2e.harness.Swarmd;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Hosts that a real nova gives addresses of their own, each with an SSH server and an engine of its own: more are built when they are needed,
 * and those that are idle deleted; an address that another host had before is no stranger's.
 */
@NeedsSshd
@NeedsEngine
@NeedsOpenStack
class CloudGrowthTest {

    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final Engine engine;
    private final OpenStack cloud;

    CloudGrowthTest(Engine engine, OpenStack cloud) {
        this.engine = engine;
        this.cloud = cloud;
    }

    /** What leads to that engine, whatever is asked for: as if it listened on that host. */
    private static SshServer host(String address, int port, String engine, String... more) {
        String[] options = {"DisableForwarding yes", "MaxSessions 200", "ForceCommand docker --host " + engine + " system dial-stdio", String.join("\n", more)};
        return SshServer.startAt(address, port, options);
    }

    private String rax(String name, SshServer ssh, Path knownHosts, Path userData) {
        return "rax --auth-user demo --region dfw --auth-url " + cloud.get("OPENSTACK_RAX_URL") + " --flavor m1.tiny --image tiny --instance " + name
                + " --user " + System.getProperty("user.name") + " --key " + ssh.file("id_ed25519") + " --ssh-port " + ssh.port() + " --known-hosts " + knownHosts
                + " --user-data " + userData;
    }

    private Swarmd swarmd(String... specs) {
        return Swarmd.start(Map.of("OS_API_KEY", cloud.secret()), specs);
    }

    @Test
    void aHostIsBuiltWhenNoneHasRoomAndDeletedWhenItIsIdle(@TempDir Path folder) throws IOException {
        String url = "tcp://127.0.0.1:" + FreePort.find();
        int port = FreePort.find();
        Path hosts = folder.resolve("known_hosts");
        Path userData = Files.writeString(folder.resolve("data"), "#cloud-config\n# addresses: 127.77.1.1 127.77.1.2\n");
        try (Engine second = Engine.start(); Engine first = Engine.start(); SshServer one = host("127.77.1.1", port, first.unix());
                SshServer two = host("127.77.1.2", port, second.unix(), "AuthorizedKeysFile " + one.file("authorized_keys"));
                Swarmd swarmd = swarmd("dockerserver " + url, rax("grow", one, hosts, userData) + " --hosts 1..2 --delete-idle 10s")) {
            Docker docker = Docker.at(url);
            String most = String.valueOf(Long.parseLong(docker.must("info", "--format", "{{.MemTotal}}").strip()) * 6 / 10);
            docker.must("run", "-d", "--name", "large", "-m", most, "busybox", "sleep", "1000");
            assertThat(swarmd.mustSh("swarm:hosts main").lines()).hasSize(2);

            // the command waits while another host is built
            docker.must("run", "-d", "--name", "larger", "-m", most, "busybox", "sleep", "1000");
            assertThat(swarmd.mustSh("swarm:hosts main")).containsPattern("grow +ready +127.77.1.1 ").containsPattern("grow-2 +ready +127.77.1.2 ");
            assertThat(Docker.at(first.unix()).must("ps", "--format", "{{.Names}}")).isEqualTo("large\n");
            assertThat(Docker.at(second.unix()).must("ps", "--format", "{{.Names}}")).isEqualTo("larger\n");
            assertThat(docker.must("exec", "larger", "echo", "over there")).isEqualTo("over there\n");
            swarmd.program().awaitOut("So another host is built.");
            Outcome third = docker.run("run", "-d", "-m", most, "busybox", "sleep", "1000");
            assertThat(third.err()).as("there are as many as there may be").contains("No node has the memory");
            assertThat(Files.readString(hosts)).containsPattern("(?m)^grow\\.[0-9a-f-]{36} ").containsPattern("(?m)^grow-2\\.[0-9a-f-]{36} ");

            docker.must("rm", "-f", "larger");
            await().atMost(PATIENCE).until(() -> swarmd.mustSh("swarm:hosts main").lines().count() == 2);
            swarmd.program().awaitOut("The host grow-2 had no container for 10 s and is deleted.");
            // it is listed no more from when its deletion begins; its key goes when the cloud has said yes
            await().atMost(PATIENCE).until(() -> !Files.readString(hosts).contains("grow-2"));
            assertThat(docker.must("ps", "--format", "{{.Names}}")).isEqualTo("large\n");
            docker.must("rm", "-f", "large");
            swarmd.mustSh("swarm:hosts main delete grow");
        }
    }

    /** As cloud-init prints them at the end of the first start. */
    private static String printed(SshServer ssh) throws IOException {
        var keys = new StringBuilder("Cloud-init v. 22.4.2 running 'modules:final' at some time.\r\n-----BEGIN SSH HOST KEY KEYS-----\r\n");
        for (String type : List.of("ecdsa", "ed25519", "rsa")) {
            keys.append(Files.readString(ssh.file("host_" + type + ".pub")).strip()).append("\r\n");
        }
        return keys + "-----END SSH HOST KEY KEYS-----\r\nCloud-init v. 22.4.2 finished at some time.\r\n";
    }

    @Test
    void theFirstKeyHasToBeOneOfThoseOnTheConsole(@TempDir Path folder) throws IOException {
        Path hosts = folder.resolve("known_hosts");
        Path console = folder.resolve("console");
        Path userData = Files.writeString(folder.resolve("data"), "# addresses: 127.77.3.1\n# console: " + console + "\n");
        try (SshServer host = host("127.77.3.1", FreePort.find(), engine.unix()); SshServer stranger = SshServer.start(); Swarmd swarmd = swarmd("debug")) {
            Files.writeString(console, "Cloud-init v. 22.4.2 running 'init' at some time.\n");
            swarmd.mustSh("swarm:create web '" + rax("printing", host, hosts, userData) + "'");
            await().atMost(PATIENCE).until(() -> swarmd.mustSh("swarm:show web").contains("printing: 127.77.3.1 is starting for ")
                    && swarmd.mustSh("swarm:show web").contains("the cloud has not told the keys of its SSH server yet."));
            Files.writeString(console, printed(host));
            swarmd.mustSh("swarm:send web Get /_ping");
            swarmd.mustSh("swarm:hosts web delete printing");

            Files.writeString(console, printed(stranger));
            assertThat(swarmd.sh("swarm:send web Get /_ping").err()).contains("The host printing (127.77.3.1) cannot be used: its SSH server shows the key ",
                    "but the cloud says that it has ecdsa-sha2-nistp256 SHA256:");
            assertThat(Files.readString(hosts)).isEmpty();
            swarmd.mustSh("swarm:hosts web delete printing");
        }
    }

    @Test
    void anAddressThatAnotherHostHadIsAnotherHostsAndAChangedKeyIsRefused(@TempDir Path folder) throws IOException {
        int port = FreePort.find();
        Path hosts = folder.resolve("known_hosts");
        Path userData = Files.writeString(folder.resolve("data"), "# addresses: 127.77.2.1\n");
        try (SshServer before = host("127.77.2.1", port, engine.unix()); Swarmd swarmd = swarmd("debug")) {
            swarmd.mustSh("swarm:create web '" + rax("again", before, hosts, userData) + "'");
            swarmd.mustSh("swarm:send web Get /_ping");
            String key = Files.readString(hosts);
            swarmd.mustSh("swarm:hosts web delete again");
            assertThat(Files.readString(hosts)).isEmpty();
            // what somebody else has left there is of the address, and says nothing of this host
            Files.writeString(hosts, key + key.replaceFirst("^\\S+", "[127.77.2.1]:" + port));

            before.stop();
            try (SshServer after = host("127.77.2.1", port, engine.unix(), "AuthorizedKeysFile " + before.file("authorized_keys"))) {
                await().atMost(PATIENCE).until(() -> swarmd.sh("swarm:send web Get /_ping").status() == 0);
                assertThat(swarmd.mustSh("swarm:hosts web")).containsPattern("again +ready +127.77.2.1 ");
                assertThat(Files.readString(hosts).lines()).hasSize(3);
                swarmd.mustSh("swarm:destroy web");
                after.stop();
            }
            // the same host, but not its key
            before.startAgain();
            swarmd.mustSh("swarm:create web '" + rax("again", before, hosts, userData) + "'");
            assertThat(swarmd.sh("swarm:send web Get /_ping").err()).contains("The host again (127.77.2.1) runs, but cannot be used: The SSH server of ",
                    "shows the key ", "but is known by", "ssh-keygen -R 'again.");
            swarmd.mustSh("swarm:hosts web delete again");
        }
    }
}
