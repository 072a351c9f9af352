package com.libswarm.cloud.internal;

import static org.assertj.core.api.Assertions.assertThat;

import com.libswarm.api.Message;
import com.libswarm.api.Verb;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is recorded of a host goes with it, and nothing else does. */
class HostKeysTest {

    private static final List<String> OTHERS = List.of("# mine", "10.0.0.1 ssh-ed25519 A", "libswarm.id-11 ssh-ed25519 B", "|1|x=|y= ssh-rsa C");

    @Test
    void aDeletedHostIsForgotten(@TempDir Path folder) throws Exception {
        Path real = Files.write(folder.resolve("real"), OTHERS);
        Files.setPosixFilePermissions(real, PosixFilePermissions.fromString("rw-r-----"));
        Path file = Files.createSymbolicLink(folder.resolve("known_hosts"), real);
        try (CloudChain chain = CloudChain.of("--known-hosts " + file)) {
            chain.ping();
            Files.writeString(real, "libswarm.id-1 ssh-ed25519 D\n" + Files.readString(real) + "libswarm.id-1 ssh-rsa E\n");
            assertThat(chain.reply(Message.of(Verb.Remove, "/hosts/libswarm")).isError()).isFalse();
        }
        assertThat(Files.readAllLines(real)).isEqualTo(OTHERS);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(real))).isEqualTo("rw-r-----");
        assertThat(file).isSymbolicLink();
        assertThat(folder).isDirectoryNotContaining("glob:**.new");
    }

    @Test
    void aFileThatCannotBeWrittenKeepsNoHost(@TempDir Path folder) throws Exception {
        Path directory = Files.createDirectory(folder.resolve("known_hosts"));
        try (CloudChain chain = CloudChain.of("--known-hosts " + directory)) {
            chain.ping();
            assertThat(chain.reply(Message.of(Verb.Remove, "/hosts/libswarm")).isError()).isFalse();
        }
    }

    @Test
    void idsOfAnyCloudAreNamesInTheFile() {
        assertThat(HostKeys.alias("web-2", "i-0a1b")).isEqualTo("web-2.i-0a1b");
        assertThat(HostKeys.alias("web", "projects/p q,*/1")).isEqualTo("web.projects_p_q___1");
    }
}
