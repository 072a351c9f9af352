package com.libswarm.launch;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ShellClientTest {

    @TempDir
    private Path home;

    @Test
    void withoutASwarmdItSaysSo() {
        assertThatThrownBy(() -> ShellClient.run(home, List.of("chains")))
                .isInstanceOf(Problem.class).hasMessageContaining("no swarmd runs in " + home);
        Path tooLong = home.resolve("x".repeat(200));
        assertThatThrownBy(() -> ShellClient.run(tooLong, List.of("chains")))
                .isInstanceOf(Problem.class).hasMessageContaining("no swarmd runs");
    }

    @Test
    void theSocketOfASwarmdThatDiedIsNoSwarmd() throws Exception {
        ServerSocketChannel dead = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        dead.bind(UnixDomainSocketAddress.of(home.resolve("shell.sock")));
        dead.close();
        assertThatThrownBy(() -> ShellClient.run(home, List.of("chains")))
                .isInstanceOf(Problem.class).hasMessageContaining("no swarmd runs");
    }

    @Test
    void aCommandIsOneWord() {
        assertThatThrownBy(() -> ShellClient.run(home, List.of("show", "main")))
                .isInstanceOf(Problem.class).hasMessageContaining("quote it");
    }

    @Test
    void aCommandThatIsTooLongIsRefusedWithAWayOut() throws Exception {
        try (ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            server.bind(UnixDomainSocketAddress.of(home.resolve("shell.sock")));
            assertThatThrownBy(() -> ShellClient.run(home, List.of("x".repeat(100_000))))
                    .isInstanceOf(Problem.class).hasMessageContaining("too long");
        }
    }
}
