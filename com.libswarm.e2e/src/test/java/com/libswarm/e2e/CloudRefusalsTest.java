package com.libswarm.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.libswarm.conformance.FreePort;
import com.libswarm.conformance.SshServer;
import com.libswarm.e2e.harness.NeedsOpenStack;
import com.libswarm.e2e.harness.NeedsSshd;
import com.libswarm.e2e.harness.OpenStack;
import com.libswarm.e2e.harness.Outcome;
import com.libswarm.e2e.harness.Program;
import com.libswarm.e2e.harness.Swarmd;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** What a real cloud, a real sshd or the way to an engine refuses: each a sentence for whoever has to act. */
@NeedsSshd
@NeedsOpenStack
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CloudRefusalsTest {

    private OpenStack cloud;
    private SshServer ssh;
    private Swarmd swarmd;

    @BeforeAll
    void start(OpenStack shared) {
        cloud = shared;
        ssh = SshServer.start();
        swarmd = Swarmd.start(Map.of("OS_API_KEY", cloud.secret()), "debug");
    }

    @AfterAll
    void stop() {
        swarmd.close();
        ssh.close();
    }

    private String rax(String name, String options) {
        return "rax --auth-user demo --auth-url " + cloud.get("OPENSTACK_RAX_URL") + " --user " + System.getProperty("user.name") + " --instance " + name + " "
                + options;
    }

    /** Options for a host of that flavor, whose engine does not matter. */
    private String host(String flavor) {
        return "--region DFW --image tiny --key " + ssh.file("id_ed25519") + " --known-hosts " + ssh.file("known_hosts") + " --ssh-port " + ssh.port()
                + " --flavor " + flavor;
    }

    /** Why a link cannot be started. */
    private String refused(String spec) {
        Outcome outcome = swarmd.sh("swarm:create refused '" + spec + "'");
        assertThat(outcome.status()).as(outcome.toString()).isEqualTo(1);
        return outcome.err();
    }

    /** What somebody is told who asks an engine, and that the host is deleted, if one was built. */
    private String told(String name, String spec) {
        swarmd.mustSh("swarm:create " + name + " '" + spec + "'");
        Outcome outcome = swarmd.sh("swarm:send " + name + " Get /_ping");
        assertThat(outcome.status()).as(outcome.toString()).isEqualTo(1);
        if (swarmd.mustSh("swarm:hosts " + name).contains(name)) {
            swarmd.mustSh("swarm:hosts " + name + " delete " + name);
        }
        swarmd.mustSh("swarm:destroy " + name);
        return outcome.err();
    }

    @Test
    void allThatIsMissingIsNamedAtOnce() {
        assertThat(Swarmd.run("rax").err()).contains("rax needs --user, --key, --auth-user or OS_USERNAME, --region or OS_REGION_NAME,"
                + " OS_API_KEY (the account's API key), --flavor, --image;");
        assertThat(Swarmd.run("nova --user root --key /dev/null").err())
                .contains("nova needs --auth-url or OS_AUTH_URL, OS_USERNAME or OS_USER_ID, OS_PASSWORD, OS_PROJECT_NAME or OS_PROJECT_ID, --flavor, --image;");
    }

    @Test
    void aWrongKeyIsRefusedBeforeAnythingIsBuilt() {
        String wrong = "0123456789abcdef";
        try (Swarmd other = Swarmd.start(Map.of("OS_API_KEY", wrong), "debug")) {
            Outcome outcome = other.sh("swarm:create refused '" + rax("wrong", host("m1.tiny")) + "'");
            assertThat(outcome.err()).contains("Rackspace's identity service does not take the API key (OS_API_KEY) of the user demo: Unable to authenticate");
            assertThat(outcome.err() + other.program().out() + other.program().err()).doesNotContain(wrong);
        }
        var environment = new HashMap<>(cloud.byPassword());
        environment.put("OS_PASSWORD", wrong);
        try (Swarmd other = Swarmd.start(environment, "debug")) {
            Outcome outcome = other.sh("swarm:create refused 'nova --user root " + host("m1.tiny").replace("DFW", "RegionOne") + "'");
            assertThat(outcome.err()).contains("does not take the password of the user demo");
        }
    }

    @Test
    void whatTheCloudDoesNotHaveIsNamedWithWhatItHas() {
        assertThat(refused(rax("x", host("m1.tiny").replace("DFW", "moon")))).contains("There is no region moon. The regions are DFW, HKG, IAD, LON, ORD, SYD.");
        assertThat(refused(rax("x", host("m1.tini")))).contains("There is no flavor m1.tini. Did you mean m1.tiny,");
        assertThat(refused(rax("x", host("m1.tiny").replace("--image tiny", "--image tyni")))).contains("There is no image tyni. Did you mean tiny?");
        assertThat(refused(rax("x", host("m1.tiny") + " --key /none")))
                .contains("The private key /none (--key) cannot be read");
    }

    @Test
    void aCloudThatIsNotThereIsToldToWhoeverAsks() {
        String url = "http://127.0.0.1:" + FreePort.find();
        swarmd.mustSh("swarm:create nobody '" + rax("nobody", host("m1.tiny") + " --auth-url " + url + "/v2.0") + "'");
        assertThat(swarmd.sh("swarm:send nobody Get /_ping").err()).contains(url + " cannot be reached: the connection was refused.");
        assertThat(swarmd.sh("swarm:hosts nobody").err()).contains(url + " cannot be reached");
        assertThat(swarmd.mustSh("swarm:show nobody")).contains("region: DFW", "hosts: 0 of 1 ready", url + " cannot be reached");
        swarmd.mustSh("swarm:destroy nobody");
    }

    @Test
    void aQuotaAndAFailedBuildAreToldInTheCloudsWords() {
        var environment = new HashMap<>(cloud.byPassword());
        environment.put("OS_USERNAME", "tight");
        environment.put("OS_PROJECT_NAME", "tight");
        try (Swarmd tight = Swarmd.start(environment, "debug")) {
            String options = " --user root " + host("m1.tiny").replace("DFW", "RegionOne");
            tight.mustSh("swarm:create one 'nova --instance one --tun-port 1" + options + "'");
            tight.program().awaitOut("A host one is ordered");
            tight.program().await("the first host", () -> tight.mustSh("swarm:hosts one").contains("active"));
            tight.mustSh("swarm:create two 'nova --instance two" + options + "'");
            assertThat(tight.sh("swarm:send two Get /_ping").err())
                    .contains("The account's quota does not allow to create the server two: Quota exceeded for instances: Requested 1, but already used 1 of 1 instances. Delete what is not needed");
            tight.mustSh("swarm:hosts one delete one");
        }
        assertThat(told("broken", rax("broken", host("m1.broken")))).contains("The host broken is in error: ", "the hypervisor is on fire. Delete it");
        assertThat(told("huge", rax("huge", host("m1.huge")))).contains("The host huge is in error: No valid host was found.");
    }

    @Test
    void aHostThatIsNotBuiltInTimeIsLeftAsItIs() {
        assertThat(told("late", rax("late", host("m1.slower") + " --build-timeout 1s")))
                .contains("The host late", "is not ready after 1 s (--build-timeout): the cloud has not built it: building. It is left as it is");
    }

    @Test
    void whatIsWrongOnTheWayToTheEngineIsTold(@TempDir Path folder) throws IOException {
        Path stranger = folder.resolve("stranger");
        assertThat(Program.run(Map.of(), List.of("ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", stranger.toString())).status()).isZero();
        String good = host("m1.tiny");

        // hosts that are there before, so their limit is not for being built, and they do not wait for the key to be let in
        for (String name : List.of("refused", "noengine", "locked")) {
            swarmd.mustSh("swarm:create before '" + rax(name, good + " --tun-port " + FreePort.find()) + "'");
            swarmd.program().await("the host", () -> swarmd.mustSh("swarm:hosts before").contains("active"));
            swarmd.mustSh("swarm:destroy before");
        }
        assertThat(told("refused", rax("refused", good.replace("--ssh-port " + ssh.port(), "--ssh-port " + FreePort.find()) + " --build-timeout 5s")))
                .contains("is not ready after 5 s (--build-timeout): its engine does not answer: Cannot connect to the SSH server of", "the connection is refused");
        assertThat(told("noengine", rax("noengine", good + " --tun-port " + FreePort.find() + " --build-timeout 5s")))
                .contains("is not ready after 5 s (--build-timeout): its engine does not answer:");
        assertThat(told("locked", rax("locked", good.replace(ssh.file("id_ed25519").toString(), stranger.toString()))))
                .contains("The host locked (127.0.0.1) runs, but cannot be used: The SSH server of ", "lets nobody in with the keys that were offered");
    }
}
