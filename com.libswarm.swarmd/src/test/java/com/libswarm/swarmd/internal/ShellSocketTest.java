package com.libswarm.swarmd.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.libswarm.swarmd.internal.wire.Frame;
import com.libswarm.swarmd.internal.wire.FrameChannel;
import com.libswarm.swarmd.internal.wire.FrameType;
import com.libswarm.swarmd.internal.wire.Request;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import org.apache.felix.gogo.runtime.CommandProcessorImpl;
import org.apache.felix.gogo.runtime.threadio.ThreadIOImpl;
import org.apache.felix.service.command.CommandSession;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The daemon's side of {@code swarmd sh}, with a real Gogo and clients that speak frames. */
final class ShellSocketTest {

    @TempDir
    private Path home;

    private final ThreadIOImpl threadIo = new ThreadIOImpl();
    private ShellSocket socket;

    /** Commands for the tests. */
    public static final class Toys {

        public void say(CommandSession session, String[] words) {
            session.getConsole().println(String.join(" ", words));
        }

        public void fail(String[] words) {
            throw new IllegalStateException(String.join(" ", words));
        }

        public void copy(CommandSession session) throws IOException {
            session.getKeyboard().transferTo(session.getConsole());
        }

        public void block(CommandSession session) throws InterruptedException {
            session.getConsole().println("blocked");
            Thread.sleep(Long.MAX_VALUE);
        }

        public void pwd(CommandSession session) {
            session.getConsole().println(session.currentDir());
        }
    }

    @BeforeEach
    void open() throws IOException {
        threadIo.start();
        var processor = new CommandProcessorImpl(threadIo);
        for (String function : new String[] {"say", "fail", "copy", "block", "pwd"}) {
            processor.addCommand("toys", new Toys(), function);
        }
        var gogo = new Gogo(processor);
        socket = ShellSocket.open(home, () -> gogo);
    }

    @AfterEach
    void close() throws IOException {
        socket.close();
        threadIo.stop();
        assertThat(home.resolve(ShellSocket.NAME)).doesNotExist();
        await().until(() -> Thread.getAllStackTraces().keySet().stream().noneMatch(t -> t.getName().startsWith("swarmd-sh")));
    }

    private FrameChannel connect() throws IOException {
        SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
        channel.connect(UnixDomainSocketAddress.of(home.resolve(ShellSocket.NAME)));
        return new FrameChannel(channel);
    }

    private FrameChannel ask(Request.Mode mode, String command) throws IOException {
        FrameChannel channel = connect();
        channel.write(new Request(mode, command, home.toString(), "xterm", 80, 24).toFrame());
        return channel;
    }

    /** What came until the exit. */
    private record Answer(String out, String err, int status) {
    }

