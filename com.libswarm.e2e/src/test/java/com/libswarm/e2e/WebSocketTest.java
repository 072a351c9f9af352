package com.libswarm.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.libswarm.conformance.FreePort;
import com.libswarm.e2e.harness.Docker;
import com.libswarm.e2e.harness.Engine;
import com.libswarm.e2e.harness.NeedsEngine;
import com.libswarm.e2e.harness.RawConnection;
import com.libswarm.e2e.harness.Swarmd;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** A container attached to by websocket, with a client of the JDK. */
@NeedsEngine
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class WebSocketTest {

    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final String name = Docker.uniqueName();
    private final int port = FreePort.find();
    private Docker docker;
    private int enginePort;
    private Swarmd swarmd;

    @BeforeAll
    void start(Engine engine) {
        docker = Docker.at(engine.unix());
        enginePort = engine.port();
        swarmd = Swarmd.start("dockerserver tcp://127.0.0.1:" + port, "debug", "dockerclient " + engine.unix());
    }

    @AfterAll
    void stop() {
        docker.run("rm", "-f", name);
        swarmd.close();
    }

    private String path() {
        return "/v1.41/containers/" + name + "/attach/ws?stream=1&stdin=1&stdout=1&stderr=1";
    }

    private void runContainer(String... command) {
        docker.run("rm", "-f", name);
        var words = new ArrayList<>(List.of("run", "-di", "--name", name, "busybox"));
        words.addAll(List.of(command));
        assertThat(docker.run(words.toArray(new String[0])).status()).isZero();
    }

    @Test
    void theHandshakeIsTheEngines() throws IOException {
        runContainer("cat");
        assertThat(handshake(port)).isEqualTo(handshake(enginePort)).startsWith("HTTP/1.1 101 Switching Protocols\r\n");
    }

    @Test
    void aProgramThatEndsEndsTheConversation() throws Exception {
        String direct = conversation(enginePort, false);
        assertThat(direct).startsWith("you said hello\nthen good-bye\n");
        assertThat(conversation(port, false)).isEqualTo(direct);
    }

    @Test
    void aClientMayCloseItToo() throws Exception {
        String direct = conversation(enginePort, true);
        assertThat(direct).startsWith("you said hello\n");
        assertThat(conversation(port, true)).isEqualTo(direct);
    }

    /** What the client hears in all, and how it ends. */
    private String conversation(int at, boolean clientCloses) throws Exception {
        runContainer("sh", "-c", "read -r line; echo \"you said $line\"; read -r line; echo \"then $line\"");
        var heard = new Listener();
        WebSocket socket = HttpClient.newHttpClient().newWebSocketBuilder().connectTimeout(PATIENCE)
                .header("Origin", "http://127.0.0.1").buildAsync(URI.create("ws://127.0.0.1:" + at + path()), heard).get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        socket.sendText("hello\n", true).get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        await().atMost(PATIENCE).until(() -> heard.text().equals("you said hello\n"));
        if (clientCloses) {
            socket.sendClose(WebSocket.NORMAL_CLOSURE, "").get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        } else {
            socket.sendText("good-bye\n", true).get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        }
        return heard.closed.thenApply(how -> heard.text() + how).get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    }

    private String handshake(int at) throws IOException {
        try (RawConnection connection = RawConnection.open(at)) {
            return connection.write("GET " + path() + " HTTP/1.1\r\nHost: 127.0.0.1\r\nOrigin: http://127.0.0.1\r\nConnection: Upgrade\r\n"
                    + "Upgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n").readUntil("\r\n\r\n");
        }
    }

    /** Keeps what comes. */
    private static final class Listener implements WebSocket.Listener {

        private final StringBuffer text = new StringBuffer();
        private final CompletableFuture<String> closed = new CompletableFuture<>();

        String text() {
            return text.toString();
        }

        @Override
        public CompletionStage<?> onText(WebSocket socket, CharSequence data, boolean last) {
            text.append(data);
            return WebSocket.Listener.super.onText(socket, data, last);
        }

        @Override
        public CompletionStage<?> onBinary(WebSocket socket, ByteBuffer data, boolean last) {
            text.append(StandardCharsets.UTF_8.decode(data));
            return WebSocket.Listener.super.onBinary(socket, data, last);
        }

        @Override
        public CompletionStage<?> onClose(WebSocket socket, int status, String reason) {
            closed.complete("closed " + status);
            return WebSocket.Listener.super.onClose(socket, status, reason);
        }

        @Override
        public void onError(WebSocket socket, Throwable error) {
            closed.complete("broken off");
        }
    }
}
