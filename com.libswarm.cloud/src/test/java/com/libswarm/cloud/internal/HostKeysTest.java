package com.libswarm.cloud.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.libswarm.api.Failure;
import com.libswarm.api.Message;
import com.libswarm.api.Verb;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is recorded of a host goes with it, and nothing else does. */
class HostKeysTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int MANY = 50;
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
    void aHostThatSomebodyElseHasDeletedIsForgotten(@TempDir Path folder) throws Exception {
        Path file = Files.write(folder.resolve("known_hosts"), OTHERS);
        try (CloudChain chain = CloudChain.of("--known-hosts " + file)) {
            missed(chain, file, () -> chain.cloud.hosts.clear());
            await().atMost(PATIENCE).until(() -> Files.readAllLines(file).equals(OTHERS));
        }
    }

    /** A list may leave out what is there. */
    @Test
    void aHostThatTheCloudOnlyDoesNotListIsNotForgotten(@TempDir Path folder) throws Exception {
        Path file = Files.write(folder.resolve("known_hosts"), OTHERS);
        try (CloudChain chain = CloudChain.of("--known-hosts " + file)) {
            missed(chain, file, () -> chain.cloud.unlisted.add("id-1"));
            chain.ssh.trouble = Optional.empty();
            assertThat(chain.ping().isError()).isFalse();
            await().atMost(PATIENCE).until(() -> chain.cloud.looks.contains("id-1"));
            assertThat(Files.readString(file)).contains("libswarm.id-1 ");
        }
    }

    /** A host is there, its key is recorded, something happens to it, and then it is missed. */
    private static void missed(CloudChain chain, Path file, Runnable happens) throws Exception {
        chain.ping();
        Files.writeString(file, "libswarm.id-1 ssh-ed25519 D\n", StandardOpenOption.APPEND);
        happens.run();
        chain.ssh.trouble = Optional.of(new Failure(502, "The tunnel is cut."));
        await().atMost(PATIENCE).until(chain::missesItsHost);
    }

    @Test
    void keysAreForgottenAndRecordedAtTheSameTime(@TempDir Path folder) throws Exception {
        Path file = folder.resolve("known_hosts");
        Files.write(file, IntStream.range(0, MANY).mapToObj(i -> "web.old-" + i + " ssh-ed25519 A").toList());
        ExecutorService threads = Executors.newFixedThreadPool(8);
        try {
            List<Callable<Boolean>> all = IntStream.range(0, MANY).boxed().<Callable<Boolean>>flatMap(i -> Stream.of(() -> forgotten(file, i), () -> recorded(file, i))).toList();
            for (var done : threads.invokeAll(all)) {
                assertThat(done.get()).isTrue();
            }
        } finally {
            threads.shutdown();
        }
        assertThat(Files.readAllLines(file)).hasSize(MANY).allMatch(line -> line.startsWith("web.new-"));
    }

    private static boolean forgotten(Path file, int i) {
        new HostKeys(file, System.getLogger("test")).forget("web", "old-" + i);
        return true;
    }

    /** As the adapter ssh does it. */
    private static boolean recorded(Path file, int i) throws Exception {
        synchronized (("known hosts: " + file.toRealPath()).intern()) {
            Files.writeString(file, "web.new-" + i + " ssh-ed25519 B\n", StandardOpenOption.APPEND);
        }
        return true;
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
