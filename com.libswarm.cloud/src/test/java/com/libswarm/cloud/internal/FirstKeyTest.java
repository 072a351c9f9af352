package com.libswarm.cloud.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.libswarm.api.Failure;
import com.libswarm.api.Message;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The key of a host that was just built, which nobody has seen but perhaps the cloud. */
class FirstKeyTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String MINE = "ssh-ed25519 bWluZQ==";
    private static final String OTHER = "ssh-ed25519 b3RoZXI=";

    @TempDir
    private Path folder;
    private final MemoryCloud cloud = new MemoryCloud();
    private final StandInSsh ssh = new StandInSsh();

    private CloudChain chain(String hosts) {
        ssh.hostKey = Optional.of(MINE);
        return CloudChain.of(cloud, ssh, "--hosts " + hosts + " --known-hosts " + file());
    }

    private Path file() {
        return folder.resolve("known_hosts");
    }

    @ParameterizedTest
    @ValueSource(strings = {"1", "1..2"})
    void aHostWhoseKeyTheCloudTellsIsUsedWhenItIsTold(String hosts) throws Exception {
        cloud.hostKeys = Optional::empty;
        try (CloudChain chain = chain(hosts)) {
            await().atMost(PATIENCE).until(() -> chain.details().stream().anyMatch(line -> line.contains("the cloud has not told the keys of its SSH server yet.")));
            cloud.hostKeys = () -> Optional.of(List.of("ssh-rsa eA==", MINE));
            assertThat(chain.ping().isError()).isFalse();
            assertThat(chain.create("one", "{\"Image\":\"busybox\"}").status()).isEqualTo(201);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"1", "1..2"})
    void aHostThatShowsAnotherKeyIsRefusedEachTime(String hosts) throws Exception {
        cloud.hostKeys = () -> Optional.of(List.of("ssh-rsa eA==", OTHER));
        try (CloudChain chain = chain(hosts)) {
            Message reply = chain.ping();
            assertThat(reply.status()).isEqualTo(502);
            assertThat(reply.text()).startsWith("The host libswarm (10.0.0.1) cannot be used: its SSH server shows the key ssh-ed25519 SHA256:")
                    .contains(", but the cloud says that it has ssh-rsa SHA256:", ", ssh-ed25519 SHA256:", "swarm:hosts CHAIN delete libswarm");
            assertThat(file()).isEmptyFile();
            int before = ssh.made.size();
            await().atMost(PATIENCE).until(() -> {
                assertThat(chain.ping().text()).startsWith("The host libswarm (10.0.0.1) cannot be used: its SSH server shows");
                return ssh.made.size() > before;
            });
        }
    }

    @Test
    void aHostThatIsKnownAlreadyIsUsedWhateverTheCloudTells() throws Exception {
        Files.writeString(file(), "libswarm.id-1 " + MINE + "\n");
        cloud.hostKeys = () -> Optional.of(List.of(OTHER));
        try (CloudChain chain = chain("1")) {
            assertThat(chain.ping().isError()).isFalse();
        }
    }

    @Test
    void aCloudThatCannotBeAskedForThemTellsNone() throws Exception {
        cloud.hostKeys = () -> {
            throw new Failure(501, "It has no console.");
        };
        try (CloudChain chain = chain("1")) {
            assertThat(chain.ping().isError()).isFalse();
        }
    }
}
