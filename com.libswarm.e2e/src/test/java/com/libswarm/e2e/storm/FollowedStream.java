package com.libswarm.e2e.storm;

import static org.awaitility.Awaitility.await;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.function.ToLongFunction;

/** A stream of lines that are numbered one after the other: what a container logs, or events. */
final class FollowedStream extends OpenStream {

    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final ToLongFunction<String> number;
    private final BufferedReader lines;
    private volatile long bytes;
    private volatile long last;
    private volatile boolean left;

    private FollowedStream(String name, Connection connection, InputStream content, ToLongFunction<String> number) {
        super(name, connection);
        this.lines = new BufferedReader(new InputStreamReader(content, StandardCharsets.UTF_8));
        this.number = number;
    }

    /**
     * Opens it.
     *
     * @param framed whether its content is in frames
     * @param number of a line
     */
    static FollowedStream open(String name, Endpoint endpoint, String path, boolean framed, ToLongFunction<String> number) throws IOException {
        Connection connection = endpoint.open();
        connection.write(Question.of("", "GET", path, answer -> true).bytes(false));
        Answer answer = Answer.readHead(connection.in());
        if (answer.status() != 200) {
            connection.close();
            throw new IOException(name + ": " + answer);
        }
        InputStream body = new ChunkedInput(connection.in());
        FollowedStream stream = new FollowedStream(name, connection, framed ? new Unframed(body) : body, number);
        stream.begin();
        return stream;
    }

    /** The content of frames. */
    private static final class Unframed extends InputStream {

        private final InputStream framed;
        private byte[] frame = new byte[0];
        private int at;

        Unframed(InputStream framed) {
            this.framed = framed;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] to, int from, int length) throws IOException {
            while (at == frame.length) {
                Optional<byte[]> next = Frames.next(framed);
                if (next.isEmpty()) {
                    return -1;
                }
                frame = next.get();
                at = 0;
            }
            int n = Math.min(length, frame.length - at);
            System.arraycopy(frame, at, to, from, n);
            at += n;
            return n;
        }
    }

    @Override
    void read() throws IOException {
        try {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                bytes += line.length() + 1;
                long now = number.applyAsLong(line);
                if (last != 0 && now != last + 1) {
                    throw new IOException("after number " + last + " came '" + line + "'");
                }
                last = now;
            }
            throw new IOException("it ended after number " + last);
        } catch (IOException cut) {
            if (!left) {
                throw cut;
            }
        }
    }

    /** Waits for another line, and leaves: it has no end of its own. */
    @Override
    void end() {
        long enough = last + 1;
        await(this + " goes on").atMost(PATIENCE).until(() -> {
            check();
            return last > enough;
        });
        left = true;
        connection().close();
    }

    @Override
    long bytes() {
        return bytes;
    }
}
