package com.libswarm.adapter.simulator.internal.program;

import com.libswarm.api.Body;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.function.Consumer;
import java.util.function.IntConsumer;

/**
 * The standard input of a process: the bodies of the clients that are attached, one after the other. Without a terminal they are
 * read as fast as the program reads. Everything happens on the lane.
 */
public final class Stdin {

    private static final int TYPED_AHEAD = 64;

    private final Lane lane;
    private final boolean once;
    private final Optional<Terminal> terminal;
    private final Output echo;
    private final Queue<Source> sources = new ArrayDeque<>();
    // lines entered on the terminal and not read yet; an empty one is the end
    private final Queue<byte[]> entered = new ArrayDeque<>();
    private Optional<Consumer<Optional<byte[]>>> reader = Optional.empty();
    private boolean demanded;
    private boolean echoing;
    private boolean closed;

    private record Source(Body body, DetachKeys keys, Runnable gone) {
    }

    private Stdin(Lane lane, boolean once, Optional<Terminal> terminal, Output echo, boolean closed) {
        this.lane = lane;
        this.once = once;
        this.terminal = terminal;
        this.echo = echo;
        this.closed = closed;
    }

    /** At its end from the first. */
    public static Stdin empty(Lane lane) {
        return new Stdin(lane, true, Optional.empty(), (stream, bytes, taken) -> { }, true);
    }

    /** @param once whether the end of the first client's input is the end of all */
    public static Stdin open(Lane lane, boolean once) {
        return new Stdin(lane, once, Optional.empty(), (stream, bytes, taken) -> { }, false);
    }

    /**
     * @param echo shows what is typed
     * @param signal gets the signals of Ctrl-C and Ctrl-\
     */
    public static Stdin terminal(Lane lane, boolean once, Output echo, IntConsumer signal) {
        return new Stdin(lane, once, Optional.of(new Terminal(signal)), echo, false);
    }

    /**
     * Reads {@code body} when it is its turn.
     *
     * @param gone is run when the client broke off, or typed the detach keys
     */
    public void attach(Body body, DetachKeys keys, Runnable gone) {
        sources.add(new Source(body, keys, gone));
        pump();
    }

    /** Takes a client away that has gone. */
    public void detach(Body body) {
        if (sources.removeIf(source -> source.body == body)) {
            body.cancel();
        }
        pump();
    }

    /** Nobody reads any more. */
    public void close() {
        closed = true;
        var left = List.copyOf(sources);
        sources.clear();
        left.forEach(source -> source.body.cancel());
    }

    void read(Consumer<Optional<byte[]>> then) {
        reader = Optional.of(then);
        pump();
    }

    private void pump() {
        while (wantsMore() && !sources.isEmpty()) {
            Source source = sources.element();
            try {
                ByteBuffer bytes = source.body.read();
                if (bytes == Body.NOTHING_YET) {
                    demand(source);
                    break;
                }
                if (bytes == Body.END) {
                    sources.remove();
                    closed |= once;
                } else {
                    take(source, bytes);
                }
            } catch (IOException broken) {
                sources.remove();
                closed |= once;
                source.gone.run();
            }
        }
        deliver();
    }

    private boolean wantsMore() {
        return terminal.isPresent() ? !echoing && entered.size() < TYPED_AHEAD : reader.isPresent();
    }

    private void demand(Source source) {
        if (!demanded) {
            demanded = true;
            source.body.demand(() -> lane.run(() -> {
                demanded = false;
                pump();
            }));
        }
    }

    private void take(Source source, ByteBuffer buffer) {
        byte[] bytes = new byte[buffer.remaining()];
        buffer.get(bytes);
        if (terminal.isEmpty()) {
            give(Optional.of(bytes));
            return;
        }
        type(terminal.get(), source.keys.pass(bytes));
        if (source.keys.isComplete()) {
            sources.remove();
            source.body.cancel();
            source.gone.run();
        }
    }

    private void type(Terminal keyboard, byte[] keys) {
        keyboard.type(keys);
        entered.addAll(keyboard.takeLines());
        byte[] shown = keyboard.takeEcho();
        if (shown.length > 0) {
            echoing = true;
            echo.write(Stream.OUT, shown, () -> lane.run(() -> {
                echoing = false;
                pump();
            }));
        }
    }

    private void deliver() {
        if (reader.isEmpty()) {
            return;
        }
        if (!entered.isEmpty()) {
            byte[] line = entered.remove();
            give(line.length == 0 ? Optional.empty() : Optional.of(line));
        } else if (closed) {
            give(Optional.empty());
        }
    }

    private void give(Optional<byte[]> bytes) {
        var taker = reader.orElseThrow();
        reader = Optional.empty();
        taker.accept(bytes);
    }
}
