package com.libswarm.api;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicBoolean;

/** Shows a body to a library that takes a publisher. Buffers are copied, because a subscriber may keep them. */
final class BodyPublisher implements Flow.Publisher<ByteBuffer> {

    private final Body body;
    private final AtomicBoolean taken = new AtomicBoolean();

    BodyPublisher(Body body) {
        this.body = body;
    }

    @Override
    public void subscribe(Flow.Subscriber<? super ByteBuffer> subscriber) {
        if (taken.compareAndSet(false, true)) {
            subscriber.onSubscribe(new Reading(body, subscriber));
            return;
        }
        subscriber.onSubscribe(new Refused());
        subscriber.onError(new IllegalStateException("A body has one reader, and this one has it already."));
    }

    private static final class Refused implements Flow.Subscription {
        @Override
        public void request(long n) {
            // it gets nothing
        }

        @Override
        public void cancel() {
            // it has nothing
        }
    }

    private static final class Reading implements Flow.Subscription {

        private final Body body;
        private final Flow.Subscriber<? super ByteBuffer> subscriber;

        // guarded by this
        private long wanted;
        private boolean pumping;
        private boolean finished;

        Reading(Body body, Flow.Subscriber<? super ByteBuffer> subscriber) {
            this.body = body;
            this.subscriber = subscriber;
        }

        @Override
        public void request(long n) {
            synchronized (this) {
                if (finished) {
                    return;
                }
                if (n > 0) {
                    wanted = wanted + n < 0 ? Long.MAX_VALUE : wanted + n;
                    if (pumping) {
                        return;
                    }
                    pumping = true;
                }
            }
            if (n > 0) {
                pump();
            } else {
                cancel();
                subscriber.onError(new IllegalArgumentException("A subscriber asks for one buffer at least, not for " + n + "."));
            }
        }

        private void pump() {
            try {
                while (wants()) {
                    ByteBuffer bytes = body.read();
                    if (bytes == Body.NOTHING_YET) {
                        body.demand(this::pump);
                        return;
                    }
                    if (bytes == Body.END) {
                        if (finish()) {
                            subscriber.onComplete();
                        }
                        return;
                    }
                    synchronized (this) {
                        wanted--;
                    }
                    subscriber.onNext(ByteBuffer.allocate(bytes.remaining()).put(bytes).flip());
                }
            } catch (IOException why) {
                if (finish()) {
                    subscriber.onError(why);
                }
            }
        }

        private synchronized boolean wants() {
            pumping = wanted > 0 && !finished;
            return pumping;
        }

        private synchronized boolean finish() {
            boolean first = !finished;
            finished = true;
            return first;
        }

        @Override
        public void cancel() {
            if (finish()) {
                body.cancel();
            }
        }
    }
}
