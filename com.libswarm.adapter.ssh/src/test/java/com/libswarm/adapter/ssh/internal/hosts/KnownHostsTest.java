package com.libswarm.adapter.ssh.internal.hosts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPairGenerator;
import java.security.PublicKey;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Who writes to the file of known hosts at the same time. */
@Timeout(60)
class KnownHostsTest {

    private static final int MANY = 50;

    @TempDir
    private Path folder;

    private static PublicKey key() throws Exception {
        return KeyPairGenerator.getInstance("EC").generateKeyPair().getPublic();
    }

    @Test
    void hostsThatAreNewAtTheSameTimeAreAllRecorded() throws Exception {
        Path file = folder.resolve("new/known_hosts");
        PublicKey key = key();
        ExecutorService threads = Executors.newFixedThreadPool(8);
        try {
            List<Callable<Boolean>> all = IntStream.range(0, MANY).<Callable<Boolean>>mapToObj(i -> () -> {
                new KnownHosts(List.of(file)).add("host-" + i, key);
                return true;
            }).toList();
            for (var recorded : threads.invokeAll(all)) {
                assertThat(recorded.get()).isTrue();
            }
        } finally {
            threads.shutdown();
        }
        assertThat(Files.readAllLines(file)).hasSize(MANY).doesNotContain("");
    }

    /** The code of rax and nova that takes lines out holds this, too. */
    @Test
    void nobodyAddsALineWhileAnotherBundleRewritesTheFile() throws Exception {
        Path file = Files.writeString(folder.resolve("known_hosts"), "");
        PublicKey key = key();
        var adding = new Thread(() -> add(file, key));
        synchronized (("known hosts: " + file.toRealPath()).intern()) {
            adding.start();
            await().until(() -> adding.getState() == Thread.State.BLOCKED);
            assertThat(file).isEmptyFile();
        }
        adding.join(TimeUnit.SECONDS.toMillis(30));
        assertThat(Files.readString(file)).startsWith("web.4711 ecdsa-sha2-nistp256 ");
    }

    private static void add(Path file, PublicKey key) {
        try {
            new KnownHosts(List.of(file)).add("web.4711", key);
        } catch (IOException unexpected) {
            throw new AssertionError(unexpected);
        }
    }
}
