package com.libswarm.swarmd.internal;

import com.libswarm.runtime.Journal;
import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/**
 * Prints what links say: on standard output, warnings and errors on standard error. A thread of its own writes, so a terminal or
 * a pipe that is slow slows no link: what does not fit into the queue is dropped, counted and reported. A pipe that nobody reads any more
 * ends nothing.
 */
final class ConsoleJournal implements Journal, AutoCloseable {

    private static final int CAPACITY = 10_000;
    private static final long CLOSE_MILLIS = 1_000;
    private static final Entry WAKE_UP = new Entry(false, "");

    private final PrintStream out;
    private final PrintStream err;
    private final boolean debug;
    private final BlockingQueue<Entry> queue = new ArrayBlockingQueue<>(CAPACITY);
    private final AtomicLong dropped = new AtomicLong();
    private final Thread writer = new Thread(this::write, "swarmd-journal");
    private volatile Optional<Consumer<String>> screen = Optional.empty();
    private volatile boolean closed;

    /** @param error whether it belongs on standard error */
    private record Entry(boolean error, String text) {
    }

    private ConsoleJournal(PrintStream out, PrintStream err, boolean debug) {
        this.out = out;
        this.err = err;
        this.debug = debug;
        writer.setDaemon(true);
    }

    /** On this process's standard output and error, whatever System.out is (a shell gives each of its commands another). */
    static ConsoleJournal open(boolean debug) {
        return open(stream(FileDescriptor.out), stream(FileDescriptor.err), debug);
    }

    static ConsoleJournal open(PrintStream out, PrintStream err, boolean debug) {
        var journal = new ConsoleJournal(out, err, debug);
        journal.writer.start();
        return journal;
    }

    private static PrintStream stream(FileDescriptor descriptor) {
        return new PrintStream(new BufferedOutputStream(new FileOutputStream(descriptor)), false, StandardCharsets.UTF_8);
    }

    @Override
    public void line(System.Logger.Level level, String source, String line) {
        int severity = level.getSeverity();
        if (severity >= System.Logger.Level.WARNING.getSeverity()) {
            boolean error = severity >= System.Logger.Level.ERROR.getSeverity();
            add(new Entry(true, "swarmd: " + (error ? "error: " : "warning: ") + source + ": " + line));
        } else if (severity >= System.Logger.Level.INFO.getSeverity()) {
            add(new Entry(false, line));
        } else if (debug) {
            add(new Entry(true, "swarmd: debug: " + source + ": " + line));
        }
    }

    private void add(Entry entry) {
        if (!queue.offer(entry)) {
            dropped.incrementAndGet();
        }
    }

    private void write() {
        try {
            while (true) {
                Entry entry = queue.poll();
                if (entry == null) {
                    reportDropped();
                    out.flush();
                    err.flush();
                    if (closed) {
                        return;
                    }
                    entry = queue.take();
                }
                if (entry != WAKE_UP) {
                    print(entry);
                }
            }
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
        }
    }

    private void reportDropped() {
        long lost = dropped.getAndSet(0);
        if (lost > 0) {
            print(new Entry(true, "swarmd: warning: " + lost + " lines are not shown: they came faster than they could be written."));
        }
    }

    private void print(Entry entry) {
        if (screen.isPresent()) {
            screen.get().accept(entry.text());
        } else {
            (entry.error() ? err : out).println(entry.text());
        }
    }

    /** Everything goes to {@code printer} from now on: a shell that edits a line on the terminal prints above that line. */
    void printOn(Consumer<String> printer) {
        screen = Optional.of(printer);
    }

    /** The shell has ended. */
    void printOnStandardStreams() {
        screen = Optional.empty();
    }

    /** Writes what waits, for a limited time. */
    @Override
    public void close() throws InterruptedException {
        closed = true;
        queue.offer(WAKE_UP);
        writer.join(CLOSE_MILLIS);
        writer.interrupt();
    }
}