    private static Answer answer(FrameChannel channel) throws IOException {
        var out = new ByteArrayOutputStream();
        var err = new ByteArrayOutputStream();
        for (Optional<Frame> frame = channel.read(); frame.isPresent(); frame = channel.read()) {
            switch (frame.get().type()) {
                case OUTPUT -> out.write(frame.get().payload());
                case ERROR_OUTPUT -> err.write(frame.get().payload());
                case EXIT -> {
                    return new Answer(out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8), frame.get().number(0));
                }
                default -> assertThat(frame.get().type()).isEqualTo(FrameType.CREDIT);
            }
        }
        throw new IOException("The daemon hung up.");
    }

    private Answer run(String command) throws IOException {
        try (FrameChannel channel = ask(Request.Mode.COMMAND, command)) {
            return answer(channel);
        }
    }

    private static void awaitOutput(FrameChannel channel) throws IOException {
        while (channel.read().orElseThrow().type() != FrameType.OUTPUT) {
            continue;
        }
    }

    @Test
    void onlyTheOwnerMayOpenIt() throws IOException {
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(home.resolve(ShellSocket.NAME)))).isEqualTo("rw-------");
    }

    @Test
    void aCommandRunsInTheClientsDirectoryAndItsStatusComesBack() throws IOException {
        assertThat(run("say hello 'two  words'")).isEqualTo(new Answer("hello two  words\n", "", 0));
        assertThat(run("pwd")).isEqualTo(new Answer(home + "\n", "", 0));
        assertThat(run("fail 'It is not there.'")).isEqualTo(new Answer("", "It is not there.\n", 1));
        assertThat(run("frob").status()).isEqualTo(1);
        assertThat(run("say 'unclosed").status()).isEqualTo(1);
    }

    @Test
    void inputStreamsThroughWithinItsCredit() throws IOException {
        byte[] chunk = new byte[16 * 1024];
        int chunks = 64;
        try (FrameChannel channel = ask(Request.Mode.COMMAND, "copy")) {
            long credit = Request.INPUT_WINDOW;
            long copied = 0;
            for (int sent = 0; sent < chunks;) {
                if (credit >= chunk.length) {
                    channel.write(new Frame(FrameType.INPUT, chunk));
                    credit -= chunk.length;
                    sent++;
                } else {
                    Frame frame = channel.read().orElseThrow();
                    credit += frame.type() == FrameType.CREDIT ? frame.number(0) : 0;
                    copied += frame.type() == FrameType.OUTPUT ? frame.payload().length : 0;
                }
            }
            channel.write(Frame.of(FrameType.INPUT_END));
            Answer rest = answer(channel);
            assertThat(copied + rest.out().length()).isEqualTo((long) chunks * chunk.length);
            assertThat(rest.status()).isZero();
        }
    }

    @Test
    void anInterruptEndsTheCommandEvenWhenInputWaits() throws IOException {
        try (FrameChannel channel = ask(Request.Mode.COMMAND, "block")) {
            awaitOutput(channel);
            channel.write(new Frame(FrameType.INPUT, new byte[Request.INPUT_WINDOW]));
            channel.write(Frame.of(FrameType.INTERRUPT));
            assertThat(answer(channel).status()).isEqualTo(130);
        }
    }

    @Test
    void aClientThatGoesAwayTakesItsCommandWithIt() throws IOException {
        try (FrameChannel channel = ask(Request.Mode.COMMAND, "block")) {
            awaitOutput(channel);
        }
        await().until(() -> Thread.getAllStackTraces().keySet().stream().noneMatch(t -> t.getName().startsWith("pipe-")));
    }

    @Test
    void aScriptIsReadByLinesAndItsLastStatusCounts() throws IOException {
        assertThat(script("say one\n\nfail two\nsay three\n")).isEqualTo(new Answer("one\nthree\n", "two\n", 0));
        assertThat(script("say one\nfail two").status()).isEqualTo(1);
        assertThat(script("")).isEqualTo(new Answer("", "", 0));
        assertThat(script("exit\nsay no\n")).isEqualTo(new Answer("", "", 0));
        assertThat(script("copy\nthe rest\nis data")).isEqualTo(new Answer("the rest\nis data", "", 0));
    }

    private Answer script(String lines) throws IOException {
        try (FrameChannel channel = ask(Request.Mode.SCRIPT, "")) {
            channel.write(new Frame(FrameType.INPUT, lines.getBytes(StandardCharsets.UTF_8)));
            channel.write(Frame.of(FrameType.INPUT_END));
            return answer(channel);
        }
    }

    @Test
    void aTerminalHasAPromptHistoryAndEnds() throws IOException {
        try (FrameChannel channel = ask(Request.Mode.TERMINAL, "")) {
            channel.write(Frame.numbers(FrameType.RESIZE, 100, 30));
            channel.write(new Frame(FrameType.INPUT, "say typed\r\u0004".getBytes(StandardCharsets.UTF_8)));
            Answer answer = answer(channel);
            assertThat(answer.out()).contains("swarm> ").contains("typed\r\n");
            assertThat(answer.status()).isZero();
        }
        assertThat(home.resolve("history")).content().contains("say typed");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(home.resolve("history")))).isEqualTo("rw-------");
    }

    @Test
    void nonsenseIsHungUpOnAndOthersAreServed() throws IOException {
        try (FrameChannel channel = connect()) {
            channel.write(Frame.of(FrameType.INPUT_END));
            assertThat(channel.read()).isEmpty();
        }
        try (FrameChannel channel = ask(Request.Mode.COMMAND, "block")) {
            awaitOutput(channel);
            channel.write(new Frame(FrameType.INPUT, new byte[Request.INPUT_WINDOW]));
            channel.write(new Frame(FrameType.INPUT, new byte[1]));
            assertThat(channel.read().map(Frame::type)).isNotEqualTo(Optional.of(FrameType.OUTPUT));
        }
        assertThat(run("say on").out()).isEqualTo("on\n");
    }
}
