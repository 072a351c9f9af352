package com.libswarm.adapter.docker.internal.client;

import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** The contract of {@code dockerclient} again, with an engine that answers everything, and closes the connection each time. */
final class AnsweringEngineContractTest extends DockerClientContractTest {

    private FakeEngine engine;

    @BeforeEach
    void start() throws IOException {
        engine = new FakeEngine(0, (peer, n) -> {
            if (!peer.head().isEmpty()) {
                peer.say("HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 2\r\n\r\n[]");
            }
        });
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
