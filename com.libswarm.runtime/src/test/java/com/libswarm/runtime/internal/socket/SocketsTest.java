package com.libswarm.runtime.internal.socket;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.nio.channels.CancelledKeyException;
import java.nio.channels.ClosedChannelException;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class SocketsTest {

    @Test
    void oneThatIsClosedAtTheWrongMomentDoesNotEndTheOthers() throws Exception {
        try (var sockets = new Sockets()) {
            ListeningSocket socket = sockets.listen("tcp://127.0.0.1:0", (level, line) -> { });
            var accepted = new CountDownLatch(1);
            socket.accept((connection, received, session) -> accepted.countDown());

            sockets.run(selector -> {
                throw new CancelledKeyException();
            });
            sockets.run(selector -> {
                throw new ClosedChannelException();
            });

            try (var client = new Socket("127.0.0.1", URI.create(socket.url()).getPort())) {
                assertThat(accepted.await(30, TimeUnit.SECONDS)).isTrue();
            }
            socket.close();
        }
    }

    @Test
    void whatFailsAgainAndAgainIsToldNowAndThen() throws Exception {
        var told = new ConcurrentLinkedQueue<String>();
        try (var sockets = new Sockets()) {
            ListeningSocket socket = sockets.listen("tcp://127.0.0.1:0", (level, line) -> told.add(line));
            for (int i = 0; i < 200; i++) {
                sockets.run(selector -> socket.failed(new IOException("Too many open files")));
            }
            socket.close();
        }
        assertThat(told).hasSizeBetween(1, 10).allMatch(line -> line.endsWith(" fails, and is tried again: Too many open files"));
    }
}
