package com.libswarm.adapter.exec;

import com.libswarm.api.Args;
import com.libswarm.api.Message;
import com.libswarm.api.Verb;
import com.libswarm.api.adapter.Context;
import com.libswarm.api.adapter.Link;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;

/** Runs from active to stop; when it is drained, the program gets the end of its input and may finish. */
final class ProgramLink implements Link {

    /** The path of the messages that come from the program. */
    static final String PATH = "/exec";

    private static final int SECONDS_TO_END = 2;

    /** The status of a program that a signal has ended is above this. */
    private static final int FIRST_SIGNAL = 128;

    private static final int MILLIS_AFTER_SIGNAL = 500;

    private final Context context;
    private final String program;
    private final ProgramInput input;
    private final CompletableFuture<Integer> ended = new CompletableFuture<>();
    private volatile Optional<Process> process = Optional.empty();
    private final CountDownLatch stopping = new CountDownLatch(1);

    ProgramLink(Context context) {
        this.context = context;
        this.program = context.args().get(0);
        this.input = new ProgramInput(context.blocking(), this::tellOfDropped);
    }

    @Override
    public void send(Message message) {
        if (message.verb() == Verb.Log) {
            message.body().cancel();
            input.add(message);
        } else {
            context.next().send(message);
        }
    }

    @Override
    public void start() {
        Executables.find(program, path());
    }

    private static String path() {
        return Optional.ofNullable(System.getenv("PATH")).orElse("");
    }

    @Override
    public void active() throws IOException {
        Path file = Executables.find(program, path());
        List<String> command = new ArrayList<>(context.args());
        command.set(0, file.toString());
        ProcessBuilder builder = new ProcessBuilder(command);
        // swarmd's script sets it for the JVM alone
        builder.environment().remove("MALLOC_MMAP_THRESHOLD_");
        Process running = builder.start();
        process = Optional.of(running);
        CompletableFuture<Void> out = read("stdout", running.getInputStream());
        CompletableFuture<Void> err = read("stderr", running.getErrorStream());
        input.open(running.getOutputStream());
        CompletableFuture.allOf(out, err).thenRunAsync(() -> awaitEnd(running), context.blocking());
    }

    private CompletableFuture<Void> read(String stream, InputStream in) {
        return CompletableFuture.runAsync(() -> {
            try {
                new ProgramOutput(stream, context.next()).read(in);
            } catch (IOException closed) {
                context.log().log(System.Logger.Level.DEBUG, "The " + stream + " of " + program + " was closed: " + closed.getMessage());
            }
        }, context.blocking());
    }

    private void awaitEnd(Process running) {
        try {
            int status = running.waitFor();
            input.close("The program " + program + " has ended with status " + status + ".");
            if (!isStopping(status)) {
                context.next().send(ending(status));
            }
            ended.complete(status);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    /** A Ctrl-C goes to all programs of the terminal: this one may end of it a moment before the chain is stopped. */
    private boolean isStopping(int status) throws InterruptedException {
        return stopping.await(status > FIRST_SIGNAL ? MILLIS_AFTER_SIGNAL : 0, TimeUnit.MILLISECONDS);
    }

    private Message ending(int status) {
        String sentence = "The program " + program + " has ended with status " + status + ".";
        return Message.of(status == 0 ? Verb.Log : Verb.Error, PATH)
                .withArgs(Args.of("program", program, "status", Integer.toString(status)).withWords(sentence));
    }

    private void tellOfDropped(long lines) {
        context.next().send(Message.log(PATH, lines + " lines were dropped, because " + program + " reads too slowly."));
    }

    @Override
    public CompletionStage<?> drain() {
        if (process.isEmpty()) {
            return CompletableFuture.completedFuture(this);
        }
        input.finish();
        return ended;
    }

    @Override
    public void stop() throws InterruptedException {
        stopping.countDown();
        input.close("The program " + program + " was stopped.");
        if (process.isPresent()) {
            kill(process.get());
        }
        ended.complete(-1);
    }

    /** The program and all that it started: politely, then not. */
    private static void kill(Process running) throws InterruptedException {
        List<ProcessHandle> all = Stream.concat(running.descendants(), Stream.of(running.toHandle())).toList();
        all.forEach(ProcessHandle::destroy);
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(SECONDS_TO_END);
        for (ProcessHandle one : all) {
            try {
                one.onExit().get(Math.max(0, deadline - System.nanoTime()), TimeUnit.NANOSECONDS);
            } catch (ExecutionException | TimeoutException lives) {
                one.destroyForcibly();
            }
        }
    }
}
