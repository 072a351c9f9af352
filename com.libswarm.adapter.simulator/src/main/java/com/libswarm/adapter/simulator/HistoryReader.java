package com.libswarm.adapter.simulator;

import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Function;

/** Writes items of a {@link History} to one reader, at the reader's pace; a slow one holds nobody up. */
final class HistoryReader<T> {

    private static final int GONE = 410;

    private final History<T> history;
    private final Outlet outlet;
    private final Function<T, Optional<byte[]>> encode;
    private final BooleanSupplier isOver;
    private final Optional<String> lossIsFatal;
    private final Runnable follower = this::pump;
    private long at;
    private boolean waiting;
    private boolean ended;

    /**
     * @param encode what is written of an item, if anything
     * @param isOver whether nothing more is coming
     * @param lossIsFatal the sentence to break off with when items were dropped before the reader came to them; if there is none,
     *     he goes on with the oldest that is left
     */
    HistoryReader(History<T> history, Outlet outlet, Function<T, Optional<byte[]>> encode, BooleanSupplier isOver,
            Optional<String> lossIsFatal) {
        this.history = history;
        this.outlet = outlet;
        this.encode = encode;
        this.isOver = isOver;
        this.lossIsFatal = lossIsFatal;
    }

    /** Starts with the item of that number. */
    void start(long from) {
        at = from;
        history.follow(follower);
        outlet.onGone(this::stop);
        pump();
    }

    private void pump() {
        while (!waiting && !ended) {
            if (at < history.first()) {
                if (lossIsFatal.isPresent()) {
                    stop();
                    outlet.fail(GONE, lossIsFatal.get());
                    return;
                }
                at = history.first();
            }
            Optional<T> item = history.get(at);
            if (item.isEmpty()) {
                if (isOver.getAsBoolean()) {
                    stop();
                    outlet.end();
                }
                return;
            }
            Optional<byte[]> bytes = encode.apply(item.get());
            if (bytes.isPresent() && !outlet.offer(bytes.get())) {
                waiting = true;
                outlet.onRoom(() -> {
                    waiting = false;
                    pump();
                });
                return;
            }
            at++;
        }
    }

    /** Writes no more; the outlet is left as it is. */
    void stop() {
        ended = true;
        history.unfollow(follower);
    }
}
