package com.libswarm.dockerjava.internal;

import com.libswarm.api.Feed;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;

/** Gives what a stream has to a body, at the pace of the body's reader. */
final class Upload {

    private final InputStream from;
    private final Feed to;

    // guarded by this
    private Optional<Thread> thread = Optional.empty();
    private boolean stopped;

    /** @param from not closed: it is the caller's */
    Upload(InputStream from, Feed to) {
        this.from = from;
        this.to = to;
    }

    /**
     * Returns at the end of the stream, or when the body's reader wants no more.
     *
     * @throws IOException if the stream cannot be read; then the body breaks off, too
     */
    void run() throws IOException {
        try {
            from.transferTo(to.out());
            to.end();
        } catch (IOException | RuntimeException broken) {
            if (!to.isCancelled()) {
                to.fail(400, "The request's body cannot be read: " + broken.getMessage());
                throw broken;
            }
        }
    }

    /**
     * Does it on a thread, which ends also with {@link #stop}, and when the body's reader wants no more. A stream whose read
     * cannot be interrupted, such as standard input, keeps the thread until it has something to give.
     */
    synchronized void start() {
        if (!stopped) {
            Thread started = new Thread(this::runQuietly, "docker-java-input");
            started.setDaemon(true);
            started.start();
            thread = Optional.of(started);
        }
    }

    private void runQuietly() {
        to.onCancel(Thread.currentThread()::interrupt);
        try {
            run();
        } catch (IOException | RuntimeException told) {
            // the body's reader has been told
        }
    }

    /** Nobody needs the rest: the body breaks off, unless it has ended. */
    void stop() {
        Optional<Thread> running;
        synchronized (this) {
            stopped = true;
            running = thread;
        }
        to.fail(499, "The client has gone away.");
        // wakes a writer that waits for room
        to.body().cancel();
        running.ifPresent(Thread::interrupt);
    }
}
