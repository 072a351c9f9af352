package com.libswarm.adapter.simulator;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.libswarm.api.Body;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;

/** Reads the first line of a body that has no end. */
final class Lines {

    private Lines() {
    }

    static CompletableFuture<String> first(Body body) {
        var line = new CompletableFuture<String>();
        read(body, line);
        return line;
    }

    private static void read(Body body, CompletableFuture<String> line) {
        try {
            ByteBuffer bytes = body.read();
            if (bytes == Body.NOTHING_YET) {
                body.demand(() -> read(body, line));
            } else {
                line.complete(UTF_8.decode(bytes).toString());
            }
        } catch (IOException broken) {
            line.completeExceptionally(broken);
        }
    }
}
