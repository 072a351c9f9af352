package com.libswarm.adapter.docker.internal.fuzz;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;

/** Fails a test class after which a socket of this process stays open. */
final class NoSockets implements BeforeAllCallback, AfterAllCallback {

    private static final Namespace NAMESPACE = Namespace.create(NoSockets.class);

    @Override
    public void beforeAll(ExtensionContext context) throws IOException {
        // with its first socket the JDK opens one that it keeps
        new ServerSocket(0).close();
        context.getStore(NAMESPACE).put("before", open());
    }

    @Override
    public void afterAll(ExtensionContext context) {
        long before = context.getStore(NAMESPACE).get("before", Long.class);
        await("sockets to be closed").atMost(Duration.ofSeconds(30)).until(() -> open() <= before);
    }

    private static long open() {
        try (var files = Files.list(Path.of("/proc/self/fd"))) {
            return files.filter(NoSockets::isSocket).count();
        } catch (IOException noProc) {
            return 0;
        }
    }

    private static boolean isSocket(Path file) {
        try {
            return Files.readSymbolicLink(file).toString().startsWith("socket:");
        } catch (IOException closed) {
            return false;
        }
    }
}
