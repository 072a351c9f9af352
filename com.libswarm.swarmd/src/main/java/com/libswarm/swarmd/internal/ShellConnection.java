package com.libswarm.swarmd.internal;

import com.libswarm.api.Failure;
import com.libswarm.swarmd.internal.wire.Frame;
import com.libswarm.swarmd.internal.wire.FrameChannel;
import com.libswarm.swarmd.internal.wire.FrameType;
import com.libswarm.swarmd.internal.wire.Request;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Supplier;
import org.jline.terminal.Size;
import org.jline.terminal.Terminal;
import org.jline.terminal.impl.ExternalTerminal;

/**
 * One {@code swarmd sh}: the thread that runs this reads frames, a second one runs the commands, a third one writes. All three
 * end when the client goes away.
 */
final class ShellConnection implements Runnable {

    private final FrameChannel channel;
    private final Supplier<Gogo> gogo;
    private final Path home;
    private final Outbox outbox;
    private final InputWindow input;
    private volatile Optional<Interpreter> running = Optional.empty();
    private volatile Optional<Terminal> terminal = Optional.empty();

    /** @param gogo starts it if nobody has */
    ShellConnection(FrameChannel channel, Supplier<Gogo> gogo, Path home) {
        this.channel = channel;
        this.gogo = gogo;
        this.home = home;
        this.outbox = new Outbox(channel);
        this.input = new InputWindow(this::credit);
    }

    @Override
    public void run() {
        String name = Thread.currentThread().getName();
        Thread writer = new Thread(outbox, name + "-writer");
        try (channel) {
            Optional<Frame> opening = channel.read();
            if (opening.isEmpty()) {
                return;
            }
            Request request = Request.of(opening.get());
            writer.start();
            new Thread(() -> serve(request, writer), name + "-commands").start();
            for (Optional<Frame> frame = channel.read(); frame.isPresent(); frame = channel.read()) {
                take(frame.get());
            }
        } catch (IOException clientGone) {
            // What follows is the same as for one who says goodbye.
        }
        input.end();
        running.ifPresent(Interpreter::interrupt);
        writer.interrupt();
    }

    private void take(Frame frame) throws IOException {
        switch (frame.type()) {
            case INPUT -> input.add(frame.payload());
            case INPUT_END -> input.end();
            case INTERRUPT -> running.ifPresent(Interpreter::interrupt);
            case RESIZE -> terminal.ifPresent(resized -> {
                resized.setSize(new Size(frame.number(0), frame.number(1)));
                resized.raise(Terminal.Signal.WINCH);
            });
            default -> throw new IOException("A client does not send " + frame + ".");
        }
    }

    private void credit(int bytes) {
        try {
            outbox.put(Frame.numbers(FrameType.CREDIT, bytes));
        } catch (IOException clientGone) {
            input.end();
        }
    }

    private void serve(Request request, Thread writer) {
        int status = Interpreter.FAILED;
        var err = new PrintStream(outbox.stream(FrameType.ERROR_OUTPUT), true, StandardCharsets.UTF_8);
        try {
            status = request.mode() == Request.Mode.TERMINAL ? terminal(request) : commands(request, err);
        } catch (Failure e) {
            err.println("swarmd: " + e.getMessage());
        } catch (IOException clientGone) {
            writer.interrupt();
        }
        try {
            outbox.put(Frame.numbers(FrameType.EXIT, status));
            writer.join();
            channel.close();
        } catch (IOException | InterruptedException clientGone) {
            writer.interrupt();
        }
    }

    private int commands(Request request, PrintStream err) throws IOException {
        OutputStream out = outbox.stream(FrameType.OUTPUT);
        var session = gogo.get().session(input, out, err, Path.of(request.directory()));
        try (var interpreter = new Interpreter(session, err)) {
            running = Optional.of(interpreter);
            return request.mode() == Request.Mode.COMMAND ? interpreter.run(request.command())
                    : new ScriptShell(input, interpreter).run();
        } finally {
            running = Optional.empty();
        }
    }

    private int terminal(Request request) throws IOException {
        var screen = new ExternalTerminal("swarmd", request.terminal(), input, outbox.stream(FrameType.OUTPUT), StandardCharsets.UTF_8);
        screen.setSize(new Size(request.columns(), request.rows()));
        terminal = Optional.of(screen);
        try (var shell = new TerminalShell(gogo.get(), screen, Path.of(request.directory()), home.resolve("history"))) {
            running = Optional.of(shell.interpreter());
            shell.run();
            return 0;
        } finally {
            running = Optional.empty();
            screen.close();
        }
    }
}
