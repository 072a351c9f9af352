package com.libswarm.runtime.shell;

import com.libswarm.api.Body;
import com.libswarm.api.Failure;
import com.libswarm.api.Feed;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** A request's body from a file or from standard input, read by a thread of its own as fast as the receiver takes it. */
final class Upload implements AutoCloseable {

    private static final int WINDOW = 64 * 1024;
    private static final Upload NONE = new Upload(Body.NONE, null);

    private final Body body;
    private final Thread reader;

    private Upload(Body body, Thread reader) {
        this.body = body;
        this.reader = reader;
    }

    /** @param source empty for no body, {@code -} for standard input, else a file, relative to the console's directory */
    static Upload of(String source, Console console) {
        if (source.isEmpty()) {
            return NONE;
        }
        if (source.equals("-")) {
            return start(Feed.create(WINDOW), console.in(), false);
        }
        Path file = console.directory().resolve(source);
        try {
            if (Files.isDirectory(file)) {
                throw new Failure(400, "Cannot send " + file + ": it is a directory.");
            }
            // A device or a pipe has no size that says anything.
            long length = Files.isRegularFile(file) ? Files.size(file) : -1;
            return start(Feed.create(WINDOW, length), Files.newInputStream(file), true);
        } catch (NoSuchFileException missing) {
            throw new Failure(404, "Cannot send " + file + ": there is no such file.");
        } catch (IOException unreadable) {
            throw new Failure(400, "Cannot send " + file + ": " + unreadable.getMessage() + ".");
        }
    }

    private static Upload start(Feed feed, InputStream in, boolean close) {
        Thread reader = new Thread(() -> copy(in, feed, close), "swarm:send body");
        reader.setDaemon(true);
        feed.onCancel(reader::interrupt);
        reader.start();
        return new Upload(feed.body(), reader);
    }

    private static void copy(InputStream in, Feed feed, boolean close) {
        try (InputStream closed = close ? in : InputStream.nullInputStream(); OutputStream out = feed.out()) {
            byte[] chunk = new byte[16 * 1024];
            for (int n = in.read(chunk); n >= 0; n = in.read(chunk)) {
                out.write(chunk, 0, n);
            }
        } catch (IOException broken) {
            feed.fail(499, "The body could not be read: " + broken.getMessage());
        }
    }

    Body body() {
        return body;
    }

    /** What has not been read by now is not sent any more. */
    @Override
    public void close() {
        if (reader != null) {
            reader.interrupt();
        }
    }
}
