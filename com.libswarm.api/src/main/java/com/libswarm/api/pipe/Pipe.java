package com.libswarm.api.pipe;

import com.libswarm.api.Message;
import com.libswarm.api.Sender;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * A bounded queue of messages: one end is a {@link Sender}, the other is read by a thread that may wait. When it is full, a
 * message is answered with Error 503 instead of being queued, for {@code send} never blocks.
 */
public final class Pipe implements Sender {

    private final BlockingQueue<Message> queue;
    private final int capacity;

    private Pipe(int capacity) {
        this.queue = new ArrayBlockingQueue<>(capacity);
        this.capacity = capacity;
    }

    /** @param capacity how many messages may wait */
    public static Pipe of(int capacity) {
        return new Pipe(capacity);
    }

    @Override
    public void send(Message message) {
        if (!queue.offer(message)) {
            message.body().cancel();
            message.reply(Message.error(503, "The pipe is full: " + capacity + " messages wait to be received. Try again later."));
        }
    }

    /** The next message, waiting for it at most that long. */
    public Optional<Message> receive(Duration limit) throws InterruptedException {
        return Optional.ofNullable(queue.poll(limit.toNanos(), TimeUnit.NANOSECONDS));
    }
}
