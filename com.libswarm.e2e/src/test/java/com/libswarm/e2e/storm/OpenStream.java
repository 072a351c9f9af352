package com.libswarm.e2e.storm;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A stream of an engine, read by a thread of its own, which checks each byte as it comes. */
abstract class OpenStream {

    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final String name;
    private final Connection connection;
    private final CompletableFuture<Void> reading = new CompletableFuture<>();

    /** @param name for people */
    OpenStream(String name, Connection connection) {
        this.name = name;
        this.connection = connection;
    }

    /** Begins to read; to be called once all is there that reading needs. */
    final void begin() {
        Thread thread = new Thread(() -> {
            try {
                read();
                reading.complete(null);
            } catch (IOException | RuntimeException | AssertionError failed) {
                reading.completeExceptionally(new AssertionError(this + " after " + bytes() + " bytes: " + failed, failed));
            }
        }, name);
        thread.setDaemon(true);
        thread.start();
    }

    Connection connection() {
        return connection;
    }

    /** Reads to the end. */
    abstract void read() throws IOException;

    /** Does what makes the stream come to its end; the reader checks that it is the right one. */
    abstract void end() throws IOException;

    /** Looks at what came in the end. */
    void verify() {
        // where each byte was looked at when it came
    }

    /** How many bytes of content have come. */
    abstract long bytes();

    /** Fails if something was wrong so far. */
    final void check() {
        if (reading.isCompletedExceptionally()) {
            reading.join();
        }
    }

    /** Ends it; fails unless all has come. */
    final void finish() throws IOException {
        try (connection) {
            check();
            end();
            reading.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
            verify();
        } catch (ExecutionException | TimeoutException failed) {
            throw new AssertionError(Optional.ofNullable(failed.getMessage()).orElse(this + " does not end; " + bytes() + " bytes came"), failed);
        } catch (InterruptedException nobodyDoes) {
            throw new IllegalStateException(nobodyDoes);
        }
    }

    @Override
    public String toString() {
        return name + " over a " + connection;
    }
}
