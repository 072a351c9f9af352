package com.libswarm.adapter.ssh;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.libswarm.api.Failure;
import com.libswarm.api.Message;
import com.libswarm.api.Verb;
import com.libswarm.conformance.FreePort;
import com.libswarm.conformance.SshServer;
import com.libswarm.conformance.TestChain;
import com.libswarm.runtime.Plan;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who is let in, who is trusted, and what is said if not; with a real sshd. */
@NeedsSshd
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(120)
class SshLoginTest {

    private static final Message LIST = Message.of(Verb.Ls, "/containers");

    private FarEngine engine;
    private SshServer server;
    @TempDir
    private Path folder;

    @BeforeAll
    void start() throws IOException {
        engine = new FarEngine();
        server = SshServer.start();
    }

    @AfterAll
    void stop() throws IOException {
        server.close();
        engine.close();
    }

    private String spec(String more) {
        return "ssh " + server.address() + " --config none --socket " + engine.socket() + " " + more;
    }

    private String knownHosts() {
        return "--known-hosts " + server.file("known_hosts");
    }

    private static void assertThatItWorks(TestChain chain) throws Exception {
        Message reply = chain.reply(LIST);
        reply.body().cancel();
        assertThat(reply.verb()).isEqualTo(Verb.Set);
    }

    /** The Error that requests get, which is also the one warning. */
    private static String refusal(TestChain chain, String kind) throws Exception {
        Message reply = chain.reply(LIST);
        reply.body().cancel();
        assertThat(reply.head().get("Ssh-Refusal")).isEqualTo(kind);
        assertThat(reply.status()).as(reply.text()).isEqualTo(502);
        assertThat(chain.journal()).filteredOn(line -> line.startsWith("WARNING")).singleElement().asString().contains(reply.text());
        return reply.text();
    }

