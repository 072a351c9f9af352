package com.libswarm.e2e.storm;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import java.util.zip.CRC32;

/**
 * A stream both ways to a program that gives back what it gets: an attach or an exec. Random bytes go up without a pause of length, until the
 * client ends its side; then the rest of them comes back, and the program's last word.
 */
final class EchoedStream extends OpenStream {

    /** What a container runs for it. */
    static final String PROGRAM = "cat; echo end";

    private static final byte[] LAST = "end\n".getBytes(StandardCharsets.US_ASCII);
    private static final int PIECE = 4_000;
    private static final int PAUSE_MILLIS = 50;

    private final Random random;
    private final CRC32 up = new CRC32();
    private final CRC32 down = new CRC32();
    private final AtomicLong received = new AtomicLong();
    private final Thread writer = new Thread(this::write, "storm-writer");
    private volatile long sent;
    private volatile boolean ending;
    private volatile Optional<IOException> unsent = Optional.empty();

    private EchoedStream(String name, Connection connection, Random random) {
        super(name, connection);
        this.random = random;
        writer.setDaemon(true);
    }

    /**
     * Opens it.
     *
     * @param path what is asked by POST
     * @param upgrade whether the client asks in today's way, by an upgrade, or as before that was invented
     */
    static EchoedStream open(String name, Endpoint endpoint, String path, String body, boolean upgrade, Random random) throws IOException {
        Connection connection = endpoint.open();
        connection.write(("POST " + path + " HTTP/1.1\r\nHost: docker\r\nContent-Type: application/json\r\n"
                + (upgrade ? "Connection: Upgrade\r\nUpgrade: tcp\r\n" : "") + "Content-Length: " + body.length() + "\r\n\r\n" + body)
                .getBytes(StandardCharsets.US_ASCII));
        Answer answer = Answer.readHead(connection.in());
        if (answer.status() != (upgrade ? 101 : 200)) {
            connection.close();
            throw new IOException(name + ": " + answer);
        }
        return new EchoedStream(name, connection, new Random(random.nextLong()));
    }

    /** Begins both ways; to be called when the program runs. */
    EchoedStream run() {
        begin();
        writer.start();
        return this;
    }

    private void write() {
        try {
            do {
                byte[] piece = new byte[1 + random.nextInt(PIECE)];
                random.nextBytes(piece);
                up.update(piece);
                sent += piece.length;
                connection().write(piece);
                Thread.sleep(random.nextInt(PAUSE_MILLIS));
            } while (!ending);
            connection().endOutput();
        } catch (IOException broken) {
            unsent = Optional.of(broken);
        } catch (InterruptedException nobodyDoes) {
            throw new IllegalStateException(nobodyDoes);
        }
    }

    @Override
    void read() throws IOException {
        // the last word is not echoed, so the last bytes are looked at only when the stream has ended
        byte[] held = new byte[0];
        for (Optional<byte[]> frame = Frames.next(connection().in()); frame.isPresent(); frame = Frames.next(connection().in())) {
            received.addAndGet(frame.get().length);
            byte[] all = Question.join(held, frame.get());
            int echoed = Math.max(all.length - LAST.length, 0);
            down.update(all, 0, echoed);
            held = Arrays.copyOfRange(all, echoed, all.length);
        }
        if (!Arrays.equals(held, LAST)) {
            throw new IOException("the stream did not end with the program's last word" + unsent.map(why -> "; writing failed: " + why).orElse(""));
        }
    }

    @Override
    void end() throws IOException {
        ending = true;
        try {
            writer.join();
        } catch (InterruptedException nobodyDoes) {
            throw new IllegalStateException(nobodyDoes);
        }
    }

    @Override
    long bytes() {
        return received.get();
    }

    @Override
    void verify() {
        if (received.get() - LAST.length != sent || up.getValue() != down.getValue()) {
            throw new AssertionError(this + ": " + sent + " bytes were sent, and " + (received.get() - LAST.length) + " came back, or others");
        }
    }
}
