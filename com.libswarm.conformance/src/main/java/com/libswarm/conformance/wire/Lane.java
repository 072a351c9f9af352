package com.libswarm.conformance.wire;

import java.nio.ByteBuffer;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/**
 * One direction of a wire: takes frames from any thread and writes their bytes in order, one thread at a time, without a thread
 * of its own and without a lock: whoever comes while another writes leaves his frame to him. How much waits is bounded by the
 * credit of the bodies.
 */
final class Lane {

    private final Consumer<ByteBuffer> out;
    private final Consumer<RuntimeException> failed;
    private final Queue<ByteBuffer> queue = new ConcurrentLinkedQueue<>();
    private final AtomicInteger waiting = new AtomicInteger();

    /**
     * @param out takes the bytes; they are its own
     * @param failed is told what {@code out} throws
     */
    Lane(Consumer<ByteBuffer> out, Consumer<RuntimeException> failed) {
        this.out = out;
        this.failed = failed;
    }

    void send(Frame frame) {
        queue.add(frame.encode());
        if (waiting.getAndIncrement() > 0) {
            return;
        }
        do {
            try {
                out.accept(queue.remove());
            } catch (RuntimeException thrown) {
                failed.accept(thrown);
            }
        } while (waiting.decrementAndGet() > 0);
    }
}
