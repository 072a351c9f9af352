package com.libswarm.runtime.internal.chain;

import com.libswarm.api.Message;
import com.libswarm.api.Sender;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * Stands where no link is: messages wait here, so many and so long, until a link comes. Their order is kept: what is sent while
 * the waiting ones move on waits behind them.
 */
final class Gap implements Sender {

    private static final String RETRY_AFTER_SECONDS = "5";

    private final int most;
    private final long nanos;
    private final ScheduledExecutorService timer;
    private final Supplier<String> why;

    // guarded by this
    private final Deque<Parked> parked = new ArrayDeque<>();
    private Optional<Sender> filled = Optional.empty();

    private record Parked(Message message, Future<?> limit) {
    }

    /** @param why there is no link, in a sentence */
    Gap(int most, long nanos, ScheduledExecutorService timer, Supplier<String> why) {
        this.most = most;
        this.nanos = nanos;
        this.timer = timer;
        this.why = why;
    }

    @Override
    public void send(Message message) {
        Optional<Sender> link;
        boolean full;
        synchronized (this) {
            link = filled;
            full = link.isEmpty() && parked.size() >= most;
            if (link.isEmpty() && !full) {
                parked.add(new Parked(message, timer.schedule(
                        () -> answer(message, unavailable(why.get() + " The message has waited long enough.")),
                        nanos, TimeUnit.NANOSECONDS)));
            }
        }
        if (link.isPresent()) {
            link.get().send(message);
        } else if (full) {
            message.body().cancel();
            message.reply(unavailable(why.get() + " " + most + " messages wait for it already."));
        } else {
            message.ret().onCancel(() -> answer(message, Message.error(499, "The asker went away.")));
        }
    }

    /** An Error that says when it is worth while to ask again (RFC 9110, 10.2.3). */
    static Message unavailable(String sentence) {
        Message error = Message.error(503, sentence);
        return error.withHead(error.head().with("Retry-After", RETRY_AFTER_SECONDS));
    }

    private void answer(Message message, Message reply) {
        if (remove(message)) {
            message.body().cancel();
            message.reply(reply);
        }
    }

    private boolean remove(Message message) {
        Optional<Parked> found;
        synchronized (this) {
            found = parked.stream().filter(p -> p.message == message).findFirst();
            found.ifPresent(parked::remove);
        }
        found.ifPresent(p -> p.limit.cancel(false));
        return found.isPresent();
    }

    /** The ids of the requests that wait. */
    synchronized Set<String> waiting() {
        return parked.stream().map(one -> one.message.ret().id()).collect(Collectors.toSet());
    }

    /** Sends on what waits, then all that still comes here. */
    void fill(Sender link) {
        while (true) {
            Parked next;
            synchronized (this) {
                if (parked.isEmpty()) {
                    filled = Optional.of(link);
                    return;
                }
                next = parked.remove();
            }
            next.limit.cancel(false);
            try {
                link.send(next.message);
            } catch (Throwable thrown) {
                next.message.body().cancel();
                next.message.reply(Message.error(thrown));
            }
        }
    }
}