    private static void run(Map<String, String> environment, String... command) throws Exception {
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.DISCARD);
        builder.environment().putAll(environment);
        Process process = builder.start();
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).as(String.join(" ", command)).isZero();
    }

    /** Makes a key that lets in. */
    private Path key(String name, String passphrase, String... options) throws Exception {
        Path key = folder.resolve(name);
        List<String> command = new ArrayList<>(List.of("ssh-keygen", "-q", "-N", passphrase, "-f", key.toString()));
        command.addAll(List.of(options));
        run(Map.of(), command.toArray(String[]::new));
        Files.writeString(server.file("authorized_keys"), Files.readString(server.file("authorized_keys")) + Files.readString(Path.of(key + ".pub")));
        return key;
    }

    @ParameterizedTest
    @ValueSource(strings = {"-t ed25519", "-t rsa -b 2048", "-t ecdsa -b 256", "-t ecdsa -b 521", "-t rsa -b 2048 -m PEM", "-t ecdsa -m PKCS8"})
    void keysOfAllTypesLetInWithAndWithoutAPassphrase(String type) throws Exception {
        String name = type.replaceAll("\\W", "");
        for (String passphrase : List.of("", "open sesame")) {
            Path key = key(name + passphrase.length(), passphrase, type.split(" "));
            try (TestChain chain = NearChain.of(Map.of("SSH_KEY_PASSPHRASE", passphrase), spec("--key " + key + " " + knownHosts()))) {
                assertThatItWorks(chain);
            }
        }
    }

    @Test
    void aPassphraseComesFromAFileToo() throws Exception {
        Path key = key("filed", "from a file", "-t", "ed25519");
        Path file = Files.writeString(folder.resolve("passphrase"), "from a file\n");
        try (TestChain chain = NearChain.of(Map.of(), spec("--key " + key + " --passphrase-file " + file + " " + knownHosts()))) {
            assertThatItWorks(chain);
            assertThat(chain.chain().links().toString()).doesNotContain("from a file");
        }
    }

    @Test
    void aKeyThatCannotBeOpenedKeepsTheLinkFromStarting() throws Exception {
        Path key = key("closed", "right", "-t", "ed25519");
        assertThatThrownBy(() -> NearChain.of(Map.of("SSH_KEY_PASSPHRASE", "wrong"), spec("--key " + key))).isInstanceOf(Failure.class)
                .hasMessageContaining(key + " cannot be opened: the passphrase in SSH_KEY_PASSPHRASE is not the right one").hasMessageNotContaining("wrong'");
        assertThatThrownBy(() -> NearChain.of(Map.of(), spec("--key " + key))).isInstanceOf(Failure.class)
                .hasMessageContaining("is protected by a passphrase").hasMessageContaining("SSH_KEY_PASSPHRASE").hasMessageContaining("--passphrase-file");
        assertThatThrownBy(() -> NearChain.of(Map.of(), spec("--key " + folder.resolve("gone")))).hasMessageContaining("There is no private key");
        assertThatThrownBy(() -> NearChain.of(Map.of(), spec("--key " + key + ".pub"))).hasMessageContaining("holds a public key");
        assertThatThrownBy(() -> NearChain.of(Map.of(), spec("--key " + server.file("sshd_config")))).hasMessageContaining("holds no private key");
    }

    @Test
    void aPassphraseFileThatIsNotThereIsToldAlsoWhenNoKeyNeedsIt() {
        Path gone = folder.resolve("no passphrase");
        assertThatThrownBy(() -> NearChain.of(Map.of(), spec("--key " + server.file("id_ed25519") + " --passphrase-file '" + gone + "' " + knownHosts())))
                .isInstanceOfSatisfying(Failure.class, failure -> assertThat(failure.status()).isEqualTo(400))
                .hasMessageContaining("Cannot read the passphrase from " + gone + " (--passphrase-file): it is not there");
    }

    @Test
    void aKeyThatLetsNobodyInIsNamed() throws Exception {
        Path stranger = folder.resolve("stranger");
        run(Map.of(), "ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", stranger.toString());
        try (TestChain chain = NearChain.of(Map.of(), spec("--key " + stranger + " " + knownHosts()))) {
            assertThat(refusal(chain, "key")).contains("lets nobody in with the keys that were offered (ssh-ed25519 SHA256:").contains("authorized_keys");

            // what was wrong can be put right while it runs
            Files.writeString(server.file("authorized_keys"), Files.readString(server.file("authorized_keys"))
                    + Files.readString(Path.of(stranger + ".pub")));
            await().atMost(60, TimeUnit.SECONDS).untilAsserted(() -> assertThatItWorks(chain));
        }
    }

    @Test
    void aHostThatIsNotKnownIsRefusedOrRecordedIfThatIsWanted() throws Exception {
        Path hosts = folder.resolve("new/hosts");
        String spec = spec("--key " + server.file("id_ed25519") + " --known-hosts " + hosts);
        try (TestChain chain = NearChain.of(Map.of(), spec)) {
            assertThat(refusal(chain, "host-key")).contains("is not known").contains("SHA256:").contains(hosts.toString()).contains("--accept-new");
        }
        assertThat(hosts).doesNotExist();
        try (TestChain chain = NearChain.of(Map.of(), spec + " --accept-new")) {
            assertThatItWorks(chain);
            assertThat(chain.journal()).anyMatch(line -> line.startsWith("INFO") && line.contains("was recorded in " + hosts));
        }
        assertThat(Files.readString(hosts)).startsWith("[127.0.0.1]:" + server.port() + " ").endsWith("\n");
        try (TestChain chain = NearChain.of(Map.of(), spec)) {
            assertThatItWorks(chain);
        }
    }

    @Test
    void aHostWhoseKeyHasChangedIsRefusedAlsoWithAcceptNew() throws Exception {
        String other = Files.readString(server.file("id_ed25519.pub")).split(" ")[1];
        Path hosts = Files.writeString(folder.resolve("changed"), "# kept\n[127.0.0.1]:" + server.port() + " ssh-ed25519 " + other + "\n");
        try (TestChain chain = NearChain.of(Map.of(), spec("--key " + server.file("id_ed25519") + " --accept-new --known-hosts " + hosts))) {
            assertThat(refusal(chain, "host-key")).contains("shows the key ssh-ed25519 SHA256:").contains("but is known by ssh-ed25519 SHA256:")
                    .contains(hosts + ", line 2").contains("ssh-keygen -R");
        }
    }

    /** As with the ssh command, an alias has no port behind it. */
    @Test
    void aHostIsKnownByItsAliasWhereverItIs() throws Exception {
        String key = String.join(" ", List.of(Files.readString(server.file("host_ed25519.pub")).split(" ")).subList(0, 2));
        String other = Files.readString(server.file("id_ed25519.pub")).split(" ")[1];
        String address = "[127.0.0.1]:" + server.port() + " ssh-ed25519 " + other + "\n";
        Path hosts = Files.writeString(folder.resolve("aliases"), address + "web.4711 " + key + "\nweb.4712 ssh-ed25519 " + other + "\n");
        String spec = spec("--key " + server.file("id_ed25519") + " --known-hosts " + hosts + " --accept-new --host-key-alias ");
        try (TestChain chain = NearChain.of(Map.of(), spec + "web.4711")) {
            assertThatItWorks(chain);
        }
        try (TestChain chain = NearChain.of(Map.of(), spec + "web.4712")) {
            assertThat(refusal(chain, "host-key")).contains("but is known by ssh-ed25519 SHA256:").contains("ssh-keygen -R 'web.4712' -f '" + hosts + "'");
        }
        try (TestChain chain = NearChain.of(Map.of(), spec + "web.4713")) {
            assertThatItWorks(chain);
        }
        assertThat(Files.readString(hosts)).contains("\nweb.4713 ");
        run(Map.of(), "ssh-keygen", "-H", "-f", hosts.toString());
        Path config = Files.writeString(folder.resolve("alias config"), "Host 127.*\n  HostKeyAlias web.4711\n");
        try (TestChain chain = NearChain.of(Map.of(), spec("--key " + server.file("id_ed25519") + " --known-hosts " + hosts)
                .replace("--config none", "--config '" + config + "'"))) {
            assertThatItWorks(chain);
        }
        assertThatThrownBy(() -> NearChain.of(Map.of(), spec + "'a b'")).hasMessageContaining("'--host-key-alias a b' is no name of a host");
    }

    @Test
    void hashedNamesAreUnderstoodAndRevokedKeysRefused() throws Exception {
        Path hosts = folder.resolve("hashed");
        Files.copy(server.file("known_hosts"), hosts);
        run(Map.of(), "ssh-keygen", "-H", "-f", hosts.toString());
        assertThat(Files.readString(hosts)).startsWith("|1|").doesNotContain("127.0.0.1");
        String spec = spec("--key " + server.file("id_ed25519") + " --known-hosts " + hosts);
        try (TestChain chain = NearChain.of(Map.of(), spec)) {
            assertThatItWorks(chain);
        }
        for (String type : List.of("ed25519", "ecdsa", "rsa")) {
            Files.writeString(hosts, Files.readString(hosts) + "@revoked * " + Files.readString(server.file("host_" + type + ".pub")));
        }
        try (TestChain chain = NearChain.of(Map.of(), spec)) {
            assertThat(refusal(chain, "host-key")).contains("is revoked in " + hosts + ", line ");
        }
    }

    @Test
    void aServerIsAskedForTheKeyByWhichItIsKnown() throws Exception {
        Path hosts = Files.writeString(folder.resolve("rsa only"), "[127.0.0.1]:" + server.port() + " " + Files.readString(server.file("host_rsa.pub")));
        try (TestChain chain = NearChain.of(Map.of(), spec("--key " + server.file("id_ed25519") + " '--known-hosts' '" + hosts + "'"))) {
            assertThatItWorks(chain);
        }
    }

    @Test
    void aServerThatIsNotThereIsWaitedForAndThenTold() throws Exception {
        int port = FreePort.find();
        String spec = "ssh me@127.0.0.1:" + port + " --config none --key " + server.file("id_ed25519") + " " + knownHosts();
        try (TestChain chain = NearChain.of(Map.of(), spec)) {
            Message reply = chain.ask(LIST).result().get(30, TimeUnit.SECONDS);
            reply.body().cancel();
            assertThat(reply.status()).isEqualTo(502);
            assertThat(reply.head().get("Ssh-Refusal")).isEmpty();
            assertThat(reply.text()).isEqualTo("Cannot connect to the SSH server of me@127.0.0.1:" + port + ": the connection is refused.");
        }
    }

    @Test
    void anAgentLetsInAndOneThatIsGoneIsNamed() throws Exception {
        Path key = key("of the agent", "unknown here", "-t", "ed25519");
        Path socket = folder.resolve("agent.sock");
        Path askpass = Files.writeString(folder.resolve("askpass"), "#!/bin/sh\necho unknown here\n");
        assertThat(askpass.toFile().setExecutable(true)).isTrue();
        Process agent = new ProcessBuilder("ssh-agent", "-D", "-a", socket.toString()).redirectOutput(ProcessBuilder.Redirect.DISCARD).start();
        try {
            await().atMost(30, TimeUnit.SECONDS).until(() -> Files.exists(socket));
            run(Map.of("SSH_AUTH_SOCK", socket.toString(), "SSH_ASKPASS", askpass.toString(), "SSH_ASKPASS_REQUIRE", "force", "DISPLAY", "none"),
                    "ssh-add", key.toString());
            Map<String, String> environment = Map.of("HOME", folder.toString(), "SSH_AUTH_SOCK", socket.toString());
            try (TestChain chain = NearChain.of(environment, spec(knownHosts()))) {
                assertThatItWorks(chain);
            }
            // the key is named, and protected: the agent has it
            try (TestChain chain = NearChain.of(environment, spec(knownHosts() + " --key '" + key + "'"))) {
                assertThatItWorks(chain);
            }
            // keys of the agent that are not named are not offered
            Path stranger = folder.resolve("another stranger");
            run(Map.of(), "ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", stranger.toString());
            try (TestChain chain = NearChain.of(environment, spec(knownHosts() + " --key '" + stranger + "'"))) {
                assertThat(refusal(chain, "key")).contains("lets nobody in");
            }
        } finally {
            agent.destroy();
            agent.waitFor();
        }
        Files.deleteIfExists(socket);
        Map<String, String> gone = Map.of("HOME", folder.toString(), "SSH_AUTH_SOCK", socket.toString());
        try (TestChain chain = NearChain.of(gone, spec(knownHosts()))) {
            assertThat(refusal(chain, "setup")).contains("There is no key to log in").contains("The ssh-agent at " + socket + " cannot be asked");
        }
    }

    @Test
    void sshsConfigurationNamesHostsAndTheWayToThem() throws Exception {
        Path home = Files.createDirectories(folder.resolve("home/.ssh"));
        Files.copy(server.file("id_ed25519"), home.resolve("id_special"));
        Files.copy(server.file("known_hosts"), home.resolve("hosts"));
        String user = System.getProperty("user.name");
        Files.writeString(home.resolve("config"), """
                Host lab-*
                    HostName 127.0.0.1
                    Port %d
                    User %s
                    IdentityFile ~/.ssh/id_special
                    IdentitiesOnly yes
                    UserKnownHostsFile %%d/.ssh/hosts
                Host lab-behind
                    ProxyJump lab-door
                """.formatted(server.port(), user));
        Map<String, String> environment = new HashMap<>(Map.of("HOME", folder.resolve("home").toString()));
        for (String host : List.of("lab-1", "lab-behind")) {
            try (TestChain chain = NearChain.of(environment, "ssh " + host + " --socket " + engine.socket())) {
                assertThatItWorks(chain);
            }
            // the way to it, too, is gone with the link
            SshThreads.awaitNone();
        }
    }

    @Test
    void aPlanLogsInAndHangsUp() throws Exception {
        String good = spec("--key " + server.file("id_ed25519") + " " + knownHosts());
        Path hosts = folder.resolve("not-made");
        try (TestChain chain = NearChain.of(Map.of(), good)) {
            Plan plan = chain.chain().planSwap("1", good);
            assertThat(plan.toString()).contains("lets this side in");
            Plan bad = chain.chain().planSwap("1", "ssh me@127.0.0.1:" + FreePort.find() + " --config none --known-hosts " + hosts);
            assertThat(bad.toString()).contains("the connection is refused");
            assertThat(chain.chain().planSwap("1", spec("--key " + server.file("id_ed25519") + " --accept-new --known-hosts " + hosts)).toString())
                    .contains("lets this side in");
            assertThat(hosts).doesNotExist();
        }
    }
}
