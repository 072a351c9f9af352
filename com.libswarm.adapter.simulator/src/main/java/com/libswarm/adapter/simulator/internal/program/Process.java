package com.libswarm.adapter.simulator.internal.program;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import java.util.function.IntConsumer;

/**
 * A program that runs: it moves step by step, each a task of the lane, and waits in between for its input, for room in its output
 * or for time to pass. Everything happens on the lane.
 */
public final class Process {

    // a program that never waits, such as yes, gets so many steps at a time
    private static final int STEPS_IN_A_ROW = 16;
    private static final long REST_MILLIS = 5;

    private final Lane lane;
    private final Stdin stdin;
    private final Output output;
    private final IntConsumer onExit;
    private final Set<Integer> ignored = new HashSet<>();
    private final List<Runnable> held = new ArrayList<>();
    private Optional<Future<?>> timer = Optional.empty();
    private int steps;
    private boolean paused;
    private boolean ended;

    /** @param onExit is told the exit code, once */
    public Process(Lane lane, Stdin stdin, Output output, IntConsumer onExit) {
        this.lane = lane;
        this.stdin = stdin;
        this.output = output;
        this.onExit = onExit;
    }

    /** Starts {@code program}. */
    public void start(Program program, List<String> argv, Environment environment) {
        var task = new Task(this, argv, environment, Stream.OUT, Stream.ERR, this::exit);
        step(() -> program.run(task));
    }

    /** Delivers a signal: one that is deadly and not ignored ends the process with 128 and its number. */
    public void signal(int number) {
        if (number == Signals.KILL || Signals.isDeadly(number) && !ignored.contains(number)) {
            exit(128 + number);
        }
    }

    /** Holds it where it is until {@link #resume}. */
    public void pause() {
        paused = true;
    }

    public void resume() {
        paused = false;
        var steps = List.copyOf(held);
        held.clear();
        steps.forEach(this::step);
    }

    /** Ends it without telling anybody: another instance goes on with it. */
    public void abandon() {
        ended = true;
        timer.ifPresent(running -> running.cancel(false));
    }

    void ignore(int signal) {
        ignored.add(signal);
    }

    void write(Stream stream, byte[] bytes, Runnable then) {
        if (ended) {
            return;
        }
        if (stream == Stream.NULL || bytes.length == 0) {
            step(then);
        } else {
            output.write(stream, bytes, () -> step(then));
        }
    }

    /** The next bytes of the standard input, or none at its end. */
    void read(Consumer<Optional<byte[]>> then) {
        stdin.read(bytes -> step(() -> then.accept(bytes)));
    }

    void sleep(long millis, Runnable then) {
        timer = lane.after(millis, () -> go(then));
    }

    private void exit(int code) {
        if (!ended) {
            abandon();
            onExit.accept(code);
        }
    }

    /** Goes on with {@code next} as a task of its own, after a rest if there were many in a row. */
    void step(Runnable next) {
        if (++steps % STEPS_IN_A_ROW == 0) {
            sleep(REST_MILLIS, next);
        } else {
            lane.run(() -> go(next));
        }
    }

    private void go(Runnable next) {
        if (ended) {
            return;
        }
        if (paused) {
            held.add(next);
        } else {
            next.run();
        }
    }
}
