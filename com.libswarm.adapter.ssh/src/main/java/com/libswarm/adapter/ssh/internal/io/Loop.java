package com.libswarm.adapter.ssh.internal.io;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.sshd.common.util.threads.ThreadUtils;

/** A thread that serves sockets. */
public final class Loop {

    private static final int BUFFER = 64 * 1024;
    private static final long STOP_MILLIS = 5_000;

    private final Selector selector;
    private final Thread thread;
    private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();
    private final AtomicBoolean woken = new AtomicBoolean();
    private final ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER);
    private volatile boolean stopped;

    private Loop(Selector selector, String name) {
        this.selector = selector;
        this.thread = new Thread(this::run, name);
        thread.setDaemon(true);
    }

    /** @param name the thread's */
    public static Loop start(String name) {
        try {
            var loop = new Loop(Selector.open(), name);
            loop.thread.start();
            return loop;
        } catch (IOException noSelector) {
            throw new UncheckedIOException(noSelector);
        }
    }

    /** Runs it on this thread, soon. When the loop has stopped, nothing is run. */
    public void execute(Runnable task) {
        tasks.add(task);
        // on this thread it is done before the next select; to note a waking that was none would keep others from waking it
        if (!isHere() && !woken.getAndSet(true)) {
            selector.wakeup();
        }
    }

    /** Whether the caller is on this thread. */
    boolean isHere() {
        return Thread.currentThread() == thread;
    }

    /** Calls {@code ready} on this thread when one of the operations that the key is interested in is possible. On this thread. */
    public SelectionKey register(SelectableChannel channel, int operations, Runnable ready) throws IOException {
        return channel.register(selector, operations, ready);
    }

    /** Bytes for what is done on this thread now. */
    public ByteBuffer buffer() {
        return buffer.clear();
    }

    private void run() {
        try {
            // MINA lets others wait during an exchange of keys, in the call
            ThreadUtils.runAsInternal(() -> {
                serve();
                return true;
            });
        } catch (Exception failed) {
            throw new IllegalStateException(failed);
        }
    }

    private void serve() throws IOException {
        while (!stopped) {
            // not select(Consumer): compiled, the JDK's method holds on to the class of the consumer of an older version of this bundle
            selector.select();
            for (SelectionKey ready : selector.selectedKeys()) {
                if (ready.isValid() && !runs((Runnable) ready.attachment())) {
                    ready.channel().close();
                }
            }
            selector.selectedKeys().clear();
            woken.set(false);
            for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
                runs(task);
            }
        }
        selector.close();
    }

    /** A fault in what is done for one connection ends that, and not the thread that serves all. @return whether there was none */
    private static boolean runs(Runnable task) {
        try {
            task.run();
            return true;
        } catch (RuntimeException fault) {
            System.getLogger("com.libswarm").log(Level.WARNING, "A fault on the thread of SSH tunnels, which goes on: " + fault);
            return false;
        }
    }

    /** Ends the thread, and waits for that. To be called once, when all that it served is closed. */
    public void stop() {
        stopped = true;
        selector.wakeup();
        try {
            thread.join(STOP_MILLIS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
