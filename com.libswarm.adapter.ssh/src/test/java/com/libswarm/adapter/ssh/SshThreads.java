package com.libswarm.adapter.ssh;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;

/** The threads of the SSH client: they end with the last link. */
final class SshThreads {

    private SshThreads() {
    }

    static void awaitNone() {
        await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> assertThat(Thread.getAllStackTraces().keySet()).extracting(Thread::getName)
                .noneMatch(name -> name.toLowerCase().contains("ssh") || name.toLowerCase().contains("nio2")));
    }
}
