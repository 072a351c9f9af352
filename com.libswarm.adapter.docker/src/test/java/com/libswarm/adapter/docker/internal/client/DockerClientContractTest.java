package com.libswarm.adapter.docker.internal.client;

import com.libswarm.adapter.docker.internal.net.Loops;
import com.libswarm.adapter.docker.internal.net.NoLeaks;
import com.libswarm.api.adapter.Adapter;
import com.libswarm.conformance.AdapterContract;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** With no engine there, and with one that answers. */
@ExtendWith(NoLeaks.class)
final class DockerClientContractTest {

    private abstract static class OfDockerClient extends AdapterContract {
        @Override
        protected final Adapter adapter() {
            return new DockerClient(new Loops());
        }

        @Override
        protected final boolean passesOn() {
            return false;
        }
    }

    private abstract static class WithEngine extends OfDockerClient {
        private final FakeEngine.Play play;
        private FakeEngine engine;

        WithEngine(FakeEngine.Play play) {
            this.play = play;
        }

        @BeforeEach
        void start() throws IOException {
            engine = new FakeEngine(0, play);
        }

        @AfterEach
        void stop() throws IOException {
            engine.close();
        }

        @Override
        protected String spec() {
            return "dockerclient tcp://127.0.0.1:" + engine.port();
        }
    }

    @Nested
    final class WithoutEngine extends OfDockerClient {
        @TempDir
        Path folder;

        @Override
        protected String spec() {
            return "dockerclient unix://" + folder.resolve("nobody.sock");
        }

        @Override
        protected List<String> badSpecs() {
            return List.of("dockerclient http://127.0.0.1:2375", "dockerclient tcp://", "dockerclient nonsense");
        }
    }

    @Nested
    final class WithEngineThatAnswers extends WithEngine {
        WithEngineThatAnswers() {
            super((peer, n) -> {
                if (!peer.head().isEmpty()) {
                    peer.say("HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 2\r\n\r\n[]");
                }
            });
        }
    }
}
