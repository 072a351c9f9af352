package com.libswarm.runtime.internal.socket;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.System.Logger.Level;
import java.nio.channels.CancelledKeyException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;

/** The thread that accepts the connections of all listening sockets of one runtime; it starts with the first. */
public final class Sockets implements AutoCloseable {

    // when the process has no file descriptor left, accept fails at once, again and again
    private static final long PAUSE_MILLIS = 100;

    private final Queue<Work> work = new ConcurrentLinkedQueue<>();

    // guarded by this
    private Selector selector;
    private Thread thread;
    private boolean closed;

    @FunctionalInterface
    interface Work {
        void run(Selector selector) throws IOException;
    }

    /**
     * Binds a socket; connections come once it has an acceptor.
     *
     * @param journal gets the lines about it for the operator
     * @throws IOException if it cannot; the message is for the operator
     */
    public ListeningSocket listen(String url, BiConsumer<Level, String> journal) throws IOException {
        ListenAddress address = ListenAddress.parse(url);
        start();
        return new ListeningSocket(this, address, journal);
    }

    /**
     * Looks whether {@link #listen} would work.
     *
     * @throws IOException if it would not; the message is for the operator
     */
    public void check(String url) throws IOException {
        ListeningSocket.check(ListenAddress.parse(url));
    }

    private synchronized void start() throws IOException {
        if (closed) {
            throw new IOException("The runtime has stopped.");
        }
        if (thread == null) {
            selector = Selector.open();
            thread = new Thread(this::loop, "libswarm-accept");
            thread.setDaemon(true);
            thread.start();
        }
    }

    /** Runs {@code task} on the accepting thread, and waits for it: what it changes is so when this returns. */
    void run(Work task) {
        CountDownLatch done = new CountDownLatch(1);
        work.add(s -> {
            try {
                task.run(s);
            } finally {
                done.countDown();
            }
        });
        Thread accepting;
        synchronized (this) {
            if (closed || thread == null) {
                return;
            }
            accepting = thread;
            selector.wakeup();
        }
        try {
            while (accepting != Thread.currentThread() && accepting.isAlive() && !done.await(100, TimeUnit.MILLISECONDS)) {
                // it may have ended meanwhile
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void loop() {
        try (Selector s = selector) {
            while (!Thread.interrupted()) {
                s.select();
                for (Work next = work.poll(); next != null; next = work.poll()) {
                    run(next, s);
                }
                for (SelectionKey key : s.selectedKeys()) {
                    serve(key);
                }
                s.selectedKeys().clear();
            }
        } catch (IOException broken) {
            throw new UncheckedIOException("The selector that accepts connections failed.", broken);
        }
    }

    // a socket may be closed while something is to be done about it: the others are still served
    private static void run(Work next, Selector selector) throws IOException {
        try {
            next.run(selector);
        } catch (CancelledKeyException | ClosedChannelException closedMeanwhile) {
            // then there is nothing left to do
        }
    }

    private static void serve(SelectionKey key) {
        ListeningSocket socket = (ListeningSocket) key.attachment();
        try {
            socket.ready();
        } catch (CancelledKeyException | ClosedChannelException closedMeanwhile) {
            key.cancel();
        } catch (IOException why) {
            socket.failed(why);
            try {
                Thread.sleep(PAUSE_MILLIS);
            } catch (InterruptedException ends) {
                Thread.currentThread().interrupt();
            }
        }
    }

    @Override
    public void close() {
        Thread ended;
        synchronized (this) {
            closed = true;
            ended = thread;
        }
        if (ended != null) {
            ended.interrupt();
            try {
                ended.join(1_000);
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
