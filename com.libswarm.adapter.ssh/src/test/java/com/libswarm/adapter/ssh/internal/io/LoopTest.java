package com.libswarm.adapter.ssh.internal.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Pipe;
import java.nio.channels.SelectionKey;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** One thread serves all tunnels, so it has to go on whatever happens to one. */
@Timeout(60)
class LoopTest {

    private final Loop loop = Loop.start("ssh-loop-test");

    @AfterEach
    void stop() {
        loop.stop();
    }

    private void assertThatItGoesOn() throws Exception {
        var done = new CompletableFuture<Boolean>();
        loop.execute(() -> done.complete(true));
        assertThat(done.get(30, TimeUnit.SECONDS)).isTrue();
    }

    private static void fail() {
        throw new IllegalStateException("a fault");
    }

    @Test
    void aTaskThatThrowsDoesNotEndIt() throws Exception {
        loop.execute(LoopTest::fail);
        assertThatItGoesOn();
    }

    @Test
    void aConnectionWhoseHandlerThrowsIsClosed() throws Exception {
        Pipe pipe = Pipe.open();
        pipe.source().configureBlocking(false);
        loop.execute(() -> register(pipe));
        pipe.sink().write(ByteBuffer.wrap(new byte[1]));
        await().until(() -> !pipe.source().isOpen());
        assertThatItGoesOn();
        pipe.sink().close();
    }

    private void register(Pipe pipe) {
        try {
            loop.register(pipe.source(), SelectionKey.OP_READ, LoopTest::fail);
        } catch (IOException unexpected) {
            throw new AssertionError(unexpected);
        }
    }
}
