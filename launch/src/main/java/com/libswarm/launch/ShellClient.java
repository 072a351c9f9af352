package com.libswarm.launch;

import com.libswarm.swarmd.internal.wire.Frame;
import com.libswarm.swarmd.internal.wire.FrameChannel;
import com.libswarm.swarmd.internal.wire.FrameType;
import com.libswarm.swarmd.internal.wire.Request;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import sun.misc.Signal;

/** {@code swarmd sh}: talks to the swarmd that runs in a home, through its socket. */
final class ShellClient {

    private static final int INTERRUPTED = 130;

    private final FrameChannel channel;
    private final Semaphore credit = new Semaphore(Request.INPUT_WINDOW);

    private ShellClient(FrameChannel channel) {
        this.channel = channel;
    }

    /** Returns the exit status of the command, or of the shell. */
    static int run(Path home, List<String> command) throws Problem {
        if (command.size() > 1) {
            throw new Problem("sh takes one command: quote it, as in swarmd sh 'swarm:show main'");
        }
        try (FrameChannel channel = connect(home)) {
            var client = new ShellClient(channel);
            Optional<Tty> tty = command.isEmpty() ? Tty.ofStandardInput() : Optional.empty();
            return tty.isPresent() ? client.onTerminal(tty.get()) : client.onStreams(command);
        } catch (IOException e) {
            throw new Problem("the connection to the swarmd in " + home + " broke off: " + e.getMessage());
        }
    }

    private static FrameChannel connect(Path home) throws Problem {
        try {
            SocketChannel socket = SocketChannel.open(StandardProtocolFamily.UNIX);
            socket.connect(UnixDomainSocketAddress.of(home.resolve("shell.sock")));
            return new FrameChannel(socket);
        } catch (IOException | IllegalArgumentException e) {
            throw new Problem("no swarmd runs in " + home + "; start one, or name its home with --home");
        }
    }

    private int onStreams(List<String> command) throws IOException, Problem {
        var mode = command.isEmpty() ? Request.Mode.SCRIPT : Request.Mode.COMMAND;
        open(new Request(mode, String.join("", command), directory(), "", 0, 0));
        Signal.handle(new Signal("INT"), signal -> interrupt());
        return exchange();
    }

    private int onTerminal(Tty tty) throws IOException, Problem {
        int[] size = tty.size();
        String kind = Optional.ofNullable(System.getenv("TERM")).orElse("dumb");
        open(new Request(Request.Mode.TERMINAL, "", directory(), kind, size[0], size[1]));
        Thread restore = new Thread(tty::restore, "swarmd-sh-restore");
        Runtime.getRuntime().addShutdownHook(restore);
        tty.raw();
        Signal.handle(new Signal("WINCH"), signal -> resize(tty.size()));
        try {
            return exchange();
        } finally {
            // Before anything is said about a connection that broke off.
            tty.restore();
        }
    }

    private void open(Request request) throws Problem {
        try {
            send(request.toFrame());
        } catch (IllegalArgumentException tooLong) {
            throw new Problem("the command is too long: write it to a file, and swarmd sh < FILE");
        }
    }

    private static String directory() {
        return Path.of("").toAbsolutePath().toString();
    }

    /** Returns the exit status. */
    private int exchange() throws IOException {
        Thread input = new Thread(this::sendInput, "swarmd-sh-input");
        input.setDaemon(true);
        input.start();
        OutputStream out = new FileOutputStream(FileDescriptor.out);
        OutputStream err = new FileOutputStream(FileDescriptor.err);
        for (Optional<Frame> frame = channel.read(); frame.isPresent(); frame = channel.read()) {
            switch (frame.get().type()) {
                case OUTPUT, ERROR_OUTPUT -> {
                    if (!print(frame.get(), frame.get().type() == FrameType.OUTPUT ? out : err)) {
                        return Main.FAILED;
                    }
                }
                case CREDIT -> credit.release(frame.get().number(0));
                case EXIT -> {
                    return frame.get().number(0);
                }
                default -> throw new IOException("it sent " + frame.get());
            }
        }
        throw new IOException("swarmd has ended");
    }

    /** False if nobody reads it any more, as in {@code swarmd sh ... | head}: no reason to say anything. */
    private static boolean print(Frame frame, OutputStream stream) {
        try {
            stream.write(frame.payload());
            return true;
        } catch (IOException closed) {
            return false;
        }
    }

    private void sendInput() {
        InputStream in = new FileInputStream(FileDescriptor.in);
        byte[] chunk = new byte[16 * 1024];
        try {
            for (int n = in.read(chunk); n >= 0; n = in.read(chunk)) {
                credit.acquire(n);
                channel.write(Frame.of(FrameType.INPUT, chunk, 0, n));
            }
            channel.write(Frame.of(FrameType.INPUT_END));
        } catch (IOException | InterruptedException ended) {
            // The thread that reads sees why, and tells.
        }
    }

    /** The first Ctrl-C ends the command; a second one ends a client that gets no answer. */
    private void interrupt() {
        Signal.handle(new Signal("INT"), again -> Runtime.getRuntime().halt(INTERRUPTED));
        send(Frame.of(FrameType.INTERRUPT));
    }

    private void resize(int[] size) {
        send(Frame.numbers(FrameType.RESIZE, size));
    }

    private void send(Frame frame) {
        try {
            channel.write(frame);
        } catch (IOException ended) {
            // The thread that reads sees why, and tells: a swarmd that hangs up says first why it does.
        }
    }
}
