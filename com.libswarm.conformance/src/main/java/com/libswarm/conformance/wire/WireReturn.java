package com.libswarm.conformance.wire;

import com.libswarm.api.Message;
import com.libswarm.api.Return;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/** Stands for an asker on the other side of a wire. Cancelling it tells those who work here; the asker has his 499 already. */
final class WireReturn implements Return {

    private final String id;
    private final Consumer<Message> first;
    private final AtomicInteger calls = new AtomicInteger();

    // guarded by this
    private boolean replied;
    private boolean cancelled;
    private List<Runnable> onCancel = new ArrayList<>(2);

    /** @param first takes the one reply */
    WireReturn(String id, Consumer<Message> first) {
        this.id = id;
        this.first = first;
    }

    @Override
    public void send(Message reply) {
        boolean second;
        synchronized (this) {
            second = replied;
            replied = true;
            onCancel = List.of();
        }
        if (second) {
            reply.body().cancel();
        } else {
            first.accept(reply);
        }
    }

    @Override
    public void onCancel(Runnable action) {
        synchronized (this) {
            if (replied) {
                return;
            }
            if (!cancelled) {
                onCancel.add(action);
                return;
            }
        }
        action.run();
    }

    @Override
    public void cancel() {
        List<Runnable> told;
        synchronized (this) {
            cancelled = true;
            told = onCancel;
            onCancel = List.of();
        }
        told.forEach(Runnable::run);
    }

    @Override
    public String id() {
        return id;
    }

    @Override
    public String subId() {
        return id + "." + calls.incrementAndGet();
    }
}
