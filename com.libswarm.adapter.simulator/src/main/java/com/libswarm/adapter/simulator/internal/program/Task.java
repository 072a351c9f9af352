package com.libswarm.adapter.simulator.internal.program;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.IntConsumer;

/**
 * One run of one program, as the program sees it. Each method that takes {@code then} goes on there when it is done; a program
 * calls one of them, or {@link #exit}, as the last thing it does.
 */
final class Task {

    private final Process process;
    private final List<String> argv;
    private final Environment environment;
    private final Stream out;
    private final Stream err;
    private final IntConsumer onExit;

    Task(Process process, List<String> argv, Environment environment, Stream out, Stream err, IntConsumer onExit) {
        this.process = process;
        this.argv = argv;
        this.environment = environment;
        this.out = out;
        this.err = err;
        this.onExit = onExit;
    }

    /** The same process running another program, such as a command of a shell; {@code then} gets its exit code. */
    Task child(List<String> command, Stream childOut, Stream childErr, IntConsumer then) {
        return new Task(process, command, environment, childOut, childErr, code -> process.step(() -> then.accept(code)));
    }

    List<String> argv() {
        return argv;
    }

    String name() {
        return argv.get(0);
    }

    /** The arguments, without the program's name. */
    List<String> args() {
        return argv.subList(1, argv.size());
    }

    Environment environment() {
        return environment;
    }

    Stream out() {
        return out;
    }

    Stream err() {
        return err;
    }

    void write(byte[] bytes, Runnable then) {
        process.write(out, bytes, then);
    }

    void print(String text, Runnable then) {
        write(text.getBytes(StandardCharsets.UTF_8), then);
    }

    void complain(String line, Runnable then) {
        process.write(err, (line + "\n").getBytes(StandardCharsets.UTF_8), then);
    }

    /** Says what is wrong on the standard error, and exits. */
    void fail(int code, String line) {
        complain(line, () -> exit(code));
    }

    void read(Consumer<Optional<byte[]>> then) {
        process.read(then);
    }

    void sleep(long millis, Runnable then) {
        process.sleep(millis, then);
    }

    void later(Runnable then) {
        process.step(then);
    }

    void ignore(int signal) {
        process.ignore(signal);
    }

    void exit(int code) {
        onExit.accept(code);
    }
}
