package com.libswarm.api;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.concurrent.Flow;

/** Reads a {@link Flow.Publisher}, one buffer asked for at a time. */
final class PublishedBody implements Body, Flow.Subscriber<ByteBuffer> {

    private final Flow.Publisher<ByteBuffer> publisher;
    private final Demand reader = new Demand();

    // guarded by this
    private Optional<Flow.Subscription> subscription = Optional.empty();
    private ByteBuffer next = NOTHING_YET;
    private Optional<IOException> broken = Optional.empty();
    private boolean completed;
    private boolean subscribed;
    private boolean asked;
    private boolean cancelled;

    PublishedBody(Flow.Publisher<ByteBuffer> publisher) {
        this.publisher = publisher;
    }

    @Override
    public ByteBuffer read() throws IOException {
        synchronized (this) {
            if (next != NOTHING_YET) {
                ByteBuffer bytes = next;
                next = NOTHING_YET;
                return bytes;
            }
            if (broken.isPresent()) {
                throw broken.get();
            }
            if (completed || cancelled) {
                return END;
            }
        }
        ask();
        return NOTHING_YET;
    }

    private void ask() {
        boolean first;
        Optional<Flow.Subscription> from;
        synchronized (this) {
            first = !subscribed;
            subscribed = true;
            from = asked ? Optional.empty() : subscription;
            asked |= from.isPresent();
        }
        if (first) {
            publisher.subscribe(this);
        }
        from.ifPresent(s -> s.request(1));
    }

    @Override
    public void demand(Runnable ready) {
        if (!isReadable()) {
            ask();
        }
        reader.await(ready, this::isReadable);
    }

    private synchronized boolean isReadable() {
        return next != NOTHING_YET || broken.isPresent() || completed || cancelled;
    }

    @Override
    public void cancel() {
        boolean untouched;
        Optional<Flow.Subscription> from;
        synchronized (this) {
            untouched = !subscribed;
            subscribed = true;
            cancelled = true;
            next = NOTHING_YET;
            from = subscription;
        }
        if (untouched) {
            // a publisher may hold a connection until somebody subscribes and cancels
            publisher.subscribe(this);
        }
        from.ifPresent(Flow.Subscription::cancel);
        reader.signal();
    }

    @Override
    public void onSubscribe(Flow.Subscription s) {
        boolean unwanted;
        synchronized (this) {
            unwanted = cancelled || subscription.isPresent();
            if (!unwanted) {
                subscription = Optional.of(s);
                asked = true;
            }
        }
        if (unwanted) {
            s.cancel();
        } else {
            s.request(1);
        }
    }

    @Override
    public void onNext(ByteBuffer bytes) {
        synchronized (this) {
            asked = false;
            if (cancelled) {
                return;
            }
            next = bytes.hasRemaining() ? bytes : NOTHING_YET;
        }
        if (bytes.hasRemaining()) {
            reader.signal();
        } else {
            ask();
        }
    }

    @Override
    public void onError(Throwable thrown) {
        synchronized (this) {
            if (cancelled) {
                return;
            }
            broken = Optional.of(thrown instanceof IOException ? (IOException) thrown
                    : new BrokenBodyException(Failure.of(thrown).status(), Failure.of(thrown).getMessage()));
        }
        reader.signal();
    }

    @Override
    public void onComplete() {
        synchronized (this) {
            completed = true;
        }
        reader.signal();
    }
}
