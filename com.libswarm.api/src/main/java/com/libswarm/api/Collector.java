package com.libswarm.api;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;

/** Reads a body into memory, up to a limit. */
final class Collector {

    private final Body body;
    private final int limit;
    private final CompletableFuture<ByteBuffer> result = new CompletableFuture<>();
    private byte[] bytes;
    private int size;

    Collector(Body body, int limit) {
        this.body = body;
        this.limit = limit;
        this.bytes = new byte[(int) Math.min(Math.max(body.length(), 256), limit)];
    }

    CompletableFuture<ByteBuffer> run() {
        pump();
        return result;
    }

    private void pump() {
        try {
            for (ByteBuffer b = body.read(); b != Body.NOTHING_YET; b = body.read()) {
                if (b == Body.END) {
                    result.complete(ByteBuffer.wrap(bytes, 0, size));
                    return;
                }
                if (b.remaining() > limit - size) {
                    body.cancel();
                    result.completeExceptionally(new Failure(413, "The body is larger than the " + limit + " bytes allowed here."));
                    return;
                }
                add(b);
            }
            body.demand(this::pump);
        } catch (IOException why) {
            result.completeExceptionally(why);
        }
    }

    private void add(ByteBuffer b) {
        int needed = size + b.remaining();
        if (needed > bytes.length) {
            bytes = Arrays.copyOf(bytes, (int) Math.min(limit, Math.max(needed, bytes.length * 2L)));
        }
        b.get(bytes, size, needed - size);
        size = needed;
    }
}
