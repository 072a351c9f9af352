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
import com.libswarm.e2e.harness.Program;
import com.libswarm.e2e.harness.Swarmd;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** From an account in a cloud to {@code docker run}: a real nova builds the host, a real sshd lets in to a real engine. */
@NeedsSshd
@NeedsEngine
@NeedsOpenStack
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CloudHostsTest {

    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final Engine engine;
    private final OpenStack cloud;
    private final SshServer ssh = SshServer.start();

    CloudHostsTest(Engine engine, OpenStack cloud) {
        this.engine = engine;
        this.cloud = cloud;
    }

    @AfterAll
    void stop() {
        ssh.close();
    }

    /** What all adapters for clouds need to reach the engine, and to find hosts of this name. */
    private String reach(String name, Engine behind) {
        return " --key " + ssh.file("id_ed25519") + " --user " + System.getProperty("user.name") + " --ssh-port " + ssh.port() + " --known-hosts "
                + ssh.file("known_hosts") + " --tun-port " + behind.port() + " --image tiny --instance " + name;
    }

    private String rax(String name, Engine behind, String flavor) {
        return "rax --auth-user demo --region dfw --auth-url " + cloud.get("OPENSTACK_RAX_URL") + " --flavor " + flavor + reach(name, behind);
    }

    private Map<String, String> apiKey() {
        return Map.of("OS_API_KEY", cloud.secret());
    }

    private static String url() {
        return "tcp://127.0.0.1:" + FreePort.find();
    }

    @Test
    void raxGoesFromNothingToDockerRun() {
        String url = url();
        try (Swarmd swarmd = Swarmd.start(apiKey(), "dockerserver " + url, "debug", rax("nothing", engine, "m1.slow"))) {
            Docker docker = Docker.at(url);
            // the host is being built: the command waits
            assertThat(docker.must("run", "--rm", "busybox", "echo", "hello")).isEqualTo("hello\n");
            assertThat(docker.runWithInput("both ways", "run", "-i", "--rm", "busybox", "cat").out()).isEqualTo("both ways");

            assertThat(swarmd.mustSh("swarm:hosts main")).containsPattern("nothing +ready +127.0.0.1 +DFW +m1.slow +tiny +20..-");
            assertThat(swarmd.mustSh("swarm:hosts main inspect nothing")).contains("\"Status\":\"active\"", "\"Meta\":{\"com.libswarm\":\"nothing\"}");
            String shown = swarmd.mustSh("swarm:show main");
            assertThat(shown).contains("region: DFW", "hosts: 1 of 1 ready", "nothing: 127.0.0.1 is ready", "  tunnel: connected to " + ssh.address() + ", channels: ").containsPattern("3.nothing +running .* ssh ");
            swarmd.program().awaitOut("A host nothing is ordered in DFW.");
            String all = shown + swarmd.mustSh("swarm:show --json main") + swarmd.mustSh("swarm:history") + swarmd.program().out() + swarmd.program().err();
            assertThat(all).doesNotContain(cloud.secret());

            swarmd.mustSh("swarm:hosts main delete nothing");
            assertThat(swarmd.mustSh("swarm:hosts main")).doesNotContain("nothing");
            assertThat(docker.must("run", "--rm", "busybox", "echo", "again")).isEqualTo("again\n");
            swarmd.mustSh("swarm:hosts main delete nothing");
        }
    }

    @Test
    void novaLogsInByCloudsYamlWithAnApplicationCredential(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("clouds.yaml"), """
                clouds:
                  lab:
                    auth_type: v3applicationcredential
                    region_name: regionone
                    auth:
                      auth_url: %s
                      application_credential_id: %s
                """.formatted(cloud.get("OS_AUTH_URL"), cloud.get("OPENSTACK_CREDENTIAL_ID")));
        Files.writeString(folder.resolve("secure.yaml"), """
                clouds: {lab: {auth: {application_credential_secret: "%s"}}}
                """.formatted(cloud.get("OPENSTACK_CREDENTIAL_SECRET")));
        String url = url();
        try (Swarmd swarmd = Swarmd.start(Map.of("OS_CLIENT_CONFIG_FILE", file.toString()), "dockerserver " + url,
                "nova --cloud lab --flavor m1.tiny" + reach("credential", engine))) {
            assertThat(Docker.at(url).must("run", "--rm", "busybox", "echo", "hello")).isEqualTo("hello\n");
            assertThat(swarmd.mustSh("swarm:hosts main")).containsPattern("credential +ready +127.0.0.1 +RegionOne +m1.tiny");
            swarmd.mustSh("swarm:hosts main delete credential");
        }
    }

    @Test
    void novaLogsInByPasswordAndFindsItsHostOnASecondPage() {
        String url = url();
        try (Swarmd swarmd = Swarmd.start(cloud.byPassword(), "debug")) {
            // the server lists three at a time
            for (int i = 2; i < 6; i++) {
                swarmd.mustSh("swarm:create x" + i + " 'nova --flavor 1" + reach("pages" + i, engine) + "'");
            }
            swarmd.mustSh("swarm:create first 'nova --flavor m1.tiny" + reach("pages", engine) + "'");
            await().atMost(PATIENCE).until(() -> swarmd.sh("swarm:hosts first").out().contains("ready"));
            swarmd.mustSh("swarm:destroy first");
            swarmd.mustSh("swarm:create web 'dockerserver " + url + "' 'nova --flavor 1" + reach("pages", engine) + "'");
            assertThat(Docker.at(url).must("run", "--rm", "busybox", "echo", "hello")).isEqualTo("hello\n");
            swarmd.program().awaitOut("A host pages is ordered");
            assertThat(swarmd.program().out().split("A host pages is ordered", -1)).hasSize(2);
            swarmd.mustSh("swarm:hosts web delete pages");
            for (int i = 2; i < 6; i++) {
                swarmd.mustSh("swarm:hosts x" + i + " delete pages" + i);
            }
        }
    }

    @Test
    void novaLogsInByAToken() {
        Outcome login = Program.run(Map.of(), List.of("curl", "-si", "-H", "Content-Type: application/json", "-d", """
                {"auth": {"identity": {"methods": ["password"], "password": {"user": {"name": "demo", "domain": {"id": "default"}, "password": "%s"}}},
                "scope": {"project": {"name": "demo", "domain": {"id": "default"}}}}}""".formatted(cloud.secret()), cloud.get("OS_AUTH_URL") + "/auth/tokens"));
        var token = Pattern.compile("(?i)X-Subject-Token: (\\S+)").matcher(login.out());
        assertThat(token.find()).as(login.out()).isTrue();
        try (Swarmd swarmd = Swarmd.start(Map.of("OS_TOKEN", token.group(1), "OS_AUTH_URL", cloud.get("OS_AUTH_URL"), "OS_PROJECT_NAME", "demo"),
                "nova --flavor m1.tiny --hosts 0..1" + reach("token", engine))) {
            assertThat(swarmd.mustSh("swarm:hosts --json main")).isEqualTo("[]\n");
            assertThat(swarmd.mustSh("swarm:show main")).contains("RegionOne", "0 of 0..1 ready").doesNotContain(token.group(1));
        }
    }

    /** Its tokens are revoked by the real keystone, as when somebody changes the password, here to the same one. */
    @Test
    void aTokenThatKeystoneHasRevokedIsRenewedSilently() {
        var environment = new HashMap<>(cloud.byPassword());
        environment.put("OS_USERNAME", "brief");
        environment.put("OS_PROJECT_NAME", "brief");
        try (Swarmd swarmd = Swarmd.start(environment, "nova --flavor m1.tiny --hosts 0..1" + reach("brief", engine))) {
            assertThat(swarmd.mustSh("swarm:hosts --json main")).isEqualTo("[]\n");
            swarmd.mustSh("swarm:hosts main create");
            // keystone also refuses a token of the second in which it revoked others: nothing is to be asked for then
            await().atMost(PATIENCE).until(() -> swarmd.mustSh("swarm:show main").contains("brief: 127.0.0.1 is ready"));
            cloud.revokeTokens("brief");
            // nova knows of a token that it has seen for a second
            await().during(Duration.ofSeconds(2)).atMost(PATIENCE).until(() -> swarmd.sh("swarm:hosts main").out().contains("brief"));
            swarmd.mustSh("swarm:hosts main delete brief");
            assertThat(swarmd.program().err()).doesNotContain("401");
        }
    }

    @Test
    void aggregateHasALocalEngineOneBehindSshAndOneInTheCloud() {
        String url = url();
        try (Engine near = Engine.start(); Engine far = Engine.start(); Engine rented = Engine.start();
                Swarmd swarmd = Swarmd.start(apiKey(), "dockerserver " + url, "aggregate --timeout 20 'near=dockerclient " + near.unix() + "' 'far=ssh "
                        + ssh.address() + " " + ssh.login() + " --port " + far.port() + "' 'rented=" + rax("rented", rented, "m1.tiny") + "'")) {
            Docker docker = Docker.at(url);
            await().atMost(PATIENCE).until(() -> docker.run("info", "--format", "{{.Name}}").status() == 0
                    && swarmd.mustSh("swarm:node ls main").lines().filter(line -> line.contains(" healthy ")).count() == 3);
            for (String node : new String[] {"near", "far", "rented"}) {
                docker.must("run", "-d", "--name", "on-" + node, "-e", "constraint:node==" + node, "busybox", "sleep", "1000");
            }
            assertThat(docker.must("ps", "--format", "{{.Names}}").lines()).containsExactlyInAnyOrder("on-near", "on-far", "on-rented");
            assertThat(docker.must("exec", "on-rented", "echo", "hello")).isEqualTo("hello\n");
            assertThat(Docker.at(rented.unix()).must("ps", "--format", "{{.Names}}")).isEqualTo("on-rented\n");
            docker.must("rm", "-f", "on-near", "on-far", "on-rented");
            assertThat(swarmd.mustSh("swarm:hosts main")).containsPattern("NODE +NAME ").containsPattern("rented +rented +ready +127.0.0.1 ");
            assertThat(swarmd.mustSh("swarm:hosts main inspect rented/rented")).contains("\"Status\":\"active\"");
            swarmd.mustSh("swarm:hosts main delete rented");
        }
    }

    @Test
    void theLastLinkIsSwappedForACloudWhileALogIsFollowed() {
        String url = url();
        String name = Docker.uniqueName();
        try (Engine rented = Engine.start();
                Swarmd swarmd = Swarmd.start(apiKey(), "dockerserver " + url, "debug", "dockerclient " + engine.unix())) {
            Docker docker = Docker.at(url);
            docker.must("run", "-d", "--name", name, "busybox", "sh", "-c", "i=0; while true; do echo tick $i; i=$((i+1)); sleep 0.1; done");
            try (Program log = docker.start("logs", "-f", name)) {
                log.awaitOut("tick 3");
                swarmd.mustSh("swarm:swap main 3 '" + rax("moved", rented, "m1.slow") + "'");
                assertThat(docker.must("ps", "-aq", "--filter", "name=" + name)).isEmpty();
                assertThat(docker.must("run", "--rm", "busybox", "echo", "in the cloud")).isEqualTo("in the cloud\n");
                long lines = log.out().lines().count();
                log.await("more of the log", () -> log.out().lines().count() > lines + 20);
                String[] ticks = log.out().lines().toArray(String[]::new);
                for (int i = 0; i < ticks.length - 1; i++) {
                    assertThat(ticks[i]).isEqualTo("tick " + i);
                }
                log.signal("KILL");
            }
            swarmd.mustSh("swarm:hosts main delete moved");
        } finally {
            Docker.at(engine.unix()).run("rm", "-f", name);
        }
    }

    @Test
    void aHostThatWasBeingBuiltWhenSwarmdWasKilledIsFoundAgain() {
        String url = url();
        Swarmd swarmd = Swarmd.start(apiKey(), "dockerserver " + url, rax("orphan", engine, "m1.never"));
        try {
            await().atMost(PATIENCE).until(() -> swarmd.mustSh("swarm:hosts main").matches("(?s).*orphan +building.*"));
            String id = swarmd.mustSh("swarm:hosts main inspect orphan").replaceAll("(?s).*\"Id\":\"([^\"]+)\".*", "$1");
            swarmd.program().signal("KILL");
            swarmd.program().await("its end", () -> !swarmd.program().isAlive());
            swarmd.restart();
            await().atMost(PATIENCE).until(() -> swarmd.mustSh("swarm:show main").contains("orphan: is being built"));
            try (Program run = Docker.at(url).start("run", "--rm", "busybox", "echo", "hello")) {
                cloud.go();
                assertThat(run.finish().out()).isEqualTo("hello\n");
            }
            assertThat(swarmd.mustSh("swarm:hosts main inspect orphan")).contains(id);
            assertThat(swarmd.mustSh("swarm:hosts main").lines().filter(line -> line.startsWith("orphan"))).hasSize(1);
            swarmd.mustSh("swarm:hosts main delete orphan");
        } finally {
            swarmd.close();
        }
    }
}
