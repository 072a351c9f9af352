package com.libswarm.api;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * One request made by this side: sends a message and takes its one reply.
 *
 * <pre>Call.ask(next, Message.of(Verb.Ls, "/containers")).result().thenAccept(reply -&gt; ...)</pre>
 *
 * <p>The reply may be an Error; it is a reply like any other ({@link Client} turns it into a {@link Failure}). Whoever takes
 * the reply owns its body: reads it to the end or cancels it.
 *
 * <p>A call made for the sake of another request carries that request's id with a suffix and is cancelled with it.
 */
public final class Call implements Return {

    private final CompletableFuture<Message> result = new CompletableFuture<>();
    private final Return asker;
    private final AtomicInteger calls = new AtomicInteger();
    private volatile String id = "";

    // guarded by this
    private State state = State.WAITING;
    private List<Runnable> onCancel = List.of();

    private enum State { WAITING, REPLIED, CANCELLED }

    private Call(Return asker) {
        this.asker = asker;
    }

    /**
     * Sends {@code message} to {@code to}. If the message has a ret, the call is made on its behalf: cancelled with it, but the
     * reply comes here, not there.
     */
    public static Call ask(Sender to, Message message) {
        Call call = new Call(message.ret());
        if (call.asker != NONE) {
            call.asker.onCancel(call::cancel);
        }
        to.send(message.withRet(call));
        return call;
    }

    /**
     * The one reply; never completed exceptionally. What is chained to it runs on the thread of whoever answers, so it must not
     * block.
     */
    public CompletableFuture<Message> result() {
        return result;
    }

    @Override
    public void send(Message reply) {
        if (settle(State.REPLIED).isEmpty()) {
            reply.body().cancel();
        } else if (!result.complete(reply)) {
            // who waited has given the future up himself, by a time limit for instance
            reply.body().cancel();
        }
    }

    /** The asker goes away: the result is an Error with status 499 at once, and whoever works on the request is told. */
    @Override
    public void cancel() {
        settle(State.CANCELLED).ifPresent(actions -> {
            result.complete(Message.error(499, "Request " + id() + " was cancelled by its asker."));
            runAll(actions);
        });
    }

    private static void runAll(List<Runnable> actions) {
        RuntimeException thrown = null;
        for (Runnable action : actions) {
            try {
                action.run();
            } catch (RuntimeException e) {
                thrown = e;
            }
        }
        if (thrown != null) {
            throw thrown;
        }
    }

    /** The actions to run if this is the first to settle it. */
    private synchronized Optional<List<Runnable>> settle(State settled) {
        if (state != State.WAITING) {
            return Optional.empty();
        }
        state = settled;
        List<Runnable> actions = onCancel;
        onCancel = List.of();
        return Optional.of(actions);
    }

    @Override
    public void onCancel(Runnable action) {
        synchronized (this) {
            if (state == State.WAITING) {
                if (onCancel.isEmpty()) {
                    onCancel = new ArrayList<>(2);
                }
                onCancel.add(action);
                return;
            }
            if (state == State.REPLIED) {
                return;
            }
        }
        action.run();
    }

    @Override
    public String id() {
        if (id.isEmpty()) {
            synchronized (this) {
                if (id.isEmpty()) {
                    id = asker == NONE ? Integer.toUnsignedString(ThreadLocalRandom.current().nextInt(), 36) : asker.subId();
                }
            }
        }
        return id;
    }

    @Override
    public String subId() {
        return id() + "." + calls.incrementAndGet();
    }
}
