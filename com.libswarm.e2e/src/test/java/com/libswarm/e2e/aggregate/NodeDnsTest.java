package com.libswarm.e2e.aggregate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.libswarm.conformance.FreePort;
import com.libswarm.e2e.harness.NeedsPrograms;
import com.libswarm.e2e.harness.Program;
import com.libswarm.e2e.harness.Swarmd;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An aggregate whose nodes are the addresses of a name in DNS, told by a real DNS server. Each node is a simulator behind a dockerserver. */
@NeedsPrograms("/usr/sbin/dnsmasq")
class NodeDnsTest {

    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final int dns = FreePort.find();
    private final int port = FreePort.find();
    @TempDir
    private Path folder;
    private Program server;
    private Swarmd swarmd;

    @BeforeEach
    void start() throws IOException {
        hosts("127.0.0.2", "127.0.0.3");
        startServer();
        swarmd = Swarmd.start("dockerserver tcp://127.0.0.2:" + port, "simulator two");
        swarmd.mustSh("swarm:create three 'dockerserver tcp://127.0.0.3:" + port + "' 'simulator three'");
        swarmd.mustSh("swarm:create four 'dockerserver tcp://127.0.0.4:" + port + "' 'simulator four'");
    }

    @AfterEach
    void stop() {
        swarmd.close();
        server.close();
    }

    private void hosts(String... addresses) throws IOException {
        var lines = new StringBuilder();
        for (String address : addresses) {
            lines.append(address).append(" engines.test\n");
        }
        Files.writeString(folder.resolve("hosts"), lines);
    }

    private void startServer() {
        server = Program.start(Map.of(), List.of("/usr/sbin/dnsmasq", "--keep-in-foreground", "--conf-file=/dev/null", "--user=root", "--pid-file=",
                "--port=" + dns, "--listen-address=127.0.0.1", "--bind-interfaces", "--no-resolv", "--no-hosts", "--log-facility=-",
                "--addn-hosts=" + folder.resolve("hosts"), "--host-record=lone.test,127.0.0.4", "--srv-host=_docker._tcp.test,lone.test," + port));
        server.await("the DNS server's start", () -> server.err().contains("started"));
    }

    private void create(String chain, String options) {
        swarmd.mustSh("swarm:create " + chain + " 'aggregate --nodes-dns-server 127.0.0.1:" + dns + " --nodes-dns-every 1 " + options + "'");
    }

    private void awaitNodes(String chain, String... names) {
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(swarmd.mustSh("swarm:node ls " + chain).lines().filter(line -> line.contains(" healthy "))
                .map(line -> line.substring(0, line.indexOf(' ')))).containsExactlyInAnyOrder(names));
    }

    @Test
    void addressesThatComeAndGoAreNodesThatDo() throws IOException {
        create("all", "--nodes-dns engines.test:" + port);
        awaitNodes("all", "127.0.0.2", "127.0.0.3");
        assertThat(swarmd.mustSh("swarm:send all Ls /containers all=1")).contains("two", "three");

        hosts("127.0.0.3", "127.0.0.4");
        server.signal("HUP");
        awaitNodes("all", "127.0.0.3", "127.0.0.4");

        server.close();
        server.await("its end", () -> !server.isAlive());
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(swarmd.program().out() + swarmd.program().err())
                .contains("The DNS name engines.test cannot be looked up").contains("Its nodes stay as they are."));
        awaitNodes("all", "127.0.0.3", "127.0.0.4");

        hosts("127.0.0.4");
        startServer();
        awaitNodes("all", "127.0.0.4");
    }

    /** By its spec, in a file, and by an AAAA record. */
    @Test
    void anEngineCanHaveAnIpv6Address() throws IOException {
        swarmd.mustSh("swarm:create six 'dockerserver tcp://[::1]:" + port + "' 'simulator six'");
        Path file = Files.writeString(folder.resolve("nodes"), "listed=dockerclient tcp://[::1]:" + port + "\n");
        hosts("127.0.0.2", "::1");
        server.signal("HUP");
        create("all", "\"given=dockerclient tcp://[::1]:" + port + "\" --nodes-file " + file + " --nodes-dns engines.test:" + port);
        awaitNodes("all", "given", "listed", "127.0.0.2", "0-0-0-0-0-0-0-1");
        assertThat(swarmd.mustSh("swarm:send all Ls /containers all=1")).contains("two", "six");
        assertThat(swarmd.mustSh("swarm:send all Get /containers/given/six")).contains("\"Addr\":\"[::1]:" + port + "\"", "\"IP\":\"::1\"");
    }

    @Test
    void aServiceNamesHostsAndPorts() {
        create("service", "--nodes-dns _docker._tcp.test");
        awaitNodes("service", "lone.test");
        assertThat(swarmd.mustSh("swarm:send service Ls /containers all=1")).contains("four");
        String options = " --nodes-dns-server 127.0.0.1:" + dns + " --nodes-dns ";
        assertThat(swarmd.sh("swarm:plan swap service 1 'aggregate" + options + "engines.test:1'").out()).contains("DNS has 2 nodes: the DNS name engines.test:1.");
        assertThat(swarmd.sh("swarm:plan swap service 1 'aggregate" + options + "nobody.test:1'").out()).contains("The DNS name nobody.test cannot be looked up");
    }
}
